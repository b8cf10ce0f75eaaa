import { expect, test } from 'vitest';

import type { Attempt } from '../../../electron/core/run/task-attempt.ts';
import { TaskCases } from '../../../electron/core/run/task-cases.ts';

const attempt = (given: Partial<Attempt>): Attempt => ({
  pushId: 'push',
  outcome: 'interrupted',
  error: { code: 'serial/port-gone', params: {} },
  durationMs: 1_000,
  measured: {},
  ...given,
});
const GONE = attempt({});
const NOT_BEGUN = attempt({ pushId: null, durationMs: null, error: { code: 'board/not-open', params: {} } });
const cases = () => new TaskCases({ board: () => expect.fail('asked'), versionOf: () => null });

test('a further try that could not be begun leaves the cause and the update of the one before', () => {
  const run = cases();
  expect(run.endOf('a', GONE)).toBe(GONE);
  expect(run.endOf('a', NOT_BEGUN)).toBe(GONE);
  const second = attempt({ pushId: 'second', outcome: 'confirmed', error: null });
  expect(run.endOf('a', second)).toBe(second);
});

test('a first try that could not be begun says so, as does one that was called off', () => {
  const run = cases();
  expect(run.endOf('a', NOT_BEGUN)).toBe(NOT_BEGUN);
  run.endOf('b', GONE);
  const cancelled = attempt({ pushId: null, outcome: 'cancelled', error: null });
  expect(run.endOf('b', cancelled)).toBe(cancelled);
  expect(run.endOf('c', NOT_BEGUN)).toBe(NOT_BEGUN);
});
