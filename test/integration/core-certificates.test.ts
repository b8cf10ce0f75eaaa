import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { NO_MEMORY } from '../../shared/contract/board-memory.ts';
import type { Input } from '../../shared/contract/contract.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { reportSchema } from '../../shared/report/report-schema.ts';
import { broughtFolder } from '../support/brought-files.ts';
import { CoreClient } from '../support/core-client.ts';
import { hasOpenSsl, openssl } from '../support/openssl.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };
const PASSWORD = 'correct horse';

const clients: CoreClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) {
    expect(client.bugs).toEqual([]);
    await client.close();
  }
});

async function bench(): Promise<CoreClient> {
  const client = await CoreClient.open();
  clients.push(client);
  return client;
}

async function board(client: CoreClient, name: string, options: Partial<VirtualBoardOptions> = {}) {
  const port = client.virtual.add(name, { ...FAST, ...options });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  return deviceId;
}

async function start(
  client: CoreClient,
  deviceId: string,
  version: string,
  more: Partial<Input<'push.start'>> = {},
  sizeBytes = 200_000,
): Promise<string> {
  const bytes = buildAppImage({ projectName: 'native_ota_example', version, sizeBytes, seed: 7 }, sha256);
  const { imageId } = await client.call('image.add', { fileName: `v${version}.bin`, bytes });
  const fixed = { override: [], reset: false, sendUrl: true, timeoutMs: null } as const;
  const { pushId } = await client.call('push.start', { deviceId, imageId, ...fixed, ...more, override: [] });
  return pushId;
}

async function verdict(client: CoreClient, deviceId: string, pushId: string): Promise<readonly unknown[]> {
  const state = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
    60_000,
  );
  const { verdict: given } = state.session as SessionView;
  return [given?.outcome, given?.error?.code ?? null];
}

async function push(
  client: CoreClient,
  deviceId: string,
  version: string,
  more: Partial<Input<'push.start'>> = {},
): Promise<readonly unknown[]> {
  return verdict(client, deviceId, await start(client, deviceId, version, more));
}

