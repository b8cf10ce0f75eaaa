import type { TextKey, Translator } from '../../text/translator.ts';
import type { ReportCase } from '../case-schema.ts';

/** `Confirmed`, `Rolled back`, …; what has not ended is said as such. */
export function outcomeWords(t: Translator, outcome: ReportCase['outcome']): string {
  if (outcome === null) return t('report:running');
  return t(`stages:outcome${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}` as TextKey);
}
