import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { reportSchema } from '../../shared/report/report-schema.ts';
import { FLEET_POLICY } from '../../shared/run/run-policy.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { CoreClient } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const image = (version: string): Uint8Array<ArrayBuffer> =>
  buildAppImage(
    { projectName: 'native_ota_example', version, sizeBytes: 200_000, seed: version.length },
    sha256,
  );
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };
const PUSH = { override: [], reset: true, sendUrl: true, timeoutMs: null };

let client: CoreClient;
let reportDir: string;
beforeEach(async () => {
  client = await CoreClient.open();
  reportDir = path.join(mkdtempSync(path.join(tmpdir(), 'ota-run-')), 'report');
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
  rmSync(path.dirname(reportDir), { recursive: true, force: true });
});

async function board(name: string, options: Partial<VirtualBoardOptions> = {}): Promise<string> {
  const port = client.virtual.add(name, { ...FAST, ...options });
  return (await client.call('board.open', { path: port, baudRate: 115_200 })).deviceId;
}

async function add(version: string): Promise<string> {
  return (await client.call('image.add', { fileName: `${version}.bin`, bytes: image(version) })).imageId;
}

const ended = (runId: string): Promise<RunView> =>
  client.when('run', runId, ({ endedAtMs }) => endedAtMs !== null, 60_000);
const soakOf = (deviceId: string, imageIds: string[], cycles: number) => ({
  deviceId,
  imageIds,
  cycles,
  stopAfter: 1,
  pauseMs: 0,
  between: null,
  resetBetween: false,
  push: PUSH,
  reportDir,
});

test('a soak updates one board in turn with two images, and leaves a report of every cycle', async () => {
  const deviceId = await board('soak');
  const images = [await add('1.1.0'), await add('2.2.22')];
  const { runId } = await client.call('run.soak', soakOf(deviceId, images, 4));
  const view = await ended(runId);
  expect(view.counts).toEqual({ waiting: 0, running: 0, skipped: 0, byOutcome: { confirmed: 4 } });
  for (const { measured } of view.cases) expect(measured.writtenBytesPerSecond).toBeGreaterThan(0);
  expect(view.cases.map(({ version }) => version)).toEqual(['1.1.0', '2.2.22', '1.1.0', '2.2.22']);
  await client.core.stop();
  const report = reportSchema.parse(JSON.parse(readFileSync(path.join(reportDir, 'report.json'), 'utf8')));
  expect(report).toMatchObject({
    kind: 'soak',
    state: 'ended',
    summary: { cases: 4, confirmed: 4, open: 0 },
  });
  for (const file of ['report.html', 'junit.xml', 'logs/cycle-4-board.raw', 'logs/cycle-1-server.ndjson'])
    expect(existsSync(path.join(reportDir, file)), file).toBe(true);
});

test('a soak stops at its first failure and says which cycle', async () => {
  const deviceId = await board('stops', { newImage: 'diagnosticsFail' });
  const { runId } = await client.call(
    'run.soak',
    soakOf(deviceId, [await add('1.1.0'), await add('2.2.22')], 5),
  );
  const view = await ended(runId);
  expect(view.stopped).toBe('stopAfter');
  expect(view.cases[0]).toMatchObject({
    state: { kind: 'ended', outcome: 'rolledBack' },
    error: { code: 'boot/diagnostics-failed' },
  });
  expect(view.counts.skipped).toBe(4);
});

test('a soak begins with the image that the board does not run, whichever was named first', async () => {
  const deviceId = await board('runs-first');
  const images = [await add('1.1.0'), await add('2.2.22')];
  const first = await client.call('run.soak', soakOf(deviceId, images, 1));
  await ended(first.runId);
  const second = await client.call('run.soak', soakOf(deviceId, images, 3));
  const view = await ended(second.runId);
  expect(view.cases.map(({ version, state }) => [version, state.kind === 'ended' && state.outcome])).toEqual([
    ['2.2.22', 'confirmed'],
    ['1.1.0', 'confirmed'],
    ['2.2.22', 'confirmed'],
  ]);
});

