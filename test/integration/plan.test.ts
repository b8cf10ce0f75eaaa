import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { reportSchema } from '../../shared/report/report-schema.ts';
import type { PlanProblem } from '../../shared/run/plan.ts';
import type { RunView } from '../../shared/run/run-view.ts';
import { CoreClient } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

let client: CoreClient;
let folder: string;
let reportDir: string;
beforeEach(async () => {
  client = await CoreClient.open();
  folder = mkdtempSync(path.join(tmpdir(), 'ota-plan-'));
  reportDir = path.join(folder, 'report');
  for (const version of ['1.1.0', '2.2.22'])
    writeFileSync(
      path.join(folder, `${version}.bin`),
      buildAppImage(
        { projectName: 'native_ota_example', version, sizeBytes: 100_000, seed: version.length },
        sha256,
      ),
    );
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

function plan(steps: string, boards = ['a'], more = ''): string {
  const file = path.join(folder, 'plan.yaml');
  const named = boards.map((name) => `  - virtual: ${name}\n`).join('');
  const images = 'images: { old: 1.1.0.bin, new: 2.2.22.bin }\n';
  writeFileSync(file, `name: Trial\n${images}boards:\n${named}${more}steps:\n${steps}`);
  return file;
}

function boards(...names: string[]): void {
  for (const name of names) client.virtual.add(name, FAST);
}

async function run(file: string): Promise<RunView> {
  const { runId, problems } = await client.call('run.plan', { plan: { path: file }, reportDir });
  expect(problems).toEqual([]);
  return client.when('run', runId as string, ({ endedAtMs }) => endedAtMs !== null, 60_000);
}

async function report() {
  await client.core.stop();
  return reportSchema.parse(JSON.parse(readFileSync(path.join(reportDir, 'report.json'), 'utf8')));
}

test('the steps are taken in order on every board, and a case is passed by what is expected of it', async () => {
  boards('a', 'b');
  const view = await run(
    plan(
      `  - { push: new, reset: true }
  - { push: old, fault: wrong-ca, force: all, reset: true, expect: { outcome: failed, code: tls/unknown-ca } }
  - { push: old, fault: wrong-ca, force: all, reset: true, expect: confirmed }
  - wait: 50ms
  - resetBoards: true
  - { soak: [old, new], cycles: 2, reset: true }
`,
      ['a', 'b'],
    ),
  );
  expect(view).toMatchObject({ kind: 'plan', title: 'Trial', stopped: null, waves: 6 });
  const met = view.cases.map(({ label, boardName, state }) => [
    label,
    boardName,
    state.kind === 'ended' ? [state.outcome, state.met] : state.kind,
  ]);
  expect(met.sort()).toEqual(
    ['a', 'b']
      .flatMap((name) => [
        ['1. new', name, ['confirmed', true]],
        ['2. old, wrong-ca', name, ['failed', true]],
        ['3. old, wrong-ca', name, ['failed', false]],
        ['6. old, new #1', name, ['confirmed', true]],
        ['6. old, new #2', name, ['confirmed', true]],
      ])
      .sort(),
  );
  const { kind, cases } = await report();
  expect(kind).toBe('plan');
  expect(cases.filter(({ expectation }) => expectation?.met === false)).toHaveLength(2);
  const junit = readFileSync(path.join(reportDir, 'junit.xml'), 'utf8');
  expect(junit).toContain('tests="10" failures="2" errors="0"');
  expect(junit).toContain('Expected confirmed; was failed, tls/unknown-ca.');
});

test('faults of a step are cases of their own, judged by the fault lab', async () => {
  boards('a');
  const view = await run(
    plan('  - { push: old, reset: true }\n  - { faults: new, only: [wrong-ca, status-404] }\n'),
  );
  expect(view.cases.map(({ label, state }) => [label, state.kind === 'ended' && state.met])).toEqual([
    ['1. old', true],
    ['2. new, status-404', true],
    ['2. new, wrong-ca', true],
  ]);
  const { cases } = await report();
  expect(cases.map(({ outcome, expectation }) => [outcome, expectation?.met])).toEqual([
    ['confirmed', true],
    ['failed', true],
    ['failed', true],
  ]);
});

test('a command of the plan that fails is a case, and the plan goes on where its rules let it', async () => {
  boards('a');
  writeFileSync(path.join(folder, 'here.txt'), 'x');
  const view = await run(
    plan(
      '  - command: test -f here.txt\n  - command: exit 3\n  - { push: new, reset: true }\n  - { push: old, reset: true }\n',
    ),
  );
  expect(
    view.cases.map(({ label, state, error }) => [label, state.kind === 'ended' && state.met, error?.code]),
  ).toEqual([
    ['2. exit 3', false, 'run/command-failed'],
    ['3. new', true, undefined],
    ['4. old', true, undefined],
  ]);
});

test('a plan stops at as many failures as it allows, and leaves out the rest', async () => {
  boards('a');
  const view = await run(
    plan(
      '  - { push: new, reset: true, expect: failed }\n  - { push: old }\n  - { wait: 1h }\n',
      ['a'],
      'policy: { stopAfter: 1 }\n',
    ),
  );
  expect(view.stopped).toBe('stopAfter');
  expect(view.cases.map(({ state }) => state.kind)).toEqual(['ended', 'skipped']);
});

test.each([
  ['a push', '  - { push: new, reset: true }\n  - { push: old }\n', 'running'],
  ['a wait', '  - { wait: 1h }\n  - { push: new }\n  - { push: old }\n', 'waiting'],
  ['a command', '  - { command: sleep 100 }\n  - { push: new }\n  - { push: old }\n', 'waiting'],
  ['faults', '  - { faults: new, only: [stall] }\n  - { push: new }\n  - { push: old }\n', 'running'],
])('a plan that is called off in %s ends within a second', async (_what, steps, kind) => {
  client.virtual.add('a', { ...FAST, wifiBytesPerSecond: 20_000 });
  const { runId } = await client.call('run.plan', { plan: { path: plan(steps) }, reportDir });
  await client.when('run', runId as string, ({ cases }) => cases[0]?.state.kind === kind);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const startedAtMs = Date.now();
  await client.call('run.cancel', { runId: runId as string });
  expect(Date.now() - startedAtMs).toBeLessThan(1_000);
  const view = client.state('run', runId as string);
  expect(view).toMatchObject({ stopped: 'cancelled', counts: { running: 0, waiting: 0 } });
  expect(view?.endedAtMs).not.toBeNull();
});

const reading = (text: string) => ({ plan: { text, baseDir: folder }, reportDir: null });
const placed = (problems: readonly PlanProblem[]) => problems.map(({ line, code }) => [line, code]);

test('everything wrong with a plan is told in one pass with its place, and nothing begins', async () => {
  const text = `name: x
images:
  old: nowhere.bin
  new: also-nowhere.bin
boards:
  - virtual: a
  - port: /nowhere/ttyUSB9
  - device: usb-1a86-7523-none
steps:
  - { push: old, tipo: 1 }
  - { push: nwe }
  - { push: new, expect: { outcome: confirmed, code: http/status } }
`;
  const wrong = [
    [3, 'plan/image-file'],
    [4, 'plan/image-file'],
    [7, 'plan/no-board'],
    [8, 'plan/no-board'],
    [10, 'plan/unknown-key'],
    [11, 'plan/unknown-image'],
    [12, 'plan/contradiction'],
  ];
  const begun = await client.call('run.plan', reading(text));
  expect([begun.runId, placed(begun.problems)]).toEqual([null, wrong]);
  const check = await client.call('run.planCheck', { plan: { text, baseDir: folder } });
  expect([check.policy, placed(check.problems)]).toEqual([null, wrong]);
  const missing = plan('  - { push: new }\n').replace('plan.yaml', 'other.yaml');
  await expect(client.call('run.plan', { plan: { path: missing }, reportDir })).rejects.toMatchObject({
    code: 'plan/unreadable',
  });
});

test('a check says what a plan will do, and opens, begins and keeps nothing for it', async () => {
  boards('a');
  const file = plan('  - { push: new, reset: true }\n  - { push: old, fault: wrong-ca }\n');
  const check = await client.call('run.planCheck', { plan: { path: file } });
  expect(check).toMatchObject({
    file: 'plan.yaml',
    name: 'Trial',
    problems: [],
    images: [
      { image: 'old', file: '1.1.0.bin', facts: { version: '1.1.0', chip: 'ESP32' } },
      { image: 'new', file: '2.2.22.bin', facts: { version: '2.2.22' } },
    ],
    boards: [{ wanted: 'virtual a', found: [{ name: 'a', state: 'made' }] }],
    steps: [
      { number: 1, step: { push: 'new' } },
      { number: 2, step: { fault: 'wrong-ca' } },
    ],
    policy: { concurrency: 8 },
  });
  expect(client.state('board', 'virtual-a')).toBeUndefined();
  expect(client.core.states().filter(({ name }) => name === 'run' || name === 'image')).toEqual([]);
});

test('a plan of another machine takes its images from the library, and says which are not chosen', async () => {
  boards('a');
  const text = readFileSync(plan('  - { push: new, reset: true }\n  - { push: old }\n'), 'utf8');
  const bytes = new Uint8Array(readFileSync(path.join(folder, '2.2.22.bin')));
  const { imageId } = await client.call('image.add', { fileName: '2.2.22.bin', bytes });
  const source = (imageIds: Record<string, string>) => ({ text, fileName: 'theirs.yaml', imageIds });
  const check = await client.call('run.planCheck', { plan: source({ new: imageId }) });
  expect(check.problems).toMatchObject([{ line: 2, code: 'plan/image-file', params: { image: 'old' } }]);
  const { problems } = await client.call('run.plan', {
    plan: source({ new: imageId, old: imageId }),
    reportDir,
  });
  expect(problems).toEqual([]);
});

test('a fault without an expectation is right as the fault lab knows it, and counts for no board and no image', async () => {
  boards('a');
  const view = await run(
    plan('  - { push: new, reset: true }\n  - { push: old, fault: wrong-ca, force: all, reset: true }\n'),
  );
  expect(view.cases[1]).toMatchObject({
    error: { code: 'tls/unknown-ca' },
    state: { kind: 'ended', outcome: 'failed', met: true },
    expected: { outcome: null, codes: ['tls/unknown-ca'] },
  });
  await expect
    .poll(async () => {
      const filter = { offset: 0, limit: 9, folded: true };
      return (await client.call('history.list', filter)).entries;
    })
    .toMatchObject([{ kind: 'run', state: 'ended', cases: 2, confirmed: 2, failed: 0 }]);
  expect(await client.call('history.stats', { by: 'board' })).toMatchObject([
    { total: 1, byOutcome: { confirmed: 1 }, successRate: 1 },
  ]);
  expect(await client.call('history.stats', { by: 'image' })).toMatchObject([{ total: 1 }]);
});

test('a page that may name no paths runs no plan and has no report written elsewhere', async () => {
  const station = await CoreClient.open({ shell: 'station', allowedFolders: [] });
  try {
    const code = { code: 'path/not-allowed' };
    const call = station.call('run.plan', { plan: { path: plan('  - push: new\n') }, reportDir: null });
    await expect(call).rejects.toMatchObject(code);
    await expect(
      station.call('run.plan', { plan: { text: 'name: x', baseDir: folder }, reportDir }),
    ).rejects.toMatchObject(code);
  } finally {
    await station.close();
  }
});
