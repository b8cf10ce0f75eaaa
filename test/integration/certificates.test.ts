import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import type { Certificates } from '../../electron/core/tls/certificates.ts';
import { openCertificates } from '../../electron/core/tls/open-certificates.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const DAY_MS = 86_400_000;
const FILES = ['ca_cert.pem', 'ca_key.pem', 'server_cert.pem', 'server_key.pem'];
const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;
const isPosix = process.platform !== 'win32';

interface Bench {
  readonly dir: string;
  readonly clock: FakeClock;
  open(): Promise<Certificates>;
  read(name: string): string;
  write(name: string, text: string): void;
}

function bench(): Bench {
  const dir = path.join(tempDir(), 'certs');
  const clock = new FakeClock();
  return {
    dir,
    clock,
    open: () => openCertificates({ dir, clock }),
    read: (name) => readFileSync(path.join(dir, name), 'utf8'),
    write: (name, text) => writeFileSync(path.join(dir, name), text),
  };
}

/** Folders made once: keys take long. */
let ready: string;
let foreign: string;
beforeAll(async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'ota-test-'));
  ready = path.join(root, 'ready');
  foreign = path.join(root, 'foreign');
  const clock = new FakeClock();
  await Promise.all([ready, foreign].map((dir) => openCertificates({ dir, clock })));
  return () => rmSync(root, { recursive: true, force: true });
});

function benchWithCertificates(from = ready): Bench {
  const made = bench();
  cpSync(from, made.dir, { recursive: true });
  return made;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (thrown) {
    return thrown instanceof WorkbenchError ? thrown.code : String(thrown);
  }
}

test('the first start makes four files, keys for their owner alone', async () => {
  const { dir, open } = bench();
  const previous = process.umask(0);
  onTestFinished(() => void process.umask(previous));
  await open();
  expect(readdirSync(dir).sort()).toEqual(FILES);
  expect(readdirSync(path.dirname(dir))).toEqual(['certs']);
  if (!isPosix) return;
  const mode = (name: string) => statSync(path.join(dir, name)).mode & 0o777;
  expect(mode('.')).toBe(0o700);
  expect([mode('ca_key.pem'), mode('server_key.pem')]).toEqual([0o600, 0o600]);
  expect([mode('ca_cert.pem'), mode('server_cert.pem')]).toEqual([0o644, 0o644]);
});

test('an empty folder is filled, and a key file that others may read is closed to them', async () => {
  const { dir, open, read, write } = bench();
  mkdirSync(dir, { recursive: true });
  await open();
  const key = read('ca_key.pem');
  rmSync(path.join(dir, 'ca_key.pem'));
  write('ca_key.pem', key);
  await open();
  if (isPosix) expect(statSync(path.join(dir, 'ca_key.pem')).mode & 0o777).toBe(0o600);
});

test('the second start finds what the first made', async () => {
  const { open } = benchWithCertificates();
  const first = await open();
  const second = await open();
  expect(second.state()).toEqual(first.state());
  expect(second.credentials()).toEqual(first.credentials());
});

test('two programs that start at once end up with one CA', async () => {
  const { open } = bench();
  const [one, other] = await Promise.all([open(), open()]);
  expect(one.caPem()).toBe(other.caPem());
  expect(one.credentials()).toEqual(other.credentials());
});

test('a new address issues the server certificate again; CA and key stay', async () => {
  const { open, read } = benchWithCertificates();
  const certificates = await open();
  const before = { ca: read('ca_cert.pem'), caKey: read('ca_key.pem'), key: read('server_key.pem') };
  let changes = 0;
  certificates.onChange(() => {
    changes += 1;
  });
  await certificates.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: ['bench.local'] });
  const state = certificates.state();
  expect(state.server.ipAddresses).toEqual(['192.168.1.5', '127.0.0.1']);
  expect(state.server.dnsNames).toEqual(['192.168.1.5', '127.0.0.1', 'bench.local', 'localhost']);
  expect(changes).toBe(1);
  expect({ ca: read('ca_cert.pem'), caKey: read('ca_key.pem'), key: read('server_key.pem') }).toEqual(before);
  expect(certificates.credentials()).toEqual({
    keyPem: read('server_key.pem'),
    certPem: read('server_cert.pem'),
  });
});

test('names that are there already change nothing', async () => {
  const { open } = benchWithCertificates();
  const certificates = await open();
  const wanted = { ipAddresses: ['192.168.1.5', '10.0.0.2'], dnsNames: [] };
  await certificates.ensure(wanted);
  const { server } = certificates.state();
  await certificates.ensure({ ipAddresses: ['10.0.0.2'], dnsNames: ['localhost'] });
  await certificates.ensure(wanted);
  expect(certificates.state().server).toEqual(server);
});

