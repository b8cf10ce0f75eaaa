import { expect, test } from 'vitest';

import { pseudoRandomWords } from '../../../shared/esp/pseudo-random.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { OUTCOMES } from '../../../shared/ota/stage.ts';
import type { RunPolicy } from '../../../shared/run/run-policy.ts';
import { FLEET_POLICY, SOAK_POLICY } from '../../../shared/run/run-policy.ts';
import type { RunState, RunTask } from '../../../shared/run/run-state.ts';
import {
  cancelRun,
  countRun,
  currentWave,
  isRunOver,
  joinRun,
  nextTasks,
  pauseRun,
  startRun,
  taskEnded,
  taskStarted,
} from '../../../shared/run/run-state.ts';

const fleet = (count: number): RunTask[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    deviceId: `b${index}`,
    imageId: 'i',
    cycle: 1,
  }));
const soak = (cycles: number): RunTask[] =>
  Array.from({ length: cycles }, (_, index) => ({
    id: `c${index + 1}`,
    deviceId: 'b',
    imageId: `i${index % 2}`,
    cycle: index + 1,
  }));
const ids = (state: RunState): string[] => nextTasks(state).map(({ id }) => id);
const begin = (state: RunState): RunState =>
  nextTasks(state).reduce((next, { id }) => taskStarted(next, id), state);
const finish = (state: RunState, outcome: Outcome): RunState =>
  state.entries
    .filter((entry) => entry.state.kind === 'running')
    .reduce((next, { task }) => taskEnded(next, task.id, outcome), state);

test('a soak takes one cycle after the other and stops at the first failure', () => {
  let state = begin(startRun(soak(3), SOAK_POLICY));
  expect(ids(state)).toEqual([]);
  state = begin(finish(state, 'confirmed'));
  state = finish(state, 'rolledBack');
  expect(state.stopped).toBe('stopAfter');
  expect(countRun(state)).toEqual({
    waiting: 0,
    running: 0,
    skipped: 1,
    byOutcome: { confirmed: 1, rolledBack: 1 },
  });
  expect(isRunOver(state)).toBe(true);
});

test('the canary goes alone, and its failure spares the others', () => {
  const state = begin(startRun(fleet(20), FLEET_POLICY));
  expect(countRun(state).running).toBe(1);
  expect(finish(state, 'failed')).toMatchObject({ stopped: 'canary' });
  expect(ids(finish(state, 'confirmed'))).toHaveLength(8);
});

test('a wave begins when the one before it is over, and too many failures in one stop the run', () => {
  const policy: RunPolicy = { ...FLEET_POLICY, canary: 0, waveSize: 10, concurrency: 10, retries: 0 };
  let state = begin(startRun(fleet(30), policy));
  for (let index = 0; index < 9; index += 1) state = taskEnded(state, `t${index}`, 'confirmed');
  expect(ids(state)).toEqual([]);
  state = taskEnded(state, 't9', 'failed');
  expect(state.stopped).toBeNull();
  expect(currentWave(state)).toBe(1);
  state = begin(state);
  state = taskEnded(state, 't10', 'failed');
  state = taskEnded(state, 't11', 'refused');
  expect(state.stopped).toBe('errorPercent');
});

test('what was cut off gets its second try, and no third', () => {
  const policy: RunPolicy = { ...FLEET_POLICY, canary: 0 };
  let state = finish(begin(startRun(fleet(1), policy)), 'interrupted');
  expect(ids(state)).toEqual(['t0']);
  state = finish(begin(state), 'interrupted');
  expect(state.entries[0]?.state).toEqual({
    kind: 'ended',
    attempt: 2,
    outcome: 'interrupted',
    counts: true,
  });
});

test('a pause lets running updates end and begins nothing', () => {
  const state = pauseRun(begin(startRun(fleet(20), { ...FLEET_POLICY, canary: 0 })), true);
  expect(ids(finish(state, 'confirmed'))).toEqual([]);
  expect(ids(pauseRun(finish(state, 'confirmed'), false))).toHaveLength(8);
});

test('a board that appears later joins; after a stop it does not', () => {
  const late = { id: 'late', deviceId: 'late', imageId: 'i', cycle: 1 };
  const state = startRun(fleet(2), { ...FLEET_POLICY, canary: 0 });
  expect(ids(joinRun(state, late))).toEqual(['t0', 't1', 'late']);
  expect(joinRun(cancelRun(state), late).entries).toHaveLength(2);
});

type Pick = (below: number) => number;

function anyPolicy(pick: Pick): RunPolicy {
  return {
    concurrency: 1 + pick(6),
    canary: pick(3),
    waveSize: pick(2) === 0 ? null : 1 + pick(5),
    errorPercent: pick(2) === 0 ? null : pick(100),
    stopAfter: pick(2) === 0 ? null : 1 + pick(5),
    retries: pick(3),
    retryOn: ['interrupted', 'failed'],
  };
}

/** Begins what may begin, checks what must hold, and ends some of what runs. */
function turn(before: RunState, pick: Pick): RunState {
  const wave = currentWave(before);
  const next = nextTasks(before);
  expect(before.stopped === null || next.length === 0).toBe(true);
  expect(next.every((task) => before.entries.find((entry) => entry.task === task)?.wave === wave)).toBe(true);
  const state = begin(before);
  const running = state.entries.filter((entry) => entry.state.kind === 'running');
  expect(running.length).toBeLessThanOrEqual(state.policy.concurrency);
  expect(new Set(running.map(({ task }) => task.deviceId)).size).toBe(running.length);
  expect(running.every(({ attempts }) => attempts <= state.policy.retries + 1)).toBe(true);
  const ending = running.filter(() => pick(10) < 6);
  return ending.reduce(
    (now, { task }) => taskEnded(now, task.id, OUTCOMES[pick(OUTCOMES.length)] as Outcome),
    state,
  );
}

test('any run of any rules keeps its promises', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const words = pseudoRandomWords(seed);
    const pick: Pick = (below) => words() % below;
    const tasks = pick(2) === 0 ? fleet(1 + pick(20)) : soak(1 + pick(20));
    let state = startRun(tasks, anyPolicy(pick));
    for (let turns = 0; turns < 500 && !isRunOver(state); turns += 1) state = turn(state, pick);
    expect(isRunOver(state), `seed ${seed}`).toBe(true);
    const { byOutcome, skipped } = countRun(state);
    expect(Object.values(byOutcome).reduce((sum, count) => sum + count, skipped)).toBe(tasks.length);
  }
});

test('what this computer did to an update stops nothing', () => {
  const state = begin(startRun(soak(3), SOAK_POLICY));
  expect(ids(taskEnded(state, 'c1', 'interrupted', false))).toEqual(['c2']);
});
