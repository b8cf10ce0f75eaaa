import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { CoreClient } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

let client: CoreClient;
let reportDir: string;
beforeEach(async () => {
  client = await CoreClient.open();
  reportDir = path.join(mkdtempSync(path.join(tmpdir(), 'ota-cable-')), 'report');
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
  rmSync(path.dirname(reportDir), { recursive: true, force: true });
});

async function soak(cycles: number, more: { stopAfter?: number; pauseMs?: number } = {}): Promise<string> {
  const port = client.virtual.add('cable', { timeScale: 0.05, wifiBytesPerSecond: 60_000 });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  const imageIds: string[] = [];
  for (const version of ['1.1.0', '2.2.22']) {
    const options = { projectName: 'native_ota_example', version, sizeBytes: 60_000, seed: version.length };
    const bytes = buildAppImage(options, sha256) as Uint8Array<ArrayBuffer>;
    imageIds.push((await client.call('image.add', { fileName: `${version}.bin`, bytes })).imageId);
  }
  const { runId } = await client.call('run.soak', {
    deviceId,
    imageIds,
    cycles,
    stopAfter: more.stopAfter ?? 1,
    pauseMs: more.pauseMs ?? 0,
    between: null,
    resetBetween: false,
    push: { override: [], reset: true, sendUrl: true, timeoutMs: null },
    reportDir,
  });
  return runId;
}

const ended = (runId: string): Promise<RunView> =>
  client.when('run', runId, ({ endedAtMs }) => endedAtMs !== null, 60_000);
const outcomes = ({ cases }: RunView): readonly (string | null)[] =>
  cases.map(({ state }) => (state.kind === 'ended' ? state.outcome : null));
const cable = () => client.virtual.board('cable');

test('a cable that is pulled between two cycles and put back holds the soak up, and fails nothing', async () => {
  const runId = await soak(3, { pauseMs: 500 });
  await client.when('run', runId, ({ counts }) => counts.byOutcome.confirmed === 1, 30_000);
  cable().unplug();
  await client.when('board', 'virtual-cable', ({ link }) => link === 'gone');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(client.state('run', runId)?.counts.byOutcome).toEqual({ confirmed: 1 });
  cable().plugIn();
  expect(outcomes(await ended(runId))).toEqual(['confirmed', 'confirmed', 'confirmed']);
});

test('a cable that is pulled in a cycle ends that one by its own name, and the next goes on', async () => {
  const runId = await soak(3, { stopAfter: 2 });
  await client.when('board', 'virtual-cable', ({ session }) => session?.current === 'writing', 30_000);
  cable().unplug();
  await client.when('board', 'virtual-cable', ({ link }) => link === 'gone');
  cable().plugIn();
  const view = await ended(runId);
  expect(outcomes(view)).toEqual(['interrupted', 'confirmed', 'confirmed']);
  expect(view.cases[0]?.error?.code).toBe('serial/port-gone');
  // The last of the three is what truly runs.
  expect(client.state('board', 'virtual-cable')?.facts.version).toBe('1.1.0');
});

test('a sleep of this machine ends its cycle as interrupted, not as the failure of the board', async () => {
  const runId = await soak(3);
  expect(client.awake).toBe(1);
  await client.when('board', 'virtual-cable', ({ session }) => session?.current === 'writing', 30_000);
  client.sleep(3_600);
  const view = await ended(runId);
  expect(outcomes(view)).toEqual(['interrupted', 'confirmed', 'confirmed']);
  expect(view.cases[0]).toMatchObject({ state: { counts: false }, error: { code: 'host/slept' } });
  expect(view.stopped).toBeNull();
  await expect.poll(() => client.awake).toBe(0);
});

test('the pause between two cycles is kept', async () => {
  const runId = await soak(2, { pauseMs: 1_500 });
  const { cases } = await ended(runId);
  const [first, second] = cases;
  const sessionMs = second?.durationMs ?? 0;
  const waitedMs = (client.state('run', runId)?.endedAtMs ?? 0) - (second?.startedAtMs ?? 0) - sessionMs;
  expect(first?.state).toMatchObject({ outcome: 'confirmed' });
  expect(waitedMs).toBeGreaterThanOrEqual(1_490);
});