test('demands made at once are met one after the other, the last one standing', async () => {
  const { open } = benchWithCertificates();
  const certificates = await open();
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  await Promise.all(addresses.map((ip) => certificates.ensure({ ipAddresses: [ip], dnsNames: [] })));
  expect(certificates.state().server.ipAddresses).toEqual(['10.0.0.3', '127.0.0.1']);
});

test('a demand that cannot be met does not block the next one', async () => {
  const { open } = benchWithCertificates();
  const certificates = await open();
  const bad = certificates.ensure({ ipAddresses: [], dnsNames: ['no host name'] });
  const good = certificates.ensure({ ipAddresses: ['10.0.0.9'], dnsNames: [] });
  expect(await codeOf(bad)).toBe('cert/bad-name');
  await good;
  expect(certificates.state().server.ipAddresses).toContain('10.0.0.9');
});

test('the server certificate is issued again from 30 days before its end on', async () => {
  const { open, clock } = benchWithCertificates();
  const certificates = await open();
  const { ca, server } = certificates.state();
  const endMs = Date.parse(server.notAfter);
  clock.setWall(endMs - 31 * DAY_MS);
  await certificates.ensure({ ipAddresses: [], dnsNames: [] });
  expect(certificates.state().server).toEqual(server);
  clock.setWall(endMs - 29 * DAY_MS);
  await certificates.ensure({ ipAddresses: [], dnsNames: [] });
  expect(Date.parse(certificates.state().server.notAfter)).toBeGreaterThan(endMs);
  expect(certificates.state().ca).toEqual(ca);
});

test('a certificate from a clock that ran ahead is issued again', async () => {
  const { open, clock } = benchWithCertificates();
  const certificates = await open();
  const before = certificates.state().server;
  clock.setWall(clock.nowMs() - 40 * DAY_MS);
  await certificates.ensure({ ipAddresses: [], dnsNames: [] });
  expect(Date.parse(certificates.state().server.notAfter)).toBeLessThan(Date.parse(before.notAfter));
});

test('a missing server pair is made again under the same CA', async () => {
  const { dir, open } = benchWithCertificates();
  const before = await open();
  rmSync(path.join(dir, 'server_cert.pem'));
  const certOnly = await open();
  expect(certOnly.credentials().keyPem).toBe(before.credentials().keyPem);
  rmSync(path.join(dir, 'server_cert.pem'));
  rmSync(path.join(dir, 'server_key.pem'));
  const both = await open();
  expect(both.caPem()).toBe(before.caPem());
  expect(both.credentials().keyPem).not.toBe(before.credentials().keyPem);
});

const DAMAGE: readonly [string, (bench: Bench, other: Bench) => void, string][] = [
  [
    'a CA certificate cut short',
    (b) => b.write('ca_cert.pem', b.read('ca_cert.pem').slice(0, 300)),
    'cert/invalid',
  ],
  ['an empty CA key', (b) => b.write('ca_key.pem', ''), 'cert/invalid'],
  ['the CA key of another CA', (b, o) => b.write('ca_key.pem', o.read('ca_key.pem')), 'cert/invalid'],
  ['a missing CA key', (b) => rmSync(path.join(b.dir, 'ca_key.pem')), 'cert/invalid'],
  ['a missing CA certificate', (b) => rmSync(path.join(b.dir, 'ca_cert.pem')), 'cert/invalid'],
  [
    'a missing CA beside a server certificate',
    (b) => {
      rmSync(path.join(b.dir, 'ca_cert.pem'));
      rmSync(path.join(b.dir, 'ca_key.pem'));
    },
    'cert/invalid',
  ],
  [
    'a server certificate in the place of the CA',
    (b) => {
      b.write('ca_cert.pem', b.read('server_cert.pem'));
      b.write('ca_key.pem', b.read('server_key.pem'));
    },
    'cert/invalid',
  ],
  ['a garbled server certificate', (b) => b.write('server_cert.pem', 'garbage'), 'cert/server-invalid'],
  ['a garbled server key', (b) => b.write('server_key.pem', 'garbage'), 'cert/server-invalid'],
  ['a missing server key', (b) => rmSync(path.join(b.dir, 'server_key.pem')), 'cert/server-invalid'],
  [
    'the key of another server',
    (b, o) => b.write('server_key.pem', o.read('server_key.pem')),
    'cert/server-invalid',
  ],
  [
    'a server certificate of another CA',
    (b, o) => {
      b.write('server_cert.pem', o.read('server_cert.pem'));
      b.write('server_key.pem', o.read('server_key.pem'));
    },
    'cert/server-invalid',
  ],
];

