import type { ReportCase, ReportExpectation } from './case-schema.ts';

/** Whether a case came as it should; null while it has not ended, and for one that was not begun. */
export function casePassed({
  outcome,
  expectation,
}: Pick<ReportCase, 'outcome' | 'expectation'>): boolean | null {
  if (outcome === null) return null;
  return expectation?.met ?? outcome === 'confirmed';
}

/** What was expected in the words of a verdict: `failed, tls/unknown-ca | net/refused`. */
export function expectationText({ outcome, codes }: Pick<ReportExpectation, 'outcome' | 'codes'>): string {
  return [outcome, codes.join(' | ')].filter((part) => part !== null && part !== '').join(', ');
}
