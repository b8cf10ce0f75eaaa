import type { ErrorPayload } from '../../../shared/errors.ts';
import type { FaultResult, FaultRun } from '../../../shared/faults/fault-values.ts';
import type { TaskState } from '../../../shared/run/run-state.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';

/** What every case of one board's faults shares; `taskId` and `label` are the beginnings of theirs. */
export type FaultCaseHead = Pick<RunCaseView, 'taskId' | 'deviceId' | 'boardName' | 'imageId' | 'version'> & {
  readonly label: string;
};

const NOTHING = {
  cycle: 1,
  wave: 0,
  pushId: null,
  startedAtMs: null,
  durationMs: null,
  error: null,
  measured: {},
};
const ANY = { outcome: null, codes: [] };
const NOT_BEGUN = { kind: 'ended', attempt: 1, outcome: 'interrupted', counts: true, met: false } as const;

/** The faults of a board that have not begun, or cannot: one case for all of them. */
export function openFaultCase(
  head: FaultCaseHead,
  state: 'waiting' | 'running' | 'ended' | 'skipped',
  error: ErrorPayload | null,
): RunCaseView {
  const kinds: Readonly<Record<typeof state, TaskState>> = {
    waiting: { kind: 'waiting' },
    running: { kind: 'running', attempt: 1 },
    ended: NOT_BEGUN,
    skipped: { kind: 'skipped' },
  };
  return { ...NOTHING, ...head, error, expected: ANY, state: kinds[state] };
}

/** One fault as a case. `all`: what this board knows no such case of does not count. */
export function caseOfFault(
  head: FaultCaseHead,
  run: FaultRun,
  result: FaultResult,
  all: boolean,
): RunCaseView {
  const { name, expected, pushId, durationMs } = result;
  return {
    ...NOTHING,
    ...head,
    taskId: `${head.taskId}-${name}`,
    label: `${head.label}, ${name}`,
    pushId,
    startedAtMs: result.state === 'queued' ? null : run.startedAtMs,
    durationMs,
    error: result.error,
    expected: { outcome: null, codes: [...expected] },
    state: stateOf(run, result, all),
  };
}

function stateOf(run: FaultRun, { state, outcome, error }: FaultResult, all: boolean): TaskState {
  const ended = { kind: 'ended', attempt: 1, counts: true } as const;
  switch (state) {
    case 'queued':
      return { kind: 'waiting' };
    case 'running':
      return { kind: 'running', attempt: 1 };
    case 'passed':
      return { ...ended, outcome: outcome ?? 'unknown', met: true };
    case 'failed':
      return { ...ended, outcome: outcome ?? 'unknown', met: false };
    case 'notRun': {
      const lacks = all && error?.code === 'faults/not-for-program';
      return run.state === 'cancelled' || lacks || (all && error === null) ? { kind: 'skipped' } : NOT_BEGUN;
    }
    default:
      return state satisfies never;
  }
}