/** CA and server certificate in the report of a board's last update, by fingerprint. */
async function shownBy(client: CoreClient, deviceId: string): Promise<readonly (string | undefined)[]> {
  const pushId = client.state('board', deviceId)?.session?.pushId ?? '';
  for (;;) {
    const kept = await client.call('history.read', { pushId }).catch(() => null);
    if (kept?.report?.folder != null) {
      const json = readFileSync(path.join(kept.report.folder, 'report.json'), 'utf8');
      const { certificates } = reportSchema.parse(JSON.parse(json));
      return [certificates?.ca.sha256Fingerprint, certificates?.server.sha256Fingerprint];
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

const roles = (client: CoreClient) =>
  client.state('certificates')?.authorities.map(({ role, inUse, boards }) => ({ role, inUse, boards }));
const caPem = async (client: CoreClient): Promise<string> =>
  (await client.call('certificates.caPem', {})).pem;

test('after a rotation boards with the old CA and boards with the new one are updated side by side', async () => {
  const client = await bench();
  const old = await board(client, 'old', { caPem: await caPem(client) });
  const before = client.state('certificates');
  const rotated = await client.call('certificates.rotate', {});
  // A virtual board follows the current CA; this one has a CA of its own.
  expect(rotated.boards).toEqual([]);
  await client.call('certificates.setAuthority', { deviceId: old, authority: 'previous' });
  const oldKey = client.state('serial', old)?.nameKey;
  expect(rotated.previous).toBe(before?.ca.sha256Fingerprint);
  expect(rotated.current).toBe(client.state('certificates')?.ca.sha256Fingerprint);
  expect(roles(client)).toEqual([
    { role: 'current', inUse: true, boards: [] },
    { role: 'previous', inUse: false, boards: [oldKey] },
  ]);
  const fresh = await board(client, 'fresh');
  const running = [await start(client, old, '2.0.0'), await start(client, fresh, '3.0.0')];
  expect(await verdict(client, old, running[0] as string)).toEqual(['confirmed', null]);
  expect(await verdict(client, fresh, running[1] as string)).toEqual(['confirmed', null]);
}, 60_000);

test('boards of earlier sessions stay with the CA that their firmware can have', async () => {
  const first = await bench();
  clients.pop();
  await first.core.stop();
  const remembered = { ...NO_MEMORY, mac: '7c:9e:bd:00:12:34' };
  const boards = {
    'usb-10c4-ea60-0001': remembered,
    'usb-10c4-ea60-0002': NO_MEMORY,
    'virtual-x': NO_MEMORY,
  };
  writeFileSync(path.join(first.dataDir, 'boards.json'), JSON.stringify({ boards }));
  const client = await CoreClient.open({ dataDir: first.dataDir });
  clients.push(client);
  await client.call('certificates.setAuthority', { deviceId: 'usb-10c4-ea60-0003', authority: 'current' });
  const { boards: kept, previous } = await client.call('certificates.rotate', {});
  const keys = ['mac-7c9ebd001234', 'usb-10c4-ea60-0002', 'usb-10c4-ea60-0003'];
  expect([...kept].sort()).toEqual(keys);
  expect(client.state('settings')?.trust.authorityOf).toEqual(
    Object.fromEntries(keys.map((key) => [key, previous])),
  );
});

test('an authority is chosen for one update, and a board without one is shown what is in use', async () => {
  const client = await bench();
  const pem = await caPem(client);
  await client.call('certificates.rotate', {});
  const deviceId = await board(client, 'field', { caPem: pem });
  expect(await push(client, deviceId, '2.0.0')).toEqual(['failed', 'tls/unknown-ca']);
  await client.call('board.reset', { deviceId });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  expect(await push(client, deviceId, '2.0.0', { authority: 'previous' })).toEqual(['confirmed', null]);
  const [previous] = client.state('certificates')?.authorities.filter(({ inUse }) => !inUse) ?? [];
  expect(await shownBy(client, deviceId)).toEqual([
    previous?.sha256Fingerprint,
    previous?.leaf.sha256Fingerprint,
  ]);
  await client.call('certificates.setAuthority', { deviceId, authority: 'previous' });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  expect(await push(client, deviceId, '3.0.0')).toEqual(['confirmed', null]);
  await expect(start(client, deviceId, '4.0.0', { authority: 'brought' })).rejects.toMatchObject({
    code: 'cert/unknown-authority',
  });
}, 60_000);

test('neither a rotation nor a re-issue ends a download that runs', async () => {
  const client = await CoreClient.open({ delivered: true });
  clients.push(client);
  const deviceId = await board(client, 'slow', {
    caPem: await caPem(client),
    wifiBytesPerSecond: 20_000,
  });
  const pushId = await start(client, deviceId, '2.0.0', {}, 900_000);
  await client.when('requests', null, ([latest]) => latest?.outcome === 'running' && latest.bytes > 0);
  const leaf = client.state('certificates')?.server.sha256Fingerprint;
  await client.call('certificates.reissue', {});
  expect(client.state('certificates')?.server.sha256Fingerprint).not.toBe(leaf);
  await client.call('certificates.rotate', {});
  await client.call('certificates.setOptions', { leaf: 'p256', smallRecords: true });
  expect(client.state('requests')?.[0]?.outcome).toBe('running');
  expect(await verdict(client, deviceId, pushId)).toEqual(['confirmed', null]);
}, 90_000);

test('a P-256 certificate with small records updates a board of each host rule', async () => {
  const client = await bench();
  await client.call('certificates.setOptions', { leaf: 'p256', smallRecords: true, chain: 'leaf' });
  expect(client.state('certificates')?.authorities[0]).toMatchObject({
    key: 'RSA-2048',
    leaf: { key: 'P-256', hash: 'sha256' },
    chainLength: 1,
  });
  const old = await board(client, 'old', { hostRule: 'mbedtls-3.4' });
  expect(await push(client, old, '2.0.0')).toEqual(['confirmed', null]);
  const fresh = await board(client, 'fresh', { hostRule: 'mbedtls-3.5' });
  expect(await push(client, fresh, '2.0.0')).toEqual(['confirmed', null]);
}, 60_000);

test('a backup makes a second bench serve the same boards', async () => {
  const first = await bench();
  const trusted = await caPem(first);
  await first.call('certificates.rotate', {});
  const { bytes, fileName } = await first.call('certificates.backup', { password: PASSWORD });
  expect(fileName).toMatch(/\.p12$/);
  const second = await bench();
  const own = second.state('certificates')?.ca.sha256Fingerprint;
  await expect(
    second.call('certificates.restore', { bytes, password: 'battery staple' }),
  ).rejects.toMatchObject({ code: 'cert/wrong-password' });
  const cut = bytes.slice(0, bytes.length - 300);
  await expect(second.call('certificates.restore', { bytes: cut, password: PASSWORD })).rejects.toMatchObject(
    {
      code: 'cert/pkcs12-damaged',
    },
  );
  const restored = await second.call('certificates.restore', { bytes, password: PASSWORD });
  expect(restored.current).toBe(first.state('certificates')?.ca.sha256Fingerprint);
  expect(restored.previous).toContain(own);
  expect(restored.previous).toHaveLength(2);
  const deviceId = await board(second, 'field', { caPem: trusted });
  const fingerprint = new X509Certificate(trusted).fingerprint256.replaceAll(':', '').toLowerCase();
  await second.call('certificates.setAuthority', { deviceId, authority: fingerprint });
  expect(await push(second, deviceId, '2.0.0')).toEqual(['confirmed', null]);
  // Again it changes nothing.
  expect(await second.call('certificates.restore', { bytes, password: PASSWORD })).toEqual(restored);
}, 60_000);

test('authorities, choices and options are there after a restart; a dropped one is gone with its key', async () => {
  const first = await bench();
  await first.call('certificates.rotate', {});
  await first.call('certificates.setAuthority', { deviceId: 'somewhere', authority: 'previous' });
  await first.call('certificates.setOptions', { leaf: 'p256' });
  const before = first.state('certificates');
  clients.pop();
  await first.core.stop();
  const again = await CoreClient.open({ dataDir: first.dataDir });
  clients.push(again);
  expect(again.state('certificates')).toEqual(before);
  const keys = () => keyFiles(path.join(again.dataDir, 'certs'));
  expect(keys()).toHaveLength(4);
  for (const file of keys()) expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600]);
  await again.call('certificates.dropPrevious', {});
  expect(keys()).toHaveLength(2);
  expect(again.state('certificates')?.authorities).toHaveLength(1);
  expect(again.state('settings')?.trust.authorityOf).toEqual({});
}, 30_000);

function keyFiles(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /_key\.pem$/.test(name))
    .map((name) => path.join(dir, name));
}

