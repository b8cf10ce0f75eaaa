import type { ErrorPayload } from '../errors.ts';
import type { Said } from '../ota/session-view.ts';
import type { Outcome } from '../ota/stage.ts';
import type { Expectation } from './expectation.ts';
import type { FaultGroup, FaultName, FaultParams, FaultSide } from './fault.ts';

/** A fault as a list offers it for one board and image. */
export interface FaultInfo {
  readonly name: FaultName;
  readonly group: FaultGroup;
  readonly side: FaultSide;
  /** The numbers that count for it, as they are where nobody changes them. */
  readonly params: FaultParams;
  /** Null where it cannot be run on this board. */
  readonly expected: Expectation | null;
  /** Why it cannot be run. */
  readonly reason: ErrorPayload | null;
}

/**
 * What nobody wants to see: the board took what it should refuse, does not come back, or went back from an image it had
 * taken.
 */
export type Finding = 'taken' | 'notBack' | 'notKept';

/** One fault of a run. */
export interface FaultResult {
  readonly name: FaultName;
  readonly group: FaultGroup;
  readonly state: 'queued' | 'running' | 'passed' | 'failed' | 'notRun';
  /** Codes of the verdict that are right, `confirmed` among them. */
  readonly expected: readonly string[];
  /** The code of the verdict, or `confirmed`. */
  readonly observed: string | null;
  readonly outcome: Outcome | null;
  readonly finding: Finding | null;
  /** Both sides in their own words. */
  readonly boardSaid: Said | null;
  readonly serverSaw: Said | null;
  /** What the board runs after its reset; null where it did not say. */
  readonly runsVersion: string | null;
  /** Why it did not run, or what stopped it. */
  readonly error: ErrorPayload | null;
  readonly pushId: string | null;
  readonly durationMs: number | null;
}

/** What a run is at: the board is reset, its slot filled, an earlier image pushed, the fault pushed, the board awaited. */
export type FaultStep = 'resetting' | 'filling' | 'preparing' | 'pushing' | 'returning';

/** The faults of one board, in the order in which they are taken. */
export interface FaultRun {
  readonly runId: string;
  readonly deviceId: string;
  readonly imageId: string;
  readonly fileName: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly state: 'running' | 'done' | 'cancelled' | 'stopped';
  /** What stopped it. */
  readonly error: ErrorPayload | null;
  readonly doing: { readonly name: FaultName; readonly step: FaultStep } | null;
  /** What a person must do for it to go on. */
  readonly waitingFor: 'reset' | null;
  readonly results: readonly FaultResult[];
}

/** How a run stands in numbers. */
export interface FaultCounts {
  readonly faults: number;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
  readonly findings: number;
}

export function countFaults(results: readonly FaultResult[]): FaultCounts {
  const count = (state: FaultResult['state']): number =>
    results.filter((result) => result.state === state).length;
  return {
    faults: results.length,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('notRun'),
    findings: results.filter(({ finding }) => finding !== null).length,
  };
}
