import type { FaultName } from '../faults/fault.ts';
import type { Outcome } from '../ota/stage.ts';
import type { CaseExpectation } from './expectation.ts';
import type { RunPolicy } from './run-policy.ts';

/** One update that a run is to make. */
export interface RunTask {
  readonly id: string;
  readonly deviceId: string;
  readonly imageId: string;
  /** From 1; always 1 in a fleet. */
  readonly cycle: number;
  /** Left out: what the fault lab expects of `fault`; without one, `confirmed`. */
  readonly expected?: CaseExpectation;
  /** What it is made to fail by. */
  readonly fault?: FaultName;
  /** What a plan calls it. */
  readonly label?: string;
}

export type TaskState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly attempt: number }
  /**
   * `counts`: false where it was this computer's doing and says nothing of the board. `met`: whether it is what the task
   * expects; left out where `confirmed` alone is right.
   */
  | {
      readonly kind: 'ended';
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly counts: boolean;
      readonly met?: boolean;
    }
  /** The run stopped before its turn. */
  | { readonly kind: 'skipped' };

/** Why a run takes up no more tasks. */
export type StopReason = 'canary' | 'errorPercent' | 'stopAfter' | 'cancelled';

export interface RunEntry {
  readonly task: RunTask;
  readonly wave: number;
  /** Updates of it that were begun. */
  readonly attempts: number;
  readonly state: TaskState;
}

/** A run as a pure value: who asks for its next tasks and tells their ends is the runner's. */
export interface RunState {
  readonly policy: RunPolicy;
  readonly entries: readonly RunEntry[];
  /** Running updates go on; nothing new begins until it is taken back. */
  readonly paused: boolean;
  readonly stopped: StopReason | null;
}

/** Counts of a run, each task once. */
export interface RunCounts {
  readonly waiting: number;
  readonly running: number;
  readonly skipped: number;
  readonly byOutcome: Readonly<Partial<Record<Outcome, number>>>;
}

export function startRun(tasks: readonly RunTask[], policy: RunPolicy): RunState {
  const entries = tasks.map((task, index) => ({
    task,
    wave: waveOf(index, policy),
    attempts: 0,
    state: { kind: 'waiting' } as const,
  }));
  return { policy, entries, paused: false, stopped: null };
}

/** A board that appeared while the run goes on: it joins the last wave. After a stop it is left out. */
export function joinRun(state: RunState, task: RunTask): RunState {
  if (state.stopped !== null) return state;
  const wave = Math.max(waveOf(state.entries.length, state.policy), state.entries.at(-1)?.wave ?? 0);
  const entry: RunEntry = { task, wave, attempts: 0, state: { kind: 'waiting' } };
  return { ...state, entries: [...state.entries, entry] };
}

/** Tasks that have not begun, each with another image. */
export function withImages(state: RunState, imageOf: (task: RunTask) => string): RunState {
  const entries = state.entries.map((entry) => {
    if (entry.attempts > 0) return entry;
    const imageId = imageOf(entry.task);
    return imageId === entry.task.imageId ? entry : { ...entry, task: { ...entry.task, imageId } };
  });
  return { ...state, entries };
}

/** The tasks that may begin now, in their order. */
export function nextTasks(state: RunState): readonly RunTask[] {
  if (state.paused || state.stopped !== null) return [];
  const running = state.entries.filter((entry) => entry.state.kind === 'running');
  const busy = new Set(running.map(({ task }) => task.deviceId));
  const wave = currentWave(state);
  const next: RunTask[] = [];
  for (const { task, state: standing, wave: own } of state.entries) {
    if (standing.kind !== 'waiting' || own !== wave || busy.has(task.deviceId)) continue;
    if (running.length + next.length >= state.policy.concurrency) break;
    busy.add(task.deviceId);
    next.push(task);
  }
  return next;
}

export function taskStarted(state: RunState, id: string): RunState {
  return change(state, id, (entry) => {
    const attempts = entry.attempts + 1;
    return { ...entry, attempts, state: { kind: 'running', attempt: attempts } };
  });
}

