import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { openDataDir } from '../../electron/core/data/open-data-dir.ts';
import { broughtFolder } from '../support/brought-files.ts';
import type { CliRun } from '../support/cli-world.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { hasOpenSsl } from '../support/openssl.ts';
import { tempDir } from '../support/temp-dir.ts';

/** `cert …` with the real core on this data directory. */
function cert(dataDir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): CliRun {
  return startCli(['cert', ...args, '--data-dir', dataDir, '--json'], {
    env,
    openCore: async () => (await CoreClient.open({ dataDir })).core,
  });
}

async function done(run: CliRun): Promise<readonly Record<string, unknown>[]> {
  expect([await run.code, run.stderr()]).toEqual([0, '']);
  return run.events();
}

async function failed(run: CliRun): Promise<readonly unknown[]> {
  const code = await run.code;
  return [code, run.events().at(-1)?.code];
}

interface Shown {
  readonly trust: string;
  readonly authorities: readonly {
    readonly role: string;
    readonly sha256Fingerprint: string;
    readonly inUse: boolean;
    readonly boards: readonly string[];
    readonly leaf: { readonly key: string; readonly sha256Fingerprint: string };
  }[];
}
const shownIn = (events: readonly Record<string, unknown>[]): Shown => {
  const last = events.at(-1);
  expect(last?.event).toBe('certificates');
  return last as unknown as Shown;
};