describe.runIf(hasOpenSsl)('with certificates of OpenSSL', () => {
  const read = (folder: ReturnType<typeof broughtFolder>, ...names: string[]) =>
    names.map((name) => ({ ...folder.file(name), bytes: new Uint8Array(folder.file(name).bytes) }));

  test('the article’s self-signed pair is brought along, told of, and updates a board that embeds it', async () => {
    const client = await bench();
    const folder = broughtFolder(tempDir());
    folder.selfSigned('127.0.0.1', ['-addext', 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1']);
    const files = read(folder, '127.0.0.1.pem', '127.0.0.1.key');
    const brought = { files, password: null, as: 'brought' as const };
    await expect(client.call('certificates.useTrust', { trust: 'brought' })).rejects.toMatchObject({
      code: 'cert/nothing-brought',
    });
    expect(await client.call('certificates.inspectBrought', brought)).toMatchObject({ selfSigned: true });
    expect(client.state('certificates')?.authorities).toHaveLength(1);
    await client.call('certificates.useBrought', { ...brought, acceptWarnings: false });
    await client.call('certificates.useTrust', { trust: 'brought' });
    expect(roles(client)?.map(({ role, inUse }) => [role, inUse])).toEqual([
      ['current', false],
      ['brought', true],
    ]);
    expect(await caPem(client)).toBe(folder.text('127.0.0.1.pem'));
    const deviceId = await board(client, 'article', { caPem: folder.text('127.0.0.1.pem') });
    await client.call('certificates.setAuthority', { deviceId, authority: 'brought' });
    expect(await push(client, deviceId, '2.0.0')).toEqual(['confirmed', null]);
    // A board with this program's own CA goes on beside it.
    const other = await board(client, 'own');
    expect(await push(client, other, '2.0.0')).toEqual(['confirmed', null]);
  }, 60_000);

  test('what warns is taken when it is accepted, what blocks never is', async () => {
    const client = await bench();
    const folder = broughtFolder(tempDir());
    folder.selfSigned('ESP');
    const brought = { files: read(folder, 'ESP.pem', 'ESP.key'), password: null, as: 'brought' as const };
    await expect(
      client.call('certificates.useBrought', { ...brought, acceptWarnings: false }),
    ).rejects.toMatchObject({ code: 'cert/host-not-named' });
    await client.call('certificates.useBrought', { ...brought, acceptWarnings: true });
    folder.signed('weak', 'ESP', { hash: 'sha1' });
    const weak = { ...brought, files: read(folder, 'weak.pem', 'weak.key', 'ESP.pem') };
    await expect(
      client.call('certificates.useBrought', { ...weak, acceptWarnings: true }),
    ).rejects.toMatchObject({ code: 'cert/weak-signature' });
  });

  test('chains of both kinds of key pass OpenSSL for each host, and for no other', async () => {
    const client = await bench();
    for (const leaf of ['rsa2048', 'p256'] as const) {
      await client.call('certificates.setOptions', { leaf });
      await client.call('certificates.rotate', {});
      const certs = path.join(client.dataDir, 'certs');
      const verify = (option: string, value: string): boolean => {
        try {
          const strict = [
            '-x509_strict',
            '-purpose',
            'sslserver',
            '-CAfile',
            path.join(certs, 'ca_cert.pem'),
          ];
          openssl('verify', ...strict, option, value, path.join(certs, 'server_cert.pem'));
          return true;
        } catch {
          return false;
        }
      };
      expect(verify('-verify_ip', '127.0.0.1')).toBe(true);
      expect(verify('-verify_hostname', 'localhost')).toBe(true);
      expect(verify('-verify_ip', '127.0.0.9')).toBe(false);
      expect(verify('-verify_hostname', 'elsewhere')).toBe(false);
    }
  });

  test('OpenSSL opens the backup, and finds every CA with its key', async () => {
    const client = await bench();
    await client.call('certificates.rotate', {});
    const { bytes } = await client.call('certificates.backup', { password: PASSWORD });
    const file = path.join(tempDir(), 'backup.p12');
    writeFileSync(file, bytes);
    const text = openssl('pkcs12', '-in', file, '-passin', `pass:${PASSWORD}`, '-nodes');
    expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(text.match(/BEGIN PRIVATE KEY/g)).toHaveLength(2);
    await expect(client.call('certificates.backup', { password: 'short' })).rejects.toBeInstanceOf(
      WorkbenchError,
    );
  });
});
