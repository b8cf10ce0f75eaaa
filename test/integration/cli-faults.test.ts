import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { Handlers } from '../../shared/contract/contract.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { inspectImage } from '../../shared/esp/inspect-image.ts';
import type { FaultName } from '../../shared/faults/fault.ts';
import type { FaultResult, FaultRun } from '../../shared/faults/fault-values.ts';
import { startCli } from '../support/cli-world.ts';
import { sha256 } from '../support/digests.ts';
import type { FakeCore } from '../support/fake-core.ts';
import { createFakeCore } from '../support/fake-core.ts';
import { soundApp } from '../support/images.ts';
import { boardOf, entryOf } from '../support/session-views.ts';
import { tempDir } from '../support/temp-dir.ts';

function imageFile(name = 'app.bin', change?: (bytes: Uint8Array) => void): string {
  const bytes = soundApp({ version: '2.0.0' });
  change?.(bytes);
  const file = path.join(tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

function result(name: FaultName, given: Partial<FaultResult> = {}): FaultResult {
  return {
    name,
    group: 'status',
    state: 'passed',
    expected: ['http/status'],
    observed: 'http/status',
    outcome: 'failed',
    finding: null,
    boardSaid: null,
    serverSaw: null,
    runsVersion: '1.0.0',
    error: null,
    pushId: 'push-1',
    durationMs: 1_500,
    ...given,
  };
}

function runOf(results: readonly FaultResult[], given: Partial<FaultRun> = {}): FaultRun {
  return {
    runId: 'run-1',
    deviceId: 'board-1',
    imageId: 'a'.repeat(64),
    fileName: 'app.bin',
    startedAtMs: 1_000,
    endedAtMs: null,
    state: 'running',
    error: null,
    doing: null,
    waitingFor: null,
    results,
    ...given,
  };
}

/** A core whose run of faults shows these states one after the other. */
function coreWith(states: readonly FaultRun[], answers: Partial<Handlers> = {}): FakeCore {
  const core: FakeCore = createFakeCore({
    'image.add': ({ fileName, bytes }) =>
      entryOf(inspectImage(bytes, sha256, fileName), fileName.replace(/\.bin$/, '')),
    'board.open': () => {
      core.hub.set('board', boardOf(), 'board-1');
      return { deviceId: 'board-1' };
    },
    'faults.run': () => {
      for (const state of states) core.hub.set('faults', state, 'board-1');
      return { runId: 'run-1' };
    },
    'faults.cancel': () => {
      core.hub.set(
        'faults',
        runOf([result('chunked', { state: 'notRun' })], { state: 'cancelled' }),
        'board-1',
      );
      return {};
    },
    ...answers,
  });
  return core;
}

const faults = (file: string, ...more: string[]): string[] => [
  'faults',
  file,
  '--port',
  'virtual:x',
  ...more,
];
const ran = (core: FakeCore): unknown => core.calls.find(({ name }) => name === 'faults.run')?.input;

test('each fault is said once when it is over, and the summary last', async () => {
  const first = result('status-404');
  const core = coreWith([
    runOf([first, result('chunked', { state: 'running', durationMs: null })]),
    runOf([first, result('chunked', { expected: ['confirmed'], observed: 'confirmed' })]),
    runOf([first, result('chunked', { expected: ['confirmed'], observed: 'confirmed' })], {
      state: 'done',
      endedAtMs: 4_000,
    }),
  ]);
  const cli = startCli(faults(imageFile(), '--json'), { core });
  expect(await cli.code).toBe(0);
  expect(cli.events()).toMatchObject([
    {
      event: 'fault',
      name: 'status-404',
      expected: ['http/status'],
      observed: 'http/status',
      passed: true,
      durationMs: 1_500,
    },
    { event: 'fault', name: 'chunked', observed: 'confirmed', passed: true },
    { event: 'summary', faults: 2, passed: 2, failed: 0, notRun: [], findings: [], durationMs: 3_000 },
  ]);
  expect(core.stopped()).toBe(true);
});

test('a finding stands in its line and in the summary, and gives exit 1', async () => {
  const taken = result('flipped-bit', { state: 'failed', observed: 'confirmed', finding: 'taken' });
  const cli = startCli(faults(imageFile(), '--json'), {
    core: coreWith([runOf([taken], { state: 'done', endedAtMs: 2_000 })]),
  });
  expect(await cli.code).toBe(1);
  expect(cli.events()).toMatchObject([
    { event: 'fault', passed: false, finding: 'taken' },
    { event: 'summary', failed: 1, findings: [{ name: 'flipped-bit', finding: 'taken' }] },
  ]);
});

test('to people a finding comes first', async () => {
  const taken = result('flipped-bit', { state: 'failed', observed: 'confirmed', finding: 'taken' });
  const cli = startCli(faults(imageFile(), '--lang', 'en'), {
    core: coreWith([runOf([taken], { state: 'done', endedAtMs: 2_000 })]),
  });
  await cli.code;
  expect(cli.stdout()).toMatch(/^!! The board took what it should have refused\./);
  expect(cli.stdout()).toContain('One bit flipped (flipped-bit)');
});

test('what a board knows no case of does not count among all, and does where it was asked for', async () => {
  const results = [result('status-404'), result('diagnostics-fail', { state: 'notRun' })];
  const states = [runOf(results, { state: 'done', endedAtMs: 2_000 })];
  expect(await startCli(faults(imageFile(), '--json'), { core: coreWith(states) }).code).toBe(0);
  const asked = startCli(faults(imageFile(), '--json', '--only', 'status-404', 'diagnostics-fail'), {
    core: coreWith(states),
  });
  expect(await asked.code).toBe(1);
  expect(asked.events().at(-1)).toMatchObject({ notRun: [{ name: 'diagnostics-fail' }] });
});

test('the options reach the core', async () => {
  const core = coreWith([runOf([result('stall')], { state: 'done', endedAtMs: 2_000 })]);
  const other = imageFile('crash.bin');
  const options = ['--only', 'stall,reset', 'slow', '--at', '5000', '--for', '2.5', '--rate', '20'];
  const cli = startCli(
    faults(
      imageFile(),
      '--json',
      ...options,
      '--server-port',
      '9443',
      '--image',
      `crash-after-boot=${other}`,
    ),
    { core },
  );
  expect(await cli.code).toBe(0);
  expect(ran(core)).toMatchObject({
    names: ['stall', 'reset', 'slow'],
    params: { stall: { atBytes: 5_000, forMs: 2_500, bytesPerSecond: 20_000 } },
    port: 9_443,
    images: { 'crash-after-boot': expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

test.each([
  [['--only', 'no-such-fault'], 'no-such-fault'],
  [['--image', 'app.bin'], '--image'],
  [['--image', 'power-cut=app.bin'], 'diagnostics-fail'],
  [['--at', '0'], '--at'],
])('%j is a misuse', async (options, named) => {
  const cli = startCli(faults(imageFile(), '--json', ...options), { core: coreWith([]) });
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'usage/invalid' }]);
  expect(JSON.stringify(cli.events()[0])).toContain(named);
});

test('an unsound image is refused before the port is opened', async () => {
  const core = coreWith([]);
  const file = imageFile('bad.bin', (bytes) => {
    bytes[0x1000] = (bytes[0x1000] ?? 0) ^ 1;
  });
  const cli = startCli(faults(file, '--json'), { core });
  expect(await cli.code).toBe(2);
  expect(core.calls).toEqual([]);
});

test('a fault that a real board cannot show without an image is bad input', async () => {
  const core = coreWith([], {
    'faults.run': () => {
      throw new WorkbenchError('faults/needs-image', { name: 'crash-after-boot' });
    },
  });
  const cli = startCli(faults(imageFile(), '--json', '--only', 'crash-after-boot'), { core });
  expect(await cli.code).toBe(2);
  expect(cli.events().at(-1)).toMatchObject({ event: 'error', code: 'faults/needs-image' });
});

test('a board that waits for its reset is told once a time', async () => {
  const waiting = runOf([result('chunked', { state: 'running', durationMs: null })], { waitingFor: 'reset' });
  const core = coreWith([waiting, waiting, runOf([result('chunked')], { state: 'done', endedAtMs: 2_000 })]);
  const cli = startCli(faults(imageFile(), '--json'), { core });
  await cli.code;
  expect(cli.events().filter(({ event }) => event === 'waiting')).toEqual([
    { event: 'waiting', for: 'reset' },
  ]);
});

test('a signal calls the run off: a cancelled verdict and the summary, exit 1', async () => {
  const core = coreWith([
    runOf([result('chunked', { state: 'running', durationMs: null })], { waitingFor: 'reset' }),
  ]);
  const cli = startCli(faults(imageFile(), '--json'), { core });
  await cli.said('waiting');
  cli.signal();
  expect(await cli.code).toBe(1);
  expect(cli.events().slice(-2)).toMatchObject([
    { event: 'verdict', outcome: 'cancelled' },
    { event: 'summary', cancelled: true },
  ]);
});