/** The end of a running task: it waits for another try, or is over, and may stop the run. */
export function taskEnded(
  state: RunState,
  id: string,
  outcome: Outcome,
  counts = true,
  met: boolean | null = null,
): RunState {
  const { retries, retryOn } = state.policy;
  const against = met === null ? {} : { met };
  const ended = change(state, id, (entry) => {
    if (entry.state.kind !== 'running') return entry;
    const again =
      state.stopped === null && met !== true && retryOn.includes(outcome) && entry.attempts <= retries;
    return again
      ? { ...entry, state: { kind: 'waiting' } }
      : { ...entry, state: { kind: 'ended', attempt: entry.attempts, outcome, counts, ...against } };
  });
  const reason = stopReason(ended);
  return reason === null ? ended : stopRun(ended, reason);
}

/** Running updates go on to their verdicts; whoever calls a run off cancels them too. */
export function cancelRun(state: RunState): RunState {
  return stopRun(state, 'cancelled');
}

export function pauseRun(state: RunState, paused: boolean): RunState {
  return state.stopped === null ? { ...state, paused } : state;
}

/** True when nothing runs and nothing waits. */
export function isRunOver({ entries }: RunState): boolean {
  return entries.every(({ state }) => state.kind === 'ended' || state.kind === 'skipped');
}

/** The wave whose tasks are under way: the first that is not over. */
export function currentWave({ entries }: RunState): number {
  const open = entries.filter(({ state }) => state.kind === 'waiting' || state.kind === 'running');
  return open.reduce((first, { wave }) => Math.min(first, wave), Number.POSITIVE_INFINITY);
}

export function countRun({ entries }: RunState): RunCounts {
  return countCases(entries);
}

/** Counts of cases by what became of them, each once. */
export function countCases(cases: readonly { readonly state: TaskState }[]): RunCounts {
  const byOutcome: Partial<Record<Outcome, number>> = {};
  let waiting = 0;
  let running = 0;
  let skipped = 0;
  for (const { state } of cases) {
    if (state.kind === 'ended') byOutcome[state.outcome] = (byOutcome[state.outcome] ?? 0) + 1;
    else if (state.kind === 'waiting') waiting += 1;
    else if (state.kind === 'running') running += 1;
    else skipped += 1;
  }
  return { waiting, running, skipped, byOutcome };
}

function waveOf(index: number, { canary, waveSize }: RunPolicy): number {
  if (index < canary) return 0;
  const first = canary > 0 ? 1 : 0;
  return waveSize === null ? first : first + Math.floor((index - canary) / waveSize);
}

function change(state: RunState, id: string, to: (entry: RunEntry) => RunEntry): RunState {
  return { ...state, entries: state.entries.map((entry) => (entry.task.id === id ? to(entry) : entry)) };
}

/** What waits is left out; what runs goes on to its verdict. A run that has stopped keeps its reason. */
export function stopRun(state: RunState, reason: StopReason): RunState {
  if (state.stopped !== null) return state;
  const entries = state.entries.map((entry) =>
    entry.state.kind === 'waiting' ? { ...entry, state: { kind: 'skipped' } as const } : entry,
  );
  return { ...state, entries, stopped: reason, paused: false };
}

function stopReason(state: RunState): StopReason | null {
  const { policy, entries } = state;
  const failed = entries.filter((entry) => isFailure(entry.state));
  if (policy.stopAfter !== null && failed.length >= policy.stopAfter) return 'stopAfter';
  if (policy.canary > 0 && failed.some(({ wave }) => wave === 0)) return 'canary';
  const { errorPercent } = policy;
  if (errorPercent === null) return null;
  const waves = new Set(failed.map(({ wave }) => wave));
  const tooMany = [...waves].some((wave) => {
    const size = entries.filter((entry) => entry.wave === wave).length;
    const bad = failed.filter((entry) => entry.wave === wave).length;
    return (bad / size) * 100 > errorPercent;
  });
  return tooMany ? 'errorPercent' : null;
}

function isFailure(state: TaskState): boolean {
  if (state.kind !== 'ended' || !state.counts) return false;
  return state.met === undefined
    ? state.outcome !== 'confirmed' && state.outcome !== 'cancelled'
    : !state.met && state.outcome !== 'cancelled';
}
