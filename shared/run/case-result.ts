import type { RunCaseView } from './run-view.ts';

/** How a case stands against what was expected of it. */
export type CaseResult = 'open' | 'passed' | 'failed' | 'skipped';

/** Counts of cases by their results. */
export type ResultCounts = Readonly<Record<CaseResult, number>>;

export function caseResult({ state }: Pick<RunCaseView, 'state'>): CaseResult {
  if (state.kind === 'skipped') return 'skipped';
  if (state.kind !== 'ended') return 'open';
  return (state.met ?? state.outcome === 'confirmed') ? 'passed' : 'failed';
}

export function countResults(cases: readonly Pick<RunCaseView, 'state'>[]): ResultCounts {
  const counts = { open: 0, passed: 0, failed: 0, skipped: 0 };
  for (const one of cases) counts[caseResult(one)] += 1;
  return counts;
}
