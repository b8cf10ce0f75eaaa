import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const image = (version: string, more: Parameters<typeof buildAppImage>[0] = {}): Uint8Array<ArrayBuffer> =>
  buildAppImage({ projectName: 'native_ota_example', version, sizeBytes: 200_000, seed: 7, ...more }, sha256);

/** A board whose own waits take a twentieth of the time. */
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

interface Job {
  readonly board?: Partial<VirtualBoardOptions>;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly override?: 'all' | PreflightName[];
  readonly beforePush?: (deviceId: string) => Promise<void>;
}

async function board(name: string, options: Partial<VirtualBoardOptions> = {}): Promise<string> {
  const path = client.virtual.add(name, { ...FAST, ...options });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  return deviceId;
}

async function push(
  deviceId: string,
  bytes: Uint8Array<ArrayBuffer>,
  override: Job['override'] = [],
): Promise<SessionView> {
  const { imageId } = await client.call('image.add', { fileName: 'native ota.bin', bytes });
  const { pushId } = await client.call('push.start', {
    deviceId,
    imageId,
    override,
    reset: false,
    sendUrl: true,
    timeoutMs: null,
  });
  const state = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
    60_000,
  );
  return state.session as SessionView;
}

async function run({
  board: options,
  bytes = image('2.0.0'),
  override,
  beforePush,
}: Job): Promise<SessionView> {
  client = await CoreClient.open();
  const deviceId = await board('bench', options);
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  await beforePush?.(deviceId);
  return push(deviceId, bytes, override);
}

const outcome = ({ verdict }: SessionView) => [verdict?.outcome, verdict?.error?.code ?? null];

test('a sound image ends confirmed by its digest, and the board’s true flash agrees', async () => {
  const bytes = image('2.0.0');
  const view = await run({ bytes });
  expect(outcome(view)).toEqual(['confirmed', null]);
  expect(view.verdict?.proof).toBe('digest');
  expect(view.stages.map(({ stage }) => stage)).toEqual([
    'ready',
    'urlSent',
    'tls',
    'headerAccepted',
    'writing',
    'imageVerified',
    'restarting',
    'newImageRuns',
    'confirmed',
  ]);
  expect(view.url).toMatch(
    new RegExp(`^https://127\\.0\\.0\\.1:${client.port}/firmware/[A-Za-z0-9._-]+\\.bin$`),
  );
  expect(view.after).toMatchObject({ version: '2.0.0', partition: 'ota_0' });
  const ended = client.serverEvents.find((event) => event.kind === 'requestEnded');
  expect(ended).toMatchObject({ outcome: 'complete', bytes: bytes.length, pushId: view.pushId, status: 200 });
  const { imageId, deviceId, pushId } = { ...view, imageId: view.image.imageId };
  const summary = await client.when('image', imageId, ({ pushCount }) => pushCount > 0);
  expect(summary).toMatchObject({ fileName: 'native ota.bin', version: '2.0.0', sound: true, pushCount: 1 });
  const { pushes } = await client.call('image.read', { imageId });
  const record = { pushId, deviceId, outcome: 'confirmed', code: null, durationMs: view.verdict?.durationMs };
  expect(pushes).toMatchObject([record]);
  expect(summary.lastPush).toEqual(pushes[0]);
});

test('two updates in a row use the slots in turn', async () => {
  await run({ bytes: image('2.0.0') });
  const [deviceId] = ['virtual-bench'];
  await client.when('board', deviceId as string, ({ facts }) => facts.ready);
  const second = await push(deviceId as string, image('3.0.0', { seed: 8 }));
  expect(outcome(second)).toEqual(['confirmed', null]);
  expect(second.before.partition).toBe('ota_0');
  expect(second.after.partition).toBe('ota_1');
});

test('failed diagnostics end rolled back', async () => {
  const view = await run({ board: { newImage: 'diagnosticsFail' } });
  expect(outcome(view)).toEqual(['rolledBack', 'boot/diagnostics-failed']);
  expect(view.after.version).toBe('1.0.0');
});

test('a crash before confirmation ends rolled back', async () => {
  expect(outcome(await run({ board: { newImage: 'crash' } }))).toEqual(['rolledBack', 'boot/crashed']);
});

test('a new image without Wi-Fi runs, and is not ready', async () => {
  const view = await run({ board: { newImage: 'noAccessPoint', rollback: false } });
  expect(outcome(view)).toEqual(['failed', 'boot/not-ready']);
  expect(view.verdict?.proof).toBe('digest');
}, 90_000);

test('the same version is refused by the board', async () => {
  const view = await run({ bytes: image('1.0.0'), override: 'all' });
  expect(outcome(view)).toEqual(['refused', 'ota/same-version']);
  expect(view.after.version).toBe('1.0.0');
});

test('a board with another CA is told from a wrong host by the server’s side', async () => {
  const other = await CoreClient.open();
  const { pem } = await other.call('certificates.caPem', {});
  await other.close();
  const view = await run({ board: { caPem: pem } });
  expect(outcome(view)).toEqual(['failed', 'tls/unknown-ca']);
  expect(view.serverSaw?.text).toContain('alert 48');
  expect(view.boardSaid?.text).toContain('-0x2700');
});

test('a corrupted image that pre-flight was told to let through is refused by the board', async () => {
  const bytes = image('2.0.0');
  bytes[100_000] = (bytes[100_000] ?? 0) ^ 0xff;
  const view = await run({ bytes, override: 'all' });
  expect(outcome(view)).toEqual(['failed', 'image/corrupt']);
  expect(view.after.version).toBe('1.0.0');
});

