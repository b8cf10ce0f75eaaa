import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  finishReplacement,
  previousFolders,
  replaceCurrent,
} from '../../electron/core/tls/authority-folders.ts';
import type { BenchCertificates } from '../../electron/core/tls/bench-certificates.ts';
import { openBenchCertificates } from '../../electron/core/tls/bench-certificates.ts';
import type { AuthorityTexts } from '../../electron/core/tls/certificate-files.ts';
import { CERTIFICATE_FILES, readCertificateFiles } from '../../electron/core/tls/certificate-files.ts';
import { makeAuthority, openCertificates } from '../../electron/core/tls/open-certificates.ts';
import { DEFAULT_TRUST_SETTINGS } from '../../shared/contract/certificates-settings.ts';
import type { TrustSettings } from '../../shared/contract/certificates-values.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const DAY_MS = 86_400_000;
const clock = new FakeClock();

/** Made once: keys take long. */
let ready: string;
let next: AuthorityTexts;
beforeAll(async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'ota-test-'));
  ready = path.join(root, 'ready');
  await openCertificates({ dir: ready, clock });
  next = await makeAuthority('p256', clock.nowMs());
  return () => rmSync(root, { recursive: true, force: true });
});

function benchDir(): string {
  const dir = path.join(tempDir(), 'certs');
  cpSync(ready, dir, { recursive: true });
  return dir;
}

function open(dir: string, settings: Partial<TrustSettings> = {}, at = clock): Promise<BenchCertificates> {
  return openBenchCertificates({
    dir,
    clock: at,
    settings: () => ({ ...DEFAULT_TRUST_SETTINGS, ...settings }),
  });
}

const roles = (bench: BenchCertificates) => bench.state().authorities.map(({ role }) => role);

describe('a CA that takes over', () => {
  test('is current, and the one before it goes on beside it, keys and all', async () => {
    const dir = benchDir();
    const before = await readCertificateFiles(dir);
    await replaceCurrent(dir, next);
    expect(await readCertificateFiles(dir)).toEqual(next);
    const [kept] = await previousFolders(dir);
    expect(await readCertificateFiles(kept ?? '')).toEqual(before);
    expect(readdirSync(dir).sort()).toEqual([...Object.values(CERTIFICATE_FILES), 'previous'].sort());
    expect(roles(await open(dir, { leaf: 'p256' }))).toEqual(['current', 'previous']);
  });

  test('may give its place back: each CA is there once', async () => {
    const dir = benchDir();
    const before = (await readCertificateFiles(dir)) as AuthorityTexts;
    await replaceCurrent(dir, next);
    await replaceCurrent(dir, before);
    expect((await readCertificateFiles(dir)).caCert).toBe(before.caCert);
    expect(await previousFolders(dir)).toHaveLength(1);
    expect((await readCertificateFiles((await previousFolders(dir))[0] ?? '')).caCert).toBe(next.caCert);
  });

  // The files are replaced one after the other; a crash may come behind each of them.
  test.each([0, 1, 2, 3, 4])(
    'that was cut off after %d of its files is current after the next start',
    async (count) => {
      const whole = benchDir();
      const before = await readCertificateFiles(whole);
      await replaceCurrent(whole, next);
      const dir = benchDir();
      cpSync(whole, path.join(dir, 'next'), { recursive: true });
      rmSync(path.join(dir, 'next', 'previous'), { recursive: true });
      if (count > 0) cpSync(path.join(whole, 'previous'), path.join(dir, 'previous'), { recursive: true });
      const order = ['caKey', 'caCert', 'serverKey', 'serverCert'] as const;
      for (const file of order.slice(0, count))
        writeFileSync(path.join(dir, CERTIFICATE_FILES[file]), next[file]);

      const bench = await open(dir, { leaf: 'p256' });
      expect(roles(bench)).toEqual(['current', 'previous']);
      expect(bench.find('current').trustedPem).toBe(next.caCert);
      expect(bench.find('previous').trustedPem).toBe(before.caCert);
      expect(existsSync(path.join(dir, 'next'))).toBe(false);
    },
  );

  test('that was cut off before it was whole has never been', async () => {
    const dir = benchDir();
    const before = await readCertificateFiles(dir);
    const half = { recursive: true, filter: (name: string) => !name.endsWith('server_cert.pem') };
    cpSync(ready, path.join(dir, 'next'), half);
    await finishReplacement(dir);
    expect(await readCertificateFiles(dir)).toEqual(before);
    expect(existsSync(path.join(dir, 'next'))).toBe(false);
  });

  test('is left to the program that has the folder by one that only looks', async () => {
    const dir = benchDir();
    cpSync(ready, path.join(dir, 'next'), { recursive: true });
    const settings = () => DEFAULT_TRUST_SETTINGS;
    await openBenchCertificates({ dir, clock, settings }, false);
    expect(existsSync(path.join(dir, 'next'))).toBe(true);
  });
});

