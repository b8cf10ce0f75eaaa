import { afterEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';

const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };
const DEVICE = 'virtual-bench';
const image = (version: string) =>
  soundApp({ projectName: 'native_ota_example', version, sizeBytes: 100_000, seed: 7 });

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

/** The program starts, with the board at its port; again and again over one data directory. */
async function start(
  options: Partial<VirtualBoardOptions> = {},
  earlier: { readonly dataDir?: string } = {},
): Promise<BoardState> {
  client = await CoreClient.open(earlier);
  const path = client.virtual.add('bench', { ...FAST, ...options });
  await client.call('board.open', { path, baudRate: 115_200 });
  return client.when('board', DEVICE, ({ facts }) => facts.ready);
}

async function restart(options: Partial<VirtualBoardOptions> = {}): Promise<BoardState> {
  await client.core.stop();
  return start(options, { dataDir: client.dataDir });
}

const add = async (version: string): Promise<string> =>
  (await client.call('image.add', { fileName: `${version}.bin`, bytes: image(version) })).imageId;

async function push(imageId: string, override: PreflightName[] = []): Promise<SessionView> {
  await client.when('board', DEVICE, ({ facts }) => facts.ready);
  const options = { reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', { deviceId: DEVICE, imageId, override, ...options });
  const ended = ({ session }: BoardState): boolean => session?.pushId === pushId && session.verdict !== null;
  return (await client.when('board', DEVICE, ended, 60_000)).session as SessionView;
}

const verdictOf = ({ verdict }: SessionView) => [verdict?.outcome, verdict?.error?.code ?? null];
const lastInvalid = async (imageId: string) => {
  const { checks } = await client.call('image.preflight', { deviceId: DEVICE, imageId });
  return checks.find(({ name }) => name === 'last-invalid')?.result;
};

test('a rollback is remembered by the next start, and the board agrees', async () => {
  await start({ newImage: 'diagnosticsFail' });
  const imageId = await add('2.0.0');
  expect(verdictOf(await push(imageId))).toEqual(['rolledBack', 'boot/diagnostics-failed']);

  await restart();
  expect(await lastInvalid(imageId)).toBe('failed');
  const refused = await push(imageId);
  expect(verdictOf(refused)).toEqual(['refused', 'ota/last-invalid-version']);
  expect(refused.url).toBeNull();
  const overridden = await push(imageId, ['last-invalid']);
  expect(verdictOf(overridden)).toEqual(['refused', 'ota/last-invalid-version']);
  expect(overridden.boardSaid?.text).toMatch(/same as invalid version/);
});

test('a newer image that is confirmed ends the memory of the one that failed', async () => {
  await start({ newImage: 'diagnosticsFail' });
  const failedId = await add('2.0.0');
  await push(failedId);
  await restart();
  expect(verdictOf(await push(await add('3.0.0')))).toEqual(['confirmed', null]);
  expect(await lastInvalid(failedId)).toBe('notKnown');
  await restart();
  expect(await lastInvalid(failedId)).toBe('notKnown');
  expect(verdictOf(await push(failedId, ['older']))).toEqual(['confirmed', null]);
});

test('an image cut off in the slot of the one that failed ends that memory, and the board agrees', async () => {
  await start({ newImage: 'diagnosticsFail' });
  const failedId = await add('2.0.0');
  await push(failedId);
  await restart({ fault: { kind: 'powerCut', atBytes: 50_000 } });
  expect(verdictOf(await push(await add('3.0.0')))).toEqual(['interrupted', 'board/restarted']);

  await restart();
  expect(await lastInvalid(failedId)).toBe('notKnown');
  expect(verdictOf(await push(failedId))).toEqual(['confirmed', null]);
});

test('an update that the program’s end cut off is in the history too', async () => {
  await start({ wifiBytesPerSecond: 700 });
  const imageId = await add('2.0.0');
  const options = { override: [], reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', { deviceId: DEVICE, imageId, ...options });
  await client.when('board', DEVICE, ({ session }) => session?.current === 'writing');
  await restart();
  expect((await client.call('image.read', { imageId })).pushes).toMatchObject([
    { pushId, outcome: 'cancelled', code: null },
  ]);
});

test('the times of the last run outline the first one after a restart', async () => {
  expect((await start()).lastRun).toBeNull();
  const view = await push(await add('2.0.0'));
  const { lastRun } = await restart();
  expect(lastRun).toEqual({
    stages: view.stages.map(({ stage, atMs }) => ({ stage, atMs })),
    durationMs: view.verdict?.durationMs,
  });
});

test('the history of an image has every push with its verdict, also after a restart', async () => {
  await start({ newImage: 'diagnosticsFail' });
  const imageId = await add('2.0.0');
  const first = await push(imageId);
  const second = await push(imageId);
  const records = [first, second].map(({ pushId, verdict }) => ({
    pushId,
    deviceId: DEVICE,
    atMs: verdict?.atMs,
    outcome: verdict?.outcome,
    code: verdict?.error?.code,
    durationMs: verdict?.durationMs,
  }));
  expect(records.map(({ outcome }) => outcome)).toEqual(['rolledBack', 'refused']);
  await client.when('image', imageId, ({ pushCount }) => pushCount === 2);
  await restart();
  expect((await client.call('image.read', { imageId })).pushes).toEqual(records);
  expect(client.state('image', imageId)?.lastPush).toEqual(records[1]);
});