test('a board of the same chip that is opened while a fleet goes on joins it; one of another chip does not', async () => {
  const deviceId = await board('first', { wifiBytesPerSecond: 40_000 });
  const policy = { ...FLEET_POLICY, retryOn: [...FLEET_POLICY.retryOn] };
  const start = { deviceIds: [deviceId], imageId: await add('2.0.0'), policy, push: PUSH, joinLater: true };
  const { runId } = await client.call('run.fleet', { ...start, reportDir });
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing', 20_000);
  await board('late');
  await board('other', { chip: 'esp32c3' });
  await client.when('run', runId, ({ cases }) => cases.length === 2, 20_000);
  const view = await ended(runId);
  expect(
    view.cases.map(({ boardName, state }) => [boardName, state.kind === 'ended' && state.outcome]),
  ).toEqual([
    ['first', 'confirmed'],
    ['late', 'confirmed'],
  ]);
});

test('a fleet goes on past one bad board, and does again what failed', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const deviceIds = await Promise.all(
    names.map((name) => board(name, name === 'c' ? { newImage: 'diagnosticsFail' } : {})),
  );
  const policy = { ...FLEET_POLICY, concurrency: 3, errorPercent: 50, retryOn: [...FLEET_POLICY.retryOn] };
  const start = { deviceIds, imageId: await add('2.0.0'), policy, push: PUSH, joinLater: false, reportDir };
  const { runId } = await client.call('run.fleet', start);
  await expect(client.call('run.fleet', start)).rejects.toMatchObject({ code: 'run/board-busy' });
  const view = await ended(runId);
  expect(view.counts.byOutcome).toEqual({ confirmed: 4, rolledBack: 1 });
  const again = await client.call('run.again', { runId });
  const second = await ended(again.runId);
  expect(second.cases.map(({ deviceId }) => deviceId)).toEqual([deviceIds[2]]);
});

test('each board of a fleet is checked before its own update: one of another chip is refused, the rest go on', async () => {
  const [fit, other] = await Promise.all([board('fit'), board('other', { chip: 'esp32c3' })]);
  const policy = { ...FLEET_POLICY, retries: 0, retryOn: [...FLEET_POLICY.retryOn] };
  const start = {
    deviceIds: [fit, other],
    imageId: await add('3.0.0'),
    policy,
    push: PUSH,
    joinLater: false,
  };
  const { runId } = await client.call('run.fleet', { ...start, reportDir });
  const { cases } = await ended(runId);
  const told = cases.map(({ boardName, state, error }) => [
    boardName,
    state.kind === 'ended' && state.outcome,
    error?.code ?? null,
  ]);
  expect(told).toEqual([
    ['fit', 'confirmed', null],
    ['other', 'refused', 'preflight/chip'],
  ]);
});

test('a run that is called off ends within a second, its updates as cancelled', async () => {
  const deviceId = await board('slow', { wifiBytesPerSecond: 20_000 });
  const { runId } = await client.call('run.soak', soakOf(deviceId, [await add('1.1.0')], 100));
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing', 20_000);
  const startedAtMs = Date.now();
  await client.call('run.cancel', { runId });
  expect(Date.now() - startedAtMs).toBeLessThan(1_000);
  const view = await ended(runId);
  expect(view).toMatchObject({ stopped: 'cancelled', counts: { running: 0, byOutcome: { cancelled: 1 } } });
});

test('a command between two updates gets the port and the cycle, and its failure is told in its words', async () => {
  const deviceId = await board('between');
  const wanted = soakOf(deviceId, [await add('1.1.0'), await add('2.2.22')], 3);
  const between = '[ "$OTA_CYCLE" = 2 ] || { echo relay is off >&2; exit 4; }';
  const { runId } = await client.call('run.soak', { ...wanted, between });
  const view = await ended(runId);
  expect(view.counts.byOutcome).toEqual({ confirmed: 2, interrupted: 1 });
  expect(view.cases[2]?.error).toMatchObject({
    code: 'run/command-failed',
    params: { status: 4, detail: 'relay is off' },
  });
});

test('a station runs no command of a page', async () => {
  const station = await CoreClient.open({ shell: 'station' });
  try {
    const port = station.virtual.add('s', FAST);
    const { deviceId } = await station.call('board.open', { path: port, baudRate: 115_200 });
    const { imageId } = await station.call('image.add', { fileName: 'a.bin', bytes: image('1') });
    const wanted = { ...soakOf(deviceId, [imageId], 1), between: 'true', reportDir: null };
    await expect(station.call('run.soak', wanted)).rejects.toMatchObject({ code: 'run/command-not-allowed' });
  } finally {
    await station.close();
  }
});