test('a CA is rotated, chosen for a board, exported, and dropped', async () => {
  const dataDir = path.join(tempDir(), 'data');
  const before = shownIn(await done(cert(dataDir, [])));
  const rotated = await done(cert(dataDir, ['rotate']));
  expect(rotated[0]).toMatchObject({ event: 'rotated', boards: [] });
  const after = shownIn(rotated);
  expect(after.authorities.map(({ role }) => role)).toEqual(['current', 'previous']);
  const old = before.authorities[0]?.sha256Fingerprint ?? '';
  expect(after.authorities[1]?.sha256Fingerprint).toBe(old);

  const colons = old.toUpperCase().match(/../g)?.join(':') ?? '';
  const assigned = shownIn(await done(cert(dataDir, ['assign', 'mac-0123456789ab', colons])));
  expect(assigned.authorities[1]?.boards).toEqual(['mac-0123456789ab']);
  const none = shownIn(await done(cert(dataDir, ['assign', 'mac-0123456789ab', 'none'])));
  expect(none.authorities[1]?.boards).toEqual([]);

  const file = path.join(tempDir(), 'old.pem');
  const exported = cert(dataDir, ['--export', file, '--authority', 'previous']);
  expect(await exported.code).toBe(0);
  const pem = readFileSync(file, 'utf8');
  expect(new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(old);
  expect(pem).not.toContain('PRIVATE');

  expect(await failed(cert(dataDir, ['drop', 'ab'.repeat(32)]))).toEqual([2, 'cert/unknown-authority']);
  expect(await failed(cert(dataDir, ['drop', 'previous']))).toEqual([2, 'usage/invalid']);
  expect(shownIn(await done(cert(dataDir, ['drop', old]))).authorities).toHaveLength(1);
  expect(await failed(cert(dataDir, ['--authority', 'previous']))).toEqual([2, 'cert/unknown-authority']);
}, 30_000);

test('a backup goes through a file that is its owner’s alone, and its password through no argument', async () => {
  const [one, two] = [path.join(tempDir(), 'one'), path.join(tempDir(), 'two')];
  const file = path.join(tempDir(), 'ca.p12');
  const passwordFile = path.join(tempDir(), 'password');
  writeFileSync(passwordFile, 'correct horse\r\nsecond line\n');
  expect(await failed(cert(one, ['backup', file]))).toEqual([2, 'usage/invalid']);
  expect(await failed(cert(one, ['backup', file], { OTA_WORKBENCH_PASSWORD: 'short' }))).toEqual([
    2,
    'cert/password-short',
  ]);
  writeFileSync(file, 'in the way', { mode: 0o644 });
  expect(await done(cert(one, ['backup', file, '--password-file', passwordFile]))).toEqual([
    { event: 'backedUp', file },
  ]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await failed(cert(two, ['restore', file], { OTA_WORKBENCH_PASSWORD: 'wrong horse' }))).toEqual([
    2,
    'cert/wrong-password',
  ]);
  const restored = await done(cert(two, ['restore', file], { OTA_WORKBENCH_PASSWORD: 'correct horse' }));
  const [ca] = shownIn(await done(cert(one, []))).authorities;
  expect(restored[0]).toMatchObject({ event: 'restored', current: ca?.sha256Fingerprint });
  expect(shownIn(restored).authorities[0]?.sha256Fingerprint).toBe(ca?.sha256Fingerprint);
  expect(await failed(cert(two, ['restore', `${file}.gone`], { OTA_WORKBENCH_PASSWORD: 'x' }))).toEqual([
    2,
    'cert/file-missing',
  ]);
}, 60_000);

test('kind of key, records and chain are set; the server certificate is issued again on demand', async () => {
  const dataDir = path.join(tempDir(), 'data');
  const set = await done(
    cert(dataDir, ['set', '--leaf', 'p256', '--small-records', 'on', '--chain', 'leaf']),
  );
  const [first] = shownIn(set).authorities;
  expect(first?.leaf.key).toBe('P-256');
  const settings = JSON.parse(readFileSync(path.join(dataDir, 'settings.json'), 'utf8'));
  expect(settings.trust).toMatchObject({ leaf: 'p256', smallRecords: true, chain: 'leaf' });
  const [again] = shownIn(await done(cert(dataDir, ['reissue']))).authorities;
  expect(again?.leaf.sha256Fingerprint).not.toBe(first?.leaf.sha256Fingerprint);
  expect(again?.sha256Fingerprint).toBe(first?.sha256Fingerprint);
  expect(await failed(cert(dataDir, ['set']))).toEqual([2, 'usage/invalid']);
  expect(await failed(cert(dataDir, ['set', '--leaf', 'p521']))).toEqual([2, 'usage/invalid']);
  expect(await failed(cert(dataDir, ['use', 'brought']))).toEqual([2, 'cert/nothing-brought']);
}, 30_000);

test('beside a running program certificates and lines are shown, and nothing is changed', async () => {
  const dataDir = path.join(tempDir(), 'data');
  await done(cert(dataDir, []));
  const running = await openDataDir(dataDir, 'window');
  const lines = await done(cert(dataDir, ['firmware', 'own']));
  running.release();
  expect(lines[0]).toMatchObject({
    event: 'firmwareLines',
    trust: 'own',
    caFile: 'server_certs/ca_cert.pem',
  });
  const parts = (lines[0] as { parts: { file: string; text: string }[] }).parts;
  expect(parts.map(({ file }) => file)).toEqual([
    'main/CMakeLists.txt',
    'sdkconfig.defaults',
    'main/app_main.c',
  ]);
  expect(parts[2]?.text).toMatch(/https:\/\/[\d.]+:8002\/firmware/);
});

test('people are told in words', async () => {
  const dataDir = path.join(tempDir(), 'data');
  const run = startCli(['cert', '--data-dir', dataDir]);
  expect(await run.code).toBe(0);
  expect(run.stdout()).toMatch(/^CA \(in use\)$/m);
  expect(run.stdout()).toMatch(/^ {2}key +RSA-2048$/m);
  const chinese = startCli(['cert', 'firmware', 'public', '--data-dir', dataDir, '--lang', 'zh-CN']);
  expect(await chinese.code).toBe(0);
  expect(chinese.stdout()).toContain('crt_bundle_attach = esp_crt_bundle_attach');
});

describe.runIf(hasOpenSsl)('with certificates of OpenSSL', () => {
  test('a certificate of one’s own is inspected, brought along, and used', async () => {
    const dataDir = path.join(tempDir(), 'data');
    const folder = broughtFolder(tempDir());
    folder.selfSigned('192.168.7.7');
    const files = [folder.at('192.168.7.7.pem'), folder.at('192.168.7.7.key')];
    const inspected = await done(cert(dataDir, ['inspect', ...files]));
    expect(inspected).toMatchObject([{ event: 'brought', kept: false, selfSigned: true }]);
    expect(await failed(cert(dataDir, ['import', ...files]))).toEqual([2, 'cert/host-not-named']);
    const kept = await done(cert(dataDir, ['import', ...files, '--accept-warnings']));
    expect(kept[0]).toMatchObject({ event: 'brought', kept: true });
    const used = shownIn(await done(cert(dataDir, ['use', 'brought'])));
    expect([used.trust, used.authorities.map(({ role, inUse }) => [role, inUse])]).toEqual([
      'brought',
      [
        ['current', false],
        ['brought', true],
      ],
    ]);
    const words = startCli(['cert', 'inspect', ...files, '--data-dir', dataDir]);
    expect(await words.code).toBe(0);
    expect(words.stdout()).toContain('One certificate is CA and server certificate.');
    expect(words.stdout()).toMatch(/^ESP-IDF 4\.4, .*: refused at /m);
    folder.signed('weak', '192.168.7.7', { hash: 'sha1' });
    const weak = [folder.at('weak.pem'), folder.at('weak.key'), folder.at('192.168.7.7.pem')];
    expect(await cert(dataDir, ['inspect', ...weak]).code).toBe(2);
    expect(await failed(cert(dataDir, ['import', files[0] ?? '']))).toEqual([2, 'cert/no-key']);
  }, 30_000);
});
