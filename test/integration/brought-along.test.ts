import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { arrange } from '../../electron/core/tls/brought/arrange.ts';
import { inspect } from '../../electron/core/tls/brought/inspect.ts';
import type { BroughtFile } from '../../electron/core/tls/brought/read-files.ts';
import { readBroughtFiles } from '../../electron/core/tls/brought/read-files.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { en } from '../../shared/text/en/index.ts';
import { zhCn } from '../../shared/text/zh-CN/index.ts';
import type { BroughtFolder } from '../support/brought-files.ts';
import { broughtFolder, SERVER_EXTENSIONS } from '../support/brought-files.ts';
import { hasOpenSsl, openssl } from '../support/openssl.ts';

const DAY_MS = 86_400_000;
const CA_EXTENSIONS = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];

async function look(
  files: readonly BroughtFile[],
  given: { password?: string; use?: 'brought' | 'public'; nowMs?: number; leafOnly?: boolean } = {},
) {
  const { password = null, use = 'brought', nowMs = Date.now(), leafOnly = false } = given;
  const hosts = ['192.168.1.5', 'bench.local'];
  return inspect(arrange(await readBroughtFiles(files, password)), { use, hosts, nowMs, leafOnly });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (thrown: unknown) => (thrown instanceof WorkbenchError ? thrown.code : String(thrown)),
  );
}

const codes = (found: Awaited<ReturnType<typeof look>>): readonly string[] =>
  found.findings.map(({ severity, code }) => `${severity} ${code}`);
/** Problems by rule, without dates. */
const said = (found: Awaited<ReturnType<typeof look>>, host: string) =>
  Object.fromEntries(
    (found.hosts.find((each) => each.host === host)?.verdicts ?? [])
      .filter(({ datesChecked }) => !datesChecked)
      .map(({ rule, problems }) => [rule, problems]),
  );

