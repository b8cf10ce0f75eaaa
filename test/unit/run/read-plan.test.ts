import { expect, test } from 'vitest';

import { readPlan } from '../../../shared/run/read-plan.ts';

const PLAN = `name: Nightly
images:
  old: build/old.bin
  new: build/new.bin
boards:
  - port: /dev/ttyUSB0
  - chip: ESP32-C3
policy: { concurrency: 4, canary: 1 }
steps:
  - push: new
    timeout: 1m
  - soak: [old, new]
    cycles: 10
    pause: 250ms
    between: ./relay.sh
  - push: old
    fault: wrong-ca
    expect: { outcome: failed, code: tls/unknown-ca }
  - wait: 5
  - resetBoards: true
`;

const problems = (text: string) =>
  readPlan(text).problems.map(({ line, column, code, params }) => [line, column, code, params]);

test('a plan is read with its defaults, durations in milliseconds', () => {
  const reading = readPlan(PLAN);
  expect(reading).toMatchObject({
    problems: [],
    plan: {
      boards: [{ port: '/dev/ttyUSB0' }, { chip: 'ESP32-C3', reset: false }],
      steps: [
        { push: 'new', timeout: 60_000, reset: false, force: [] },
        { soak: ['old', 'new'], cycles: 10, pause: 250, stopAfter: 1 },
        { fault: 'wrong-ca', expect: { outcome: 'failed', code: 'tls/unknown-ca' } },
        { wait: 5_000 },
        { resetBoards: true },
      ],
    },
  });
});

test('an unknown key is named with its line', () => {
  expect(problems(PLAN.replace('    pause: 250ms', '    pasue: 250ms'))).toEqual([
    [14, 12, 'plan/unknown-key', { key: 'pasue', within: 'steps.1' }],
  ]);
});

test('a plan watches no image after its verdict: the key is unknown to it', () => {
  expect(problems(PLAN.replace('timeout: 1m', 'watch: 1m'))).toEqual([
    [11, 12, 'plan/unknown-key', { key: 'watch', within: 'steps.0' }],
  ]);
});

test('an image that no line names is told where it is asked for', () => {
  expect(problems(PLAN.replace('- push: old', '- push: odl'))).toEqual([
    [16, 11, 'plan/unknown-image', { image: 'odl' }],
  ]);
});

test('an image that no step uses is told where it stands', () => {
  expect(problems(PLAN.replace('  new: build/new.bin', '  new: build/new.bin\n  spare: x.bin'))).toEqual([
    [5, 10, 'plan/unused-image', { image: 'spare' }],
  ]);
});

test('what is missing is named', () => {
  expect(problems(PLAN.replace('name: Nightly\n', ''))).toEqual([[1, 1, 'plan/missing', { key: 'name' }]]);
  expect(problems('')).toMatchObject([[1, 1, 'plan/missing', { key: 'name' }], {}, {}, {}]);
});

test('a value of the wrong kind is told with its place', () => {
  expect(problems(PLAN.replace('cycles: 10', 'cycles: many'))).toMatchObject([
    [13, 13, 'plan/wrong-value', { key: 'steps.1.cycles' }],
  ]);
  expect(problems(PLAN.replace('timeout: 1m', 'timeout: soon'))).toMatchObject([
    [11, 14, 'plan/wrong-value', {}],
  ]);
});

test.each([
  ['cycles: 10', 'cycles: 10\n    stopAfter: 11', 'stopAfter, cycles'],
  ['outcome: failed, code', 'outcome: confirmed, code', 'expect.outcome confirmed, expect.code'],
])('steps that contradict themselves are told: %s becomes %s', (from, to, detail) => {
  expect(problems(PLAN.replace(from, to))).toMatchObject([
    [expect.any(Number), 5, 'plan/contradiction', { detail }],
  ]);
});

test('broken YAML is told by line, and aliases do not blow up', () => {
  expect(problems('name: [a\nsteps: 3')).toMatchObject([
    [expect.any(Number), expect.any(Number), 'plan/syntax', {}],
  ]);
  const bomb = Array.from(
    { length: 8 },
    (_, index) => `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}]`,
  );
  bomb[0] = 'a0: &a0 [x, x]';
  expect(problems(bomb.join('\n'))).toMatchObject([[1, 1, 'plan/syntax', {}]]);
});

test('no text throws', () => {
  for (let cut = 0; cut < PLAN.length; cut += 7) expect(() => readPlan(PLAN.slice(0, cut))).not.toThrow();
  for (const text of ['[]', 'null', '- a', '"x"', '{}', '\u0000', 'a: !!js/function x', '? [a]\n: b'])
    readPlan(text);
});

test('problems of form and of meaning are told together, and a broken step leaves no image unused', () => {
  const text = PLAN.replace('    pause: 250ms', '    pasue: 250ms')
    .replace('- push: old', '- push: odl')
    .replace('fault: wrong-ca', 'fault: wrong-cb')
    .replace('canary: 1', 'canary: one');
  expect(problems(text).map(([line, , code]) => [line, code])).toEqual([
    [8, 'plan/wrong-value'],
    [14, 'plan/unknown-key'],
    [16, 'plan/unknown-image'],
    [17, 'plan/unknown-fault'],
  ]);
});

test('what can be looked into is there though the plan is wrong elsewhere', () => {
  const { plan, parts } = readPlan(PLAN.replace('cycles: 10', 'cycles: many'));
  expect(plan).toBeNull();
  expect(parts.images).toEqual({ old: 'build/old.bin', new: 'build/new.bin' });
  expect(parts.boards.map(({ index }) => index)).toEqual([0, 1]);
  expect(parts.steps.map(({ index }) => index)).toEqual([0, 2, 3, 4]);
});
