import type { Outcome } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';

const KEYS = {
  confirmed: 'stages:outcomeConfirmed',
  refused: 'stages:outcomeRefused',
  rolledBack: 'stages:outcomeRolledBack',
  interrupted: 'stages:outcomeInterrupted',
  failed: 'stages:outcomeFailed',
  cancelled: 'stages:outcomeCancelled',
  unknown: 'stages:outcomeUnknown',
} as const satisfies Record<Outcome, string>;

/** `Confirmed`, `Rolled back`, …: the verdict in a word. */
export function outcomeWord(t: Translator, outcome: Outcome): string {
  return t(KEYS[outcome]);
}