describe.runIf(hasOpenSsl)('what is brought along', () => {
  let made: BroughtFolder;
  beforeAll(() => {
    const dir = mkdtempSync(path.join(tmpdir(), 'ota-test-'));
    made = broughtFolder(dir);
    made.selfSigned('root', ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']);
    made.signed('between', 'root', { extensions: CA_EXTENSIONS });
    made.signed('server', 'root');
    made.signed('deep', 'between');
    made.signed('ec', 'root', { key: 'ec' });
    made.selfSigned('other');
    return () => rmSync(dir, { recursive: true, force: true });
  });

  test('a CA, a certificate and its key are put in order whatever the order of the files', async () => {
    for (const names of [
      ['server.pem', 'server.key', 'root.pem'],
      ['root.pem', 'server.key', 'server.pem'],
    ]) {
      const found = await look(names.map((name) => made.file(name)));
      expect(found.chain.map(({ subject }) => subject)).toEqual(['CN=server']);
      expect(found.ca).toMatchObject({ subject: 'CN=root', key: 'RSA-2048', hash: 'sha256', isCa: true });
      expect([found.findings, found.selfSigned, found.publicRoot]).toEqual([[], false, null]);
      expect(said(found, '192.168.1.5')).toEqual({ 'mbedtls-3.4': [], 'mbedtls-3.5': [] });
    }
  });

  test('one file with everything, out of order and with a certificate of nobody, does too', async () => {
    const all = ['root.pem', 'other.pem', 'between.pem', 'deep.key', 'deep.pem'].map((name) =>
      made.text(name),
    );
    made.write('all.pem', `bag of things\n${all.join('\r\n')}\n`);
    const found = await look([made.file('all.pem')]);
    expect(found.chain.map(({ subject }) => subject)).toEqual(['CN=deep', 'CN=between']);
    expect([found.ca?.subject, found.findings]).toEqual(['CN=root', []]);
  });

  test('a chain cut down to its leaf is judged as boards see it', async () => {
    const files = ['root.pem', 'between.pem', 'deep.key', 'deep.pem'].map((name) => made.file(name));
    const found = await look(files, { leafOnly: true });
    expect(said(found, '192.168.1.5')).toMatchObject({ 'mbedtls-3.4': ['unknownCa'] });
    // A firmware that embeds the one between accepts the leaf alone.
    const short = await look(files.slice(1), { leafOnly: true });
    expect([short.ca?.subject, said(short, '192.168.1.5')['mbedtls-3.5']]).toEqual(['CN=between', []]);
  });

  test('DER and P-256 are read as PEM and RSA are', async () => {
    openssl('x509', '-in', made.at('ec.pem'), '-outform', 'DER', '-out', made.at('ec.der'));
    openssl('x509', '-in', made.at('root.pem'), '-outform', 'DER', '-out', made.at('root.crt'));
    for (const [form, type] of [
      ['pkcs8', ['pkcs8', '-topk8', '-nocrypt']],
      ['sec1', ['ec']],
    ] as const) {
      openssl(...type, '-in', made.at('ec.key'), '-outform', 'DER', '-out', made.at(`ec-${form}.key`));
      const found = await look([made.file('ec.der'), made.file('root.crt'), made.file(`ec-${form}.key`)]);
      expect([form, found.chain[0]?.key, found.findings]).toEqual([form, 'P-256', []]);
    }
  });

  test.each([
    ['PKCS#8', ['pkcs8', '-topk8', '-v2', 'aes256']],
    ['PKCS#8 with 3DES', ['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES']],
    ['the old form of PEM', ['rsa', '-traditional', '-aes256']],
    ['PKCS#8 in DER', ['pkcs8', '-topk8', '-outform', 'DER']],
  ] as const)('an encrypted key opens with its password alone: %s', async (_name, form) => {
    const pass = ['-passout', 'pass:secret word'];
    openssl(...form, '-in', made.at('server.key'), ...pass, '-out', made.at('locked.key'));
    const files = ['server.pem', 'root.pem', 'locked.key'].map((name) => made.file(name));
    expect((await look(files, { password: 'secret word' })).findings).toEqual([]);
    expect(await codeOf(look(files))).toBe('cert/password-needed');
    expect(await codeOf(look(files, { password: 'secret' }))).toBe('cert/wrong-password');
  });

  test('a PKCS#12 file holds it all', async () => {
    const parts = [
      '-inkey',
      made.at('server.key'),
      '-in',
      made.at('server.pem'),
      '-certfile',
      made.at('root.pem'),
    ];
    openssl('pkcs12', '-export', ...parts, '-passout', 'pass:secret word', '-out', made.at('all.p12'));
    const found = await look([made.file('all.p12')], { password: 'secret word' });
    expect([found.ca?.subject, found.chain.length, found.findings]).toEqual(['CN=root', 1, []]);
    expect(await codeOf(look([made.file('all.p12')]))).toBe('cert/password-needed');
    expect(await codeOf(look([made.file('all.p12')], { password: 'x' }))).toBe('cert/wrong-password');
    const { bytes } = made.file('all.p12');
    const cut = { fileName: 'cut.p12', bytes: bytes.subarray(0, bytes.length - 700) };
    expect(await codeOf(look([cut], { password: 'secret word' }))).toBe('cert/pkcs12-damaged');
  });

  test('the article’s self-signed pair is CA and server certificate in one', async () => {
    made.selfSigned('192.168.1.5');
    const names = ['192.168.1.5.pem', '192.168.1.5.key'];
    const found = await look(names.map((name) => made.file(name)));
    expect([found.selfSigned, found.ca?.sha256Fingerprint]).toEqual([
      true,
      found.chain[0]?.sha256Fingerprint,
    ]);
    // Without alternative names the CN is what boards compare.
    expect(said(found, '192.168.1.5')).toEqual({ 'mbedtls-3.4': [], 'mbedtls-3.5': [] });
    expect(said(found, 'bench.local')).toEqual({ 'mbedtls-3.4': ['host'], 'mbedtls-3.5': ['host'] });
    // One host that all boards find is enough.
    expect(codes(found)).toEqual([]);
  });

  test('a certificate of version 1 for another name is taken, with what boards say to it', async () => {
    made.write('esp.cnf', '[req]\ndistinguished_name=dn\n[dn]\n');
    openssl('genrsa', '-out', made.at('esp.key'), '2048');
    const request = ['-key', made.at('esp.key'), '-subj', '/CN=ESP', '-config', made.at('esp.cnf')];
    openssl('req', '-new', ...request, '-out', made.at('esp.csr'));
    openssl(
      'x509',
      '-req',
      '-in',
      made.at('esp.csr'),
      '-signkey',
      made.at('esp.key'),
      '-out',
      made.at('esp.pem'),
    );
    const found = await look([made.file('esp.pem'), made.file('esp.key')]);
    expect(found.selfSigned).toBe(true);
    expect(codes(found)).toEqual(['warns cert/host-not-named']);
  });

  test('an address as iPAddress alone fits new boards, as dNSName too it fits all', async () => {
    made.signed('new', 'root', { extensions: ['subjectAltName=IP:192.168.1.5'] });
    const found = await look(['new.pem', 'new.key', 'root.pem'].map((name) => made.file(name)));
    expect(said(found, '192.168.1.5')).toEqual({ 'mbedtls-3.4': ['host'], 'mbedtls-3.5': [] });
    expect(found.findings[0]?.params).toEqual({ host: '192.168.1.5', releases: '4.4, 5.0-5.0.4, 5.1-5.1.1' });
  });

  test('a certificate that no public CA signed is no certificate for the bundle', async () => {
    const found = await look(
      ['server.pem', 'server.key'].map((name) => made.file(name)),
      { use: 'public' },
    );
    expect(codes(found)).toEqual(['warns cert/chain-broken', 'warns cert/no-public-root']);
  });

  test('a certificate of a public CA needs what lies between, and no root', async () => {
    const roots = [made.text('other.pem'), made.text('root.pem')];
    const files = ['deep.pem', 'deep.key', 'between.pem'].map((name) => made.file(name));
    const options = { use: 'public', hosts: ['bench.local'], nowMs: Date.now(), leafOnly: false } as const;
    const found = inspect(arrange(await readBroughtFiles(files, null), roots), options);
    expect(found.chain.map(({ subject }) => subject)).toEqual(['CN=deep', 'CN=between']);
    expect([found.publicRoot, found.ca?.subject, found.findings]).toEqual(['CN=root', 'CN=root', []]);
    const short = inspect(arrange(await readBroughtFiles(files.slice(0, 2), null), roots), options);
    expect(codes(short)).toEqual(['warns cert/chain-broken', 'warns cert/no-public-root']);
  });

  test('an expired CA and an expired certificate are told apart, and boards without a clock take them', async () => {
    const files = ['server.pem', 'server.key', 'root.pem'].map((name) => made.file(name));
    made.signed('long', 'root', { days: 3_650 });
    const long = ['long.pem', 'long.key', 'root.pem'].map((name) => made.file(name));
    const later = Date.now() + 366 * DAY_MS;
    expect(codes(await look(long, { nowMs: later }))).toEqual(['warns cert/ca-expired']);
    const both = await look(files, { nowMs: later });
    expect(codes(both)).toEqual(['warns cert/ca-expired', 'warns cert/leaf-expired']);
    const dated = both.hosts[0]?.verdicts.map(({ datesChecked, problems }) => [datesChecked, problems]);
    expect(dated).toContainEqual([true, ['expired']]);
    expect(dated).toContainEqual([false, []]);
    expect(codes(await look(files, { nowMs: Date.now() - 2 * DAY_MS }))).toContain(
      'warns cert/not-yet-valid',
    );
  });

  test.each([
    ['MD5', { hash: 'md5' }, 'blocks cert/weak-signature'],
    ['SHA-1', { hash: 'sha1' }, 'blocks cert/weak-signature'],
    ['a short key', { key: 'rsa1024' }, 'blocks cert/weak-key'],
    [
      'another purpose',
      { extensions: [SERVER_EXTENSIONS[0], 'extendedKeyUsage=clientAuth'] },
      'blocks cert/not-for-servers',
    ],
  ] as const)('what every board refuses is refused here: %s', async (name, options, code) => {
    made.signed(name, 'root', options);
    const found = await look([`${name}.pem`, `${name}.key`, 'root.pem'].map((each) => made.file(each)));
    // Electron's BoringSSL cannot tell whose an MD5 signature is: a second finding says so.
    const [first, ...more] = codes(found);
    expect(first).toBe(code);
    expect(more).toEqual(name === 'MD5' && process.versions.electron ? ['warns cert/chain-broken'] : []);
  });

  test('what signed without being a CA is named', async () => {
    made.selfSigned('no-ca', ['-addext', 'basicConstraints=critical,CA:FALSE']);
    made.signed('below', 'no-ca');
    const found = await look(['below.pem', 'below.key', 'no-ca.pem'].map((name) => made.file(name)));
    expect(codes(found)).toEqual(['blocks cert/not-a-ca']);
    expect(said(found, '192.168.1.5')).toMatchObject({ 'mbedtls-3.5': ['unknownCa'] });
  });

  test.each([
    ['three keys', ['server.pem', 'server.key', 'root.key', 'ec.key'], 'cert/many-keys'],
    ['the key of another certificate', ['server.pem', 'root.pem', 'other.key'], 'cert/key-mismatch'],
    ['no key', ['server.pem', 'root.pem'], 'cert/no-key'],
    ['no certificate', ['server.key'], 'cert/no-certificate'],
    ['something else', ['server.pem', 'server.key', 'server.ext'], 'cert/file-unreadable'],
  ] as const)('%s is said to be what it is', async (_name, files, code) => {
    expect(await codeOf(look(files.map((name) => made.file(name))))).toBe(code);
  });

  test('one PEM with three keys, a PEM that is cut off, and an empty file are said to be what they are', async () => {
    made.write('three.pem', ['server.pem', 'server.key', 'ec.key', 'root.key'].map(made.text).join(''));
    expect(await codeOf(look([made.file('three.pem')]))).toBe('cert/many-keys');
    made.write('cut.pem', made.text('server.pem').slice(0, 500));
    expect(await codeOf(look([made.file('cut.pem')]))).toBe('cert/file-unreadable');
    made.write('damaged.pem', made.text('server.pem').replace(/\n(.)/, '\n*').replace('MII', 'MIX'));
    expect(await codeOf(look([made.file('damaged.pem')]))).toBe('cert/file-unreadable');
    expect(await codeOf(look([{ fileName: 'empty', bytes: new Uint8Array() }]))).toBe('cert/file-unreadable');
  });
});

test('each of these findings has words of its own in both languages', () => {
  const all = Object.entries(en.errors).filter(([code]) => code.startsWith('cert/'));
  expect(all.length).toBeGreaterThan(25);
  expect(new Set(all.map(([, { message }]) => message)).size).toBe(all.length);
  const chinese = all.map(([code]) => zhCn.errors[code as keyof typeof zhCn.errors].message);
  expect(new Set(chinese).size).toBe(all.length);
});
