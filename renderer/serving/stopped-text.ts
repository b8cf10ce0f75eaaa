import type { StopReport } from '../../shared/contract/serving-values.ts';
import type { Translator } from '../../shared/text/translator.ts';

/** What a stop of the server broke off, in one sentence. */
export function stoppedText(t: Translator, { cut }: StopReport): string {
  const list = cut.map(({ peer, bytes, totalBytes }) =>
    t('serving:cutOne', { peer, bytes, total: totalBytes }),
  );
  return list.length === 0 ? t('serving:stoppedNothing') : t('serving:stoppedCut', { list: list.join(', ') });
}
