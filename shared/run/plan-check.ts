import type { PlanProblem, PlanStep } from './plan.ts';
import type { RunPolicy } from './run-policy.ts';

/** An image of a plan, as far as it could be read. */
export interface PlanImageView {
  /** What the plan calls it. */
  readonly image: string;
  /** As the plan has it. */
  readonly file: string;
  /** Null where it could not be read, or was not chosen: then a problem says why. */
  readonly facts: {
    readonly projectName: string | null;
    readonly version: string | null;
    readonly chip: string | null;
    readonly sizeBytes: number;
  } | null;
}

/** What will become of a board when the plan begins. */
export const PLAN_BOARD_STATES = ['open', 'opens', 'asked', 'made'] as const;

/** A board, or a port where one may be. */
export interface PlanBoardFound {
  readonly name: string;
  readonly chip: string | null;
  /**
   * `open`: it takes part. `opens`: its port is opened. `asked`: its port is opened to hear which chip it is. `made`: a
   * virtual board that does not run yet.
   */
  readonly state: (typeof PLAN_BOARD_STATES)[number];
}

/** An entry of a plan's boards with what it finds here. */
export interface PlanBoardView {
  /** Its place among the boards, from 1. */
  readonly number: number;
  /** `port /dev/ttyUSB0`, `chip ESP32-C3` */
  readonly wanted: string;
  readonly found: readonly PlanBoardFound[];
}

/** What a plan would do here, and all that is wrong with it; nothing is begun, opened or kept for it. */
export interface PlanCheck {
  /** What problems call the file. */
  readonly file: string;
  readonly name: string | null;
  readonly problems: readonly PlanProblem[];
  readonly images: readonly PlanImageView[];
  readonly boards: readonly PlanBoardView[];
  /** Those that could be read, by their number from 1. */
  readonly steps: readonly { readonly number: number; readonly step: PlanStep }[];
  /** Null where the plan has problems. */
  readonly policy: RunPolicy | null;
}

/** What became of the wish to begin a plan. */
export interface PlanBegun {
  /** Null where it was not begun: `problems` say why. */
  readonly runId: string | null;
  readonly problems: readonly PlanProblem[];
  /** What does not keep it from going on: boards that may have been meant and do not say what they are. */
  readonly notes: readonly PlanProblem[];
}
