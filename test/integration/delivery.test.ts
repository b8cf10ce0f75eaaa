import { createHash } from 'node:crypto';
import { request } from 'node:https';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { DEFAULT_SERVING } from '../../shared/contract/server-settings.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { Delivery } from '../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../shared/ota/delivery.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient, freePort } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const bytes = buildAppImage(
  { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 200_000, seed: 7 },
  sha256,
);

let client: CoreClient;
beforeEach(async () => {
  client = await CoreClient.open();
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

/** One update of a virtual board that is built like this, handed over like that. */
async function run(options: Partial<VirtualBoardOptions>, delivery: Partial<Delivery>): Promise<SessionView> {
  const fast = { timeScale: 0.05, wifiBytesPerSecond: null, ...options };
  const { deviceId } = await client.call('board.open', {
    path: client.virtual.add('bench', fast),
    baudRate: 115_200,
  });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const { imageId } = await client.call('image.add', { fileName: 'ota_1.bin', bytes });
  const start = { deviceId, imageId, override: [], reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', {
    ...start,
    delivery: { ...PLAIN_DELIVERY, ...delivery },
  });
  const ended = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  return ended.session as SessionView;
}

/** What the board and the workbench wrote into its log. */
async function logged(): Promise<readonly { readonly source: string; readonly text: string }[]> {
  const batch = await client.call('log.read', { deviceId: 'virtual-bench', fromSeq: 0, limit: 5_000 });
  return batch.entries;
}

const outcome = ({ verdict }: SessionView) => [verdict?.outcome, verdict?.error?.code ?? null];

test.each(['chunked', 'untilClose'] as const)(
  'a body that is %s is taken by the native example',
  async (body) => {
    expect(outcome(await run({}, { body }))).toEqual(['confirmed', null]);
    expect(client.serverEvents.find(({ kind }) => kind === 'requestEnded')).toMatchObject({
      status: 200,
      bytes: bytes.length,
      totalBytes: bytes.length,
      outcome: 'complete',
    });
  },
);

const SECRET = 's3cret-of-the-bench';

test('a board that sends the name and password of its URL is served, and nobody else reads them', async () => {
  const access = { kind: 'basic', user: 'line', password: SECRET } as const;
  const view = await run({ basicAuth: 'always' }, { access });
  expect(outcome(view)).toEqual(['confirmed', null]);
  expect(view.url).toMatch(/^https:\/\/line:\*\*\*@127\./);
  expect(JSON.stringify([client.core.states(), client.serverEvents, await logged()])).not.toContain(SECRET);
  expect((await client.call('diagnostics.read', { deviceId: 'virtual-bench' })).text).not.toContain(SECRET);
});

test('the native example as it is sends none, and is refused', async () => {
  const view = await run({}, { access: { kind: 'basic', user: null, password: null } });
  expect(outcome(view)).toEqual(['failed', 'http/status']);
  expect(client.serverEvents.find(({ kind }) => kind === 'requestStarted')).toMatchObject({ status: 401 });
});

test('esp_https_ota asks again with its password where it was built to', async () => {
  const access = { kind: 'basic', user: null, password: null } as const;
  expect(outcome(await run({ program: 'advanced', basicAuth: 'onRequest' }, { access }))).toEqual([
    'confirmed',
    null,
  ]);
  const seen = client.serverEvents.flatMap((event) => (event.kind === 'requestEnded' ? [event.status] : []));
  expect(seen).toEqual([401, 200]);
});

test('esp_https_ota that was not built to gives up', async () => {
  const access = { kind: 'basic', user: null, password: null } as const;
  const view = await run({ program: 'simple' }, { access });
  expect(view.verdict?.outcome).toBe('failed');
  const texts = (await logged()).map(({ text }) => text);
  expect(texts).toContain('This authentication method is not supported: Basic realm="ota"');
  expect(texts).toContain('Reached max_authorization_retries (401)');
});

/** GET of a path of this core's server, over TLS, from an address of loopback. */
function ask(path: string, localAddress: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: client.port, path, localAddress, agent: false };
    const asked = request({ ...options, rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('a link for one download is gone after it, and was never there for other addresses', async () => {
  const { deviceId } = await client.call('board.open', {
    path: client.virtual.add('bench', { timeScale: 0.05, wifiBytesPerSecond: null, newImage: 'hang' }),
    baudRate: 115_200,
  });
  const { facts } = await client.when('board', deviceId, ({ facts }) => facts.ready);
  const { imageId } = await client.call('image.add', { fileName: 'ota_1.bin', bytes });
  await client.call('push.start', {
    deviceId,
    imageId,
    override: [],
    reset: false,
    sendUrl: true,
    timeoutMs: null,
    delivery: { ...PLAIN_DELIVERY, access: { kind: 'token', use: 'once', expiresInSeconds: 600 } },
  });
  const later = await client.when('board', deviceId, ({ session }) => session?.current === 'confirmed');
  const path = new URL(later.session?.url ?? '').pathname;
  expect(path).toMatch(/^\/firmware\/[A-Za-z0-9_-]{22}\/ota_1\.bin$/);
  expect(await ask(path, facts.ipv4 ?? '')).toBe(410);
  expect(await ask(path, '127.9.9.9')).toBe(404);
  expect(await ask('/firmware/ota_1.bin', facts.ipv4 ?? '')).toBe(404);
  await client.call('push.cancel', { deviceId });
});

test('without a plain port nothing is pushed over http', async () => {
  await expect(run({}, { scheme: 'http' })).rejects.toThrow('server/no-plain-port');
});

test('firmware without a CA takes its image over plain HTTP where it was built to', async () => {
  const plainPort = await freePort();
  await client.call('settings.update', { serving: { ...DEFAULT_SERVING, plainPort } });
  const view = await run(
    { program: 'advanced', verifiesServer: false, allowHttp: true },
    { scheme: 'http', body: 'chunked' },
  );
  expect(outcome(view)).toEqual(['confirmed', null]);
  expect(view.url).toMatch(new RegExp(`^http://127\\.[0-9.]+:${plainPort}/firmware/ota_1\\.bin$`));
  expect((await logged()).map(({ text }) => text)).toContain(
    'Continuing with insecure option because CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP is set.',
  );
  expect(client.serverEvents.some(({ kind }) => kind === 'tlsEstablished' || kind === 'tlsRefused')).toBe(
    false,
  );
});

test('firmware without a CA that was not built for http never connects', async () => {
  const plainPort = await freePort();
  await client.call('settings.update', { serving: { ...DEFAULT_SERVING, plainPort } });
  const view = await run({ program: 'simple', verifiesServer: false }, { scheme: 'http' });
  expect(view.verdict?.outcome).toBe('failed');
  expect((await logged()).map(({ text }) => text)).toContain(
    'No option for server verification is enabled in esp_http_client config.',
  );
  expect(client.serverEvents).toEqual([]);
});

test('firmware with a URL of its own cannot be told a link or a random password', async () => {
  const { deviceId } = await client.call('board.open', {
    path: client.virtual.add('bench', { timeScale: 0.05 }),
    baudRate: 115_200,
  });
  const { imageId } = await client.call('image.add', { fileName: 'ota_1.bin', bytes });
  const push = (access: Delivery['access']) =>
    client.call('push.start', {
      deviceId,
      imageId,
      override: [],
      reset: false,
      sendUrl: false,
      timeoutMs: null,
      delivery: { ...PLAIN_DELIVERY, access },
    });
  const link = push({ kind: 'token', use: 'image', expiresInSeconds: null });
  await expect(link).rejects.toThrow('push/link-needs-url');
  const random = push({ kind: 'basic', user: null, password: null });
  await expect(random).rejects.toThrow('push/password-needed');
});
