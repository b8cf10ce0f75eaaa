import type { BoardState } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import { outcomeWord } from '../text/outcome-word.ts';

/** What a screen reader is told of an update: the stage it is in, or its verdict with the cause. */
export function announcement(
  t: Translator,
  board: BoardState,
  session: SessionView,
): { readonly stage: string; readonly verdict: string } {
  const { verdict, current, waitingFor } = session;
  if (verdict !== null) {
    const cause = verdict.error === null ? '' : errorText(t, verdict.error).message;
    return { stage: '', verdict: `${board.name}: ${outcomeWord(t, verdict.outcome)}. ${cause}`.trim() };
  }
  if (waitingFor === 'reset') return { stage: `${board.name}: ${t('page:pressReset')}`, verdict: '' };
  return { stage: current === null ? '' : `${board.name}: ${t(`page:now_${current}`)}`, verdict: '' };
}
