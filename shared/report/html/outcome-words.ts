import type { TextKey, Translator } from '../../text/translator.ts';
import type { ReportCase } from '../case-schema.ts';

/** `Confirmed`, `Rolled back`, …; what has not ended, or was never begun, is said as such. */
export function outcomeWords(
  t: Translator,
  { outcome, startedAt }: Pick<ReportCase, 'outcome' | 'startedAt'>,
): string {
  if (outcome === null) return t(startedAt === null ? 'report:notBegun' : 'report:running');
  return t(`stages:outcome${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}` as TextKey);
}
