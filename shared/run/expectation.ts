import type { Outcome } from '../ota/stage.ts';

/** What should come of an update; the same thing as `confirmed` where nothing is said. */
export interface CaseExpectation {
  /** Null: any whose code is named. */
  readonly outcome: Outcome | null;
  /** Any of these, `confirmed` among them; empty for any at all. */
  readonly codes: readonly string[];
}

/** What an update is for. */
export const CONFIRMED: CaseExpectation = { outcome: 'confirmed', codes: [] };

/** Whether an update ended as it should. */
export function isMet(expected: CaseExpectation, outcome: Outcome, code: string | null): boolean {
  if (expected.outcome !== null && expected.outcome !== outcome) return false;
  return expected.codes.length === 0 || expected.codes.includes(code ?? outcome);
}