test.each(DAMAGE)('%s is an error, and no file is replaced', async (_name, damage, code) => {
  const mine = benchWithCertificates();
  const other = benchWithCertificates(foreign);
  damage(mine, other);
  const texts = () => readdirSync(mine.dir).map((name) => [name, mine.read(name)]);
  const before = texts();
  expect(await codeOf(mine.open())).toBe(code);
  expect(texts()).toEqual(before);
});

test('an expired CA is an error', async () => {
  const { open, clock } = benchWithCertificates();
  await open();
  clock.setWall(clock.nowMs() + 21 * 366 * DAY_MS);
  expect(await codeOf(open())).toBe('cert/invalid');
});

test('a file in the place of the folder is an error that names it', async () => {
  const { dir, open } = bench();
  writeFileSync(dir, 'not a folder');
  expect(await codeOf(open())).toBe('data/not-writable');
});

test('what is shown of the certificates holds no key and no PEM', async () => {
  const { open, read } = benchWithCertificates();
  const certificates = await open();
  const shown = JSON.stringify(certificates.state());
  expect(shown).not.toMatch(/BEGIN|PRIVATE/);
  for (const name of FILES) expect(shown).not.toContain(read(name).split('\n')[2]);
  expect(certificates.caPem()).toBe(read('ca_cert.pem'));
  expect(certificates.caPem()).not.toContain('PRIVATE KEY');
  expect(certificates.state().ca.sha256Fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test.runIf(hasOpenSsl)('openssl accepts the chain for each address and name, and for no other', async () => {
  const { dir, clock, open } = benchWithCertificates();
  const certificates = await open();
  const names = { ipAddresses: ['192.168.1.5', '10.20.30.40'], dnsNames: ['bench.local'] };
  await certificates.ensure(names);
  const verify = (option: string, value: string): boolean =>
    spawnSync('openssl', [
      ...['verify', '-x509_strict', '-purpose', 'sslserver', '-attime', `${clock.nowMs() / 1_000}`],
      ...['-CAfile', path.join(dir, 'ca_cert.pem'), option, value, path.join(dir, 'server_cert.pem')],
    ]).status === 0;
  for (const ip of ['192.168.1.5', '10.20.30.40', '127.0.0.1'])
    expect([ip, verify('-verify_ip', ip)]).toEqual([ip, true]);
  for (const name of ['bench.local', 'localhost']) {
    expect([name, verify('-verify_hostname', name)]).toEqual([name, true]);
  }
  expect(verify('-verify_ip', '192.168.1.6')).toBe(false);
  expect(verify('-verify_hostname', 'other.local')).toBe(false);
});

test.runIf(hasOpenSsl)('openssl prints the extensions the profile asks for', async () => {
  const { dir, open } = benchWithCertificates();
  await open();
  const text = (name: string): string =>
    execFileSync('openssl', ['x509', '-noout', '-text', '-in', path.join(dir, name)], { encoding: 'utf8' });
  const ca = text('ca_cert.pem');
  expect(ca).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
  expect(ca).toMatch(/Key Usage: critical\s+Certificate Sign\n/);
  expect(ca).toContain('sha256WithRSAEncryption');
  const server = text('server_cert.pem');
  expect(server).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
  expect(server).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
  expect(server).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication\n/);
  expect(server).toMatch(/DNS:127\.0\.0\.1, DNS:localhost, IP Address:127\.0\.0\.1/);
  const keyId = /Subject Key Identifier:\s+([0-9A-F:]+)/.exec(ca)?.[1];
  expect(server).toMatch(new RegExp(`Authority Key Identifier:\\s+(keyid:)?${keyId}`));
});

test('the repository holds no key and no certificate', () => {
  const tracked = existsSync('.git')
    ? execFileSync('git', ['ls-files', 'certs'], { encoding: 'utf8' }).trim().split('\n')
    : readdirSync('certs', { recursive: true }).map((name) => `certs/${String(name)}`);
  for (const name of tracked.filter((file) => statSync(file).isFile())) {
    expect([name, /-----BEGIN [A-Z ]+-----/.test(readFileSync(name, 'utf8'))]).toEqual([name, false]);
  }
});
