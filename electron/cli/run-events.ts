import type { Outcome } from '../../shared/ota/stage.ts';
import { countResults } from '../../shared/run/case-result.ts';
import type { StopReason } from '../../shared/run/run-state.ts';
import type { RunView } from '../../shared/run/run-view.ts';

/** What runs say besides the events of their updates. */
export type RunCliEvent =
  | SoakSummaryEvent
  | FleetSummaryEvent
  | PlanSummaryEvent
  | CaseEvent
  | PlanProblemEvent;

/** What the last line of each run says. */
interface Summary {
  readonly event: 'summary';
  readonly durationMs: number;
  readonly report: string | null;
}

/** What a soak came to; it carries no outcome. */
export interface SoakSummaryEvent extends Summary {
  /** Those that were begun. */
  readonly cycles: number;
  readonly confirmed: number;
  readonly failed: number;
}

/** What a fleet came to. */
export interface FleetSummaryEvent extends Summary {
  readonly boards: number;
  readonly confirmed: number;
  readonly failed: number;
  /** The run stopped before their turn. */
  readonly skipped: number;
  readonly stopped: StopReason | null;
}

/** What a plan came to. */
export interface PlanSummaryEvent extends Summary {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly stopped: StopReason | null;
}

/** One case of a plan that is over, against what was expected of it; of other runs one that began no update. */
export interface CaseEvent {
  readonly event: 'case';
  readonly name: string;
  readonly deviceId: string;
  readonly board: string;
  readonly passed: boolean;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly expected: string;
  readonly message: string | null;
  readonly hint: string | null;
}

/** Something is wrong with a plan. */
export interface PlanProblemEvent {
  readonly event: 'problem';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  /** `file:line:column: sentence` */
  readonly message: string;
  readonly hint: string;
}

/** To which part of its run an event belongs. */
export interface RunPlace {
  readonly cycle?: number;
  readonly case?: string;
  readonly deviceId?: string;
}

export function soakSummary(run: RunView): SoakSummaryEvent {
  const { ended, confirmed } = endedOf(run);
  return { event: 'summary', cycles: ended, confirmed, failed: ended - confirmed, ...lastOf(run) };
}

export function fleetSummary(run: RunView): FleetSummaryEvent {
  const { ended, confirmed } = endedOf(run);
  const { stopped, counts, cases } = run;
  const failed = ended - confirmed;
  const { skipped } = counts;
  return { event: 'summary', boards: cases.length, confirmed, failed, skipped, stopped, ...lastOf(run) };
}

export function planSummary(run: RunView): PlanSummaryEvent {
  const { cases, stopped } = run;
  const { passed, failed, skipped } = countResults(cases);
  return { event: 'summary', cases: cases.length, passed, failed, skipped, stopped, ...lastOf(run) };
}

function endedOf({ counts }: RunView): { readonly ended: number; readonly confirmed: number } {
  const ended = Object.values(counts.byOutcome).reduce((sum, count) => sum + count, 0);
  return { ended, confirmed: counts.byOutcome.confirmed ?? 0 };
}

function lastOf({
  startedAtMs,
  endedAtMs,
  reportFolder: report,
}: RunView): Pick<Summary, 'durationMs' | 'report'> {
  return { durationMs: (endedAtMs ?? startedAtMs) - startedAtMs, report };
}
