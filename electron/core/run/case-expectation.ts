import type { ReportCase } from '../../../shared/report/case-schema.ts';
import type { RunCaseView } from '../../../shared/run/run-view.ts';

/** What a plan expects of a case, as its report says it; null where `confirmed` alone is right. */
export function expectationOf({ expected, state }: RunCaseView): ReportCase['expectation'] {
  if (expected === undefined) return null;
  const met = state.kind === 'ended' ? (state.met ?? null) : null;
  return { outcome: expected.outcome, codes: [...expected.codes], met };
}