test('a previous CA that is damaged is told of, and nothing else suffers', async () => {
  const dir = benchDir();
  await replaceCurrent(dir, next);
  const [kept = ''] = await previousFolders(dir);
  writeFileSync(path.join(kept, CERTIFICATE_FILES.caKey), 'garbage');
  const bench = await open(dir, { leaf: 'p256' });
  expect(roles(bench)).toEqual(['current']);
  expect(bench.state().warnings).toMatchObject([{ code: 'cert/invalid', params: { dir: kept } }]);
  expect(JSON.stringify(bench.state().warnings)).not.toContain('garbage');
});

test('a pair that was brought along and is damaged leaves the own CA in its place', async () => {
  const dir = benchDir();
  cpSync(ready, path.join(dir, 'brought'), { recursive: true });
  writeFileSync(path.join(dir, 'brought', CERTIFICATE_FILES.serverKey), 'garbage');
  const bench = await open(dir, { use: 'brought' });
  expect(bench.state()).toMatchObject({ trust: 'own', authorities: [{ role: 'current', inUse: true }] });
  expect(bench.state().warnings.map(({ code }) => code)).toEqual([
    'cert/brought-invalid',
    'cert/nothing-brought',
  ]);
});

test('every server certificate names a new address, and each is told of once', async () => {
  const dir = benchDir();
  await replaceCurrent(dir, next);
  const bench = await open(dir, { leaf: 'p256' });
  let changes = 0;
  bench.onChange(() => {
    changes += 1;
  });
  await bench.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: ['bench.local'] });
  expect(changes).toBe(1);
  for (const { leaf } of bench.state().authorities) {
    expect(leaf.dnsNames).toEqual(['192.168.1.5', '127.0.0.1', 'bench.local', 'localhost']);
    expect(leaf.key).toBe('P-256');
  }
  expect(bench.hosts()).toEqual(['192.168.1.5', 'bench.local']);
  await bench.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: [] });
  expect(changes).toBe(1);
});

test('certificates are issued again 30 days before their end while nobody does anything', async () => {
  const time = new FakeClock();
  const bench = await open(benchDir(), {}, time);
  await bench.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: [] });
  const before = bench.state().server;
  const stop = bench.watchExpiry();
  const changed = new Promise<void>((resolve) => {
    bench.onChange(resolve);
  });
  time.setWall(Date.parse(before.notAfter) - 29 * DAY_MS);
  time.advance(6 * 3_600_000);
  await changed;
  const after = bench.state().server;
  expect(Date.parse(after.notAfter)).toBeGreaterThan(Date.parse(before.notAfter) + 300 * DAY_MS);
  expect(after.ipAddresses).toContain('192.168.1.5');
  stop();
  time.advance(30 * DAY_MS);
  expect(bench.state().server).toEqual(after);
});

test('a CA that ends within a year is told of', async () => {
  const time = new FakeClock();
  const dir = benchDir();
  const bench = await open(dir, {}, time);
  expect(bench.state().warnings).toEqual([]);
  time.setWall(Date.parse(bench.state().ca.notAfter) - 300 * DAY_MS);
  expect(bench.state().warnings.map(({ code }) => code)).toEqual(['cert/ca-ends-soon']);
  // Its server certificate ends with it, and is not issued again for that at each start.
  time.setWall(Date.parse(bench.state().ca.notAfter) - 10 * DAY_MS);
  await bench.ensure({ ipAddresses: [], dnsNames: [] });
  const { server } = bench.state();
  expect(server.notAfter).toBe(bench.state().ca.notAfter);
  await bench.ensure({ ipAddresses: [], dnsNames: [] });
  expect(bench.state().server).toEqual(server);
  expect(readFileSync(path.join(dir, 'server_cert.pem'), 'utf8')).toBe(bench.credentials().certPem);
});
