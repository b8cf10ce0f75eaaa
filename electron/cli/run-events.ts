import type { RunView } from '../../shared/run/run-view.ts';

/** What a soak came to; it carries no outcome. */
export interface SoakSummaryEvent {
  readonly event: 'summary';
  /** Those that were begun. */
  readonly cycles: number;
  readonly confirmed: number;
  readonly failed: number;
  readonly durationMs: number;
  readonly report: string | null;
}

/** An event of one update of a run. */
export function withCycle<E extends object>(event: E, cycle: number): E & { readonly cycle: number } {
  return { ...event, cycle };
}

export function soakSummary({ counts, startedAtMs, endedAtMs, reportFolder }: RunView): SoakSummaryEvent {
  const ended = Object.values(counts.byOutcome).reduce((sum, count) => sum + count, 0);
  const confirmed = counts.byOutcome.confirmed ?? 0;
  return {
    event: 'summary',
    cycles: ended,
    confirmed,
    failed: ended - confirmed,
    durationMs: (endedAtMs ?? startedAtMs) - startedAtMs,
    report: reportFolder,
  };
}
