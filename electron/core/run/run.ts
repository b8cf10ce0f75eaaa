import type { ErrorPayload } from '../../../shared/errors.ts';
import type { StopReason } from '../../../shared/run/run-state.ts';
import type { RunCaseView, RunView } from '../../../shared/run/run-view.ts';

/** What can be asked of a soak, a fleet, a plan, and of one step of a plan. */
export interface Run {
  /** Ends with the last update. Never rejects. */
  readonly ended: Promise<void>;
  start(): void;
  /** Nothing new begins; what runs is called off at once. The boards stay as they are. */
  cancel(): void;
  /** While it is so, nothing new begins. */
  pause(paused: boolean): void;
}

/** A run as a whole, as everyone sees it. */
export interface WholeRun extends Run {
  readonly view: RunView;
  /** The report could not be written, or can again. */
  setError(error: ErrorPayload | null): void;
}

/** One step of a plan. Before its turn its cases wait. */
export interface StepRun extends Run {
  readonly cases: readonly RunCaseView[];
  /** Why it took up no more, where the rules of the plan say so. */
  readonly stopped: StopReason | null;
  /** Nothing new begins; what runs goes on to its end. */
  stop(reason: StopReason): void;
}
