import type { ErrorPayload } from '../errors.ts';
import type { CaseExpectation } from './expectation.ts';
import type { RunPolicy } from './run-policy.ts';
import type { RunCounts, StopReason, TaskState } from './run-state.ts';

/** Numbers of one update, by a name that ends in its unit: `freeHeapBytes`, `rssiDbm`, `writtenBytesPerSecond`. */
export type Measured = Readonly<Record<string, number | null>>;

/** One update of a run, as everyone sees it. */
export interface RunCaseView {
  readonly taskId: string;
  readonly deviceId: string;
  readonly boardName: string;
  readonly imageId: string;
  readonly version: string | null;
  readonly cycle: number;
  readonly wave: number;
  readonly state: TaskState;
  /** Of the last try. */
  readonly pushId: string | null;
  readonly startedAtMs: number | null;
  readonly durationMs: number | null;
  /** Why it was not confirmed. */
  readonly error: ErrorPayload | null;
  readonly measured: Measured;
  /** What should come of it; left out: `confirmed`. */
  readonly expected?: CaseExpectation;
  /** What a plan calls it; left out elsewhere. */
  readonly label?: string;
}

/** A soak, a fleet or a plan, from its start to its end. */
export interface RunView {
  readonly runId: string;
  readonly kind: 'soak' | 'fleet' | 'plan';
  readonly title: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly policy: RunPolicy;
  readonly paused: boolean;
  readonly stopped: StopReason | null;
  /** The wave of a fleet, or the step of a plan, that is under way, from 0; null once it is over. */
  readonly wave: number | null;
  readonly waves: number;
  readonly counts: RunCounts;
  readonly cases: readonly RunCaseView[];
  /** Where its report is written. */
  readonly reportFolder: string | null;
  /** Why the run itself could not go on, or its report not be written. */
  readonly error: ErrorPayload | null;
}