test('a corrupted image is not offered without an override', async () => {
  const bytes = image('2.0.0');
  bytes[100_000] = (bytes[100_000] ?? 0) ^ 0xff;
  await expect(run({ bytes })).rejects.toMatchObject({ code: 'image/bad-checksum' });
});

test('a power cut in mid-download is interrupted with the reset reason', async () => {
  const view = await run({ board: { fault: { kind: 'powerCut', atBytes: 50_000 } } });
  expect(outcome(view)).toEqual(['interrupted', 'board/restarted']);
  expect(view.verdict?.error?.params).toEqual({ reason: 'POWERON_RESET' });
});

test('a pulled cable in mid-download is interrupted as such', async () => {
  const view = await run({ board: { fault: { kind: 'unplug', atBytes: 50_000 } } });
  expect(outcome(view)).toEqual(['interrupted', 'serial/port-gone']);
});

test('a server stopped in mid-download interrupts', async () => {
  client = await CoreClient.open({ delivered: true });
  const deviceId = await board('bench', { wifiBytesPerSecond: 20_000 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const done = push(deviceId, image('2.0.0', { sizeBytes: 900_000 }));
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing');
  const { cut } = await client.call('server.stop', { drainMs: 50 });
  expect(cut).toMatchObject([
    { peer: expect.stringMatching(/^127\./), image: 'native ota.bin', totalBytes: 900_000 },
  ]);
  expect(client.state('server')).toMatchObject({ kind: 'off', stopped: { cut } });
  expect(outcome(await done)).toEqual(['interrupted', 'host/server-stopped']);
});

test('a download that runs when the server is stopped may end, and its update with it', async () => {
  client = await CoreClient.open({ delivered: true });
  const deviceId = await board('bench', { wifiBytesPerSecond: 200_000 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const done = push(deviceId, image('2.0.0', { sizeBytes: 900_000 }));
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing');
  const stopped = client.call('server.stop', { drainMs: 30_000 });
  await client.when('server', null, ({ kind }) => kind === 'stopping');
  expect((await stopped).cut).toEqual([]);
  expect(outcome(await done)).toEqual(['confirmed', null]);
});

test('a silent console asks for a reset', async () => {
  client = await CoreClient.open();
  const deviceId = await board('bench', { console: 'silent' });
  const done = push(deviceId, image('2.0.0'));
  await client.when('board', deviceId, ({ session }) => session?.waitingFor === 'reset');
  await client.call('push.cancel', { deviceId });
  expect(outcome(await done)).toEqual(['cancelled', null]);
});

test('eight boards take one image at once, each by a path of its own, and all are confirmed', async () => {
  client = await CoreClient.open();
  const ids = await Promise.all(Array.from({ length: 8 }, (_, i) => board(`b${i}`)));
  await Promise.all(ids.map((deviceId) => client.when('board', deviceId, ({ facts }) => facts.ready)));
  const views = await Promise.all(ids.map((deviceId) => push(deviceId, image('2.0.0'))));
  expect(views.map(outcome)).toEqual(ids.map(() => ['confirmed', null]));
  expect(new Set(views.map(({ url }) => url)).size).toBe(ids.length);
});

test('a virtual board is switched off and on, and boots from the flash it had', async () => {
  await run({ bytes: image('2.0.0') });
  const deviceId = 'virtual-bench';
  await client.call('virtual.power', { deviceId, on: false });
  const { boots } = (await client.when('board', deviceId, () => true)).facts;
  await client.call('virtual.power', { deviceId, on: true });
  const state = await client.when('board', deviceId, ({ facts }) => facts.boots > boots && facts.ready);
  expect(state.facts).toMatchObject({
    version: '2.0.0',
    runningPartition: 'ota_0',
    resetReason: 'POWERON_RESET',
  });
});

test('firmware with a URL of its own is served under the path it asks for, and reset where it had given up', async () => {
  client = await CoreClient.open();
  const deviceId = await board('own', { firmwareUrl: `https://127.0.0.1:${client.port}/hello_world.bin` });
  await client.when('board', deviceId, ({ facts }) => facts.stopped);
  const { imageId } = await client.call('image.add', { fileName: 'own.bin', bytes: image('2.0.0') });
  const start = { deviceId, imageId, override: [], reset: true, sendUrl: false, timeoutMs: null };
  await client.call('push.start', start);
  const state = await client.when(
    'board',
    deviceId,
    ({ session }) => (session?.verdict ?? null) !== null,
    60_000,
  );
  const view = state.session as SessionView;
  expect(outcome(view)).toEqual(['confirmed', null]);
  expect(view.stages.map(({ stage }) => stage)).not.toContain('urlSent');
  expect(client.serverEvents).toContainEqual(
    expect.objectContaining({ kind: 'requestEnded', path: '/hello_world.bin' }),
  );
});

test('a board that asks for its Wi-Fi network is given the one that was told once', async () => {
  client = await CoreClient.open();
  const accessPoint = { ssid: 'bench', password: 'top-secret' };
  const deviceId = await board('asks', { wifiFromStdin: true, accessPoint });
  await client.when('wifi', null, (wifi) => wifi === 'asked');
  const said: string[] = [];
  client.onLog(({ entries }) => said.push(...entries.map(({ text }) => text)));
  await expect(client.call('wifi.set', { ssid: 'my bench', password: 'x' })).rejects.toMatchObject({
    code: 'wifi/has-space',
  });
  await client.call('wifi.set', { ssid: 'bench', password: 'top-secret' });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  expect(client.state('wifi')).toBe('kept');
  expect(said.join('\n')).not.toContain('top-secret');
});
