import { afterEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../../electron/virtual/board-options.ts';
import type { RequestEnded } from '../../../shared/ota/server-event.ts';
import { FaultBench } from '../../support/fault-bench.ts';
import { appImage } from '../../support/virtual-fake.ts';

let bench: FaultBench;
afterEach(() => bench.close());

async function open(options: Partial<VirtualBoardOptions> = {}): Promise<string> {
  bench = await FaultBench.open(options);
  return bench.board('bench');
}

test('a run on one board resets it between its faults, and leaves it running what it should', async () => {
  const deviceId = await open();
  const { boots } = bench.client.virtual.board('bench');
  const run = await bench.run(deviceId, { names: ['truncated-body', 'chunked', 'status-404'] });
  expect(run).toMatchObject({ state: 'done', error: null, doing: null });
  expect(run.results.map(({ name, state }) => [name, state])).toEqual([
    ['truncated-body', 'passed'],
    ['chunked', 'passed'],
    ['status-404', 'passed'],
  ]);
  // After the filling, after each fault, and once by the image that was taken.
  expect(bench.client.virtual.board('bench').boots - boots).toBe(5);
  expect(run.results.map(({ runsVersion }) => runsVersion === '1.0.0')).toEqual([true, false, false]);
});

test('the slot holds another image before the body is cut, so that nothing stale completes it', async () => {
  const deviceId = await open();
  await bench.run(deviceId, { names: ['truncated-body'] });
  const ended = bench.client.serverEvents.filter(
    (event): event is RequestEnded => event.kind === 'requestEnded',
  );
  expect(ended.map(({ totalBytes }) => totalBytes)).toEqual([0x14000, 0xa000]);
});

test('a fault is a setting of a push, seen from both sides, and needs no other server', async () => {
  const deviceId = await open();
  const { client, imageId } = bench;
  const start = { deviceId, imageId, override: [], reset: false, sendUrl: true, timeoutMs: null };
  const fault = { name: 'wrong-ca', params: {}, version: null, fillsSlot: false, port: 0 } as const;
  const { pushId } = await client.call('push.start', { ...start, fault });
  const ended = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  expect(ended.session?.verdict).toMatchObject({ outcome: 'failed', error: { code: 'tls/unknown-ca' } });
  expect(ended.session?.boardSaid?.text).toContain('-0x2700');
  expect(ended.session?.serverSaw?.text).toContain('alert 48');
  expect(client.state('server')).toEqual({ kind: 'off' });
  expect(client.state('requests')?.[0]).toMatchObject({ outcome: 'tlsRefused', alert: 48 });
});

test.each([
  ['while the board is reset', 'resetting', 'chunked'],
  ['in mid-update', 'pushing', 'slow'],
  ['while the slot is filled', 'filling', 'truncated-body'],
] as const)('a run is called off %s', async (_when, step, name) => {
  bench = await FaultBench.open({ wifiBytesPerSecond: 20_000 });
  const path = bench.client.virtual.add('bench', { wifiBytesPerSecond: 20_000, timeScale: 0.05 });
  const { deviceId } = await bench.client.call('board.open', { path, baudRate: 115_200 });
  const runId = await bench.start(deviceId, {
    names: [name, 'status-404'],
    params: { slow: { bytesPerSecond: 5_000 } },
  });
  await bench.client.when('faults', deviceId, ({ doing }) => doing?.step === step);
  await bench.client.call('faults.cancel', { deviceId });
  const run = await bench.ended(deviceId, runId);
  expect(run).toMatchObject({ state: 'cancelled', error: null });
  expect(run.results.map(({ state }) => state)).toEqual(['notRun', 'notRun']);
  await bench.client.when('board', deviceId, ({ session }) => session === null || session.verdict !== null);
});

test('a board that takes what it should refuse is a finding', async () => {
  const deviceId = await open({ skipCommonNameCheck: true });
  // The firmware that runs was built without the check; the profile says that it has it.
  bench.client.virtual.configure('bench', { skipCommonNameCheck: false });
  const run = await bench.run(deviceId, { names: ['wrong-host'] });
  expect(run.results[0]).toMatchObject({ state: 'failed', observed: 'confirmed', finding: 'taken' });
});

test('one run a board', async () => {
  const deviceId = await open();
  const runId = await bench.start(deviceId, { names: ['slow'] });
  await expect(bench.start(deviceId)).rejects.toMatchObject({ code: 'faults/running' });
  await bench.client.call('faults.cancel', { deviceId });
  await bench.ended(deviceId, runId);
});

test('of all faults those are left out that the board’s program knows no case of', async () => {
  const deviceId = await open({ program: 'simple' });
  const { client, imageId } = bench;
  const list = await client.call('faults.list', { deviceId, imageId, images: {} });
  const reasons = list.flatMap(({ name, reason }) => (reason === null ? [] : [[name, reason.code]]));
  expect(reasons).toEqual([
    ['last-invalid-version', 'faults/not-for-program'],
    ['diagnostics-fail', 'faults/not-for-program'],
    ['never-confirms', 'faults/not-for-program'],
  ]);
  const runId = await bench.start(deviceId);
  expect(client.state('faults', deviceId)?.results).toHaveLength(list.length - 3);
  await client.call('faults.cancel', { deviceId });
  await bench.ended(deviceId, runId);
});

test('a real board needs an image for what a virtual one does by itself, and shows it with one', async () => {
  bench = await FaultBench.open({ newImage: 'diagnosticsFail' }, (boards) => ({
    ...boards,
    list: async () => (await boards.list()).map((port) => ({ ...port, virtual: false })),
  }));
  const deviceId = await bench.board('bench');
  const { client, imageId } = bench;
  const reasons = async (images: Record<string, string>) =>
    (await client.call('faults.list', { deviceId, imageId, images })).flatMap(({ name, reason }) =>
      reason === null ? [] : [[name, reason.code]],
    );
  expect(await reasons({})).toEqual([
    ['last-invalid-version', 'faults/needs-image'],
    ['power-cut', 'faults/virtual-only'],
    ['diagnostics-fail', 'faults/needs-image'],
    ['crash-after-boot', 'faults/needs-image'],
    ['never-confirms', 'faults/needs-image'],
  ]);
  await expect(bench.start(deviceId, { names: ['diagnostics-fail'] })).rejects.toMatchObject({
    code: 'faults/needs-image',
  });
  // Whatever starts on this board fails its diagnostics, as the image that is given for it would.
  const bytes = new Uint8Array(appImage({ version: '3.0.0', sizeBytes: 0x14000, seed: 5 }));
  const failing = (await client.call('image.add', { fileName: 'failing.bin', bytes })).imageId;
  const images = { 'diagnostics-fail': failing };
  expect((await reasons(images)).map(([name]) => name)).toEqual([
    'power-cut',
    'crash-after-boot',
    'never-confirms',
  ]);
  const run = await bench.run(deviceId, { names: ['last-invalid-version', 'diagnostics-fail'], images });
  expect(run.results.map(({ state, observed }) => [state, observed])).toEqual([
    ['passed', 'ota/last-invalid-version'],
    ['passed', 'boot/diagnostics-failed'],
  ]);
  const pushed = client.serverEvents.flatMap((event) =>
    event.kind === 'requestStarted' ? [event.imageId] : [],
  );
  expect(new Set(pushed)).toEqual(new Set([failing]));
});

test('a virtual board does what it was told for one update only', async () => {
  const deviceId = await open();
  const run = await bench.run(deviceId, { names: ['power-cut', 'crash-after-boot'] });
  expect(run.results.map(({ observed }) => observed)).toEqual(['board/restarted', 'boot/crashed']);
  expect(bench.client.virtual.board('bench').options).toMatchObject({ newImage: 'ok', fault: null });
});
