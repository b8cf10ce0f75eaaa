import type { Translator } from '../../../shared/text/translator.ts';
import type { SoakSummaryEvent } from '../run-events.ts';
import { duration } from './quantities.ts';

/** What a soak came to, in words. */
export function describeSoakSummary(summary: SoakSummaryEvent, t: Translator): string {
  const { cycles, confirmed, failed, durationMs, report } = summary;
  const said = t('cli:soakSummary', { cycles, confirmed, failed, duration: duration(durationMs) });
  return report === null ? said : `${said}\n${t('cli:reportLies', { folder: report })}`;
}
