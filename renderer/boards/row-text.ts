import type { BoardState } from '../../shared/contract/values.ts';
import type { Running } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import { percentWritten, type Standing, standingOf } from '../bench/standing.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import type { GlyphName } from '../ui/glyph.tsx';

/** One row of the boards list. */
export interface RowText {
  readonly glyph: GlyphName;
  /** The status in a word, for those who do not see the glyph. */
  readonly status: string;
  readonly detail: string;
  /** Percent while it writes, else null. */
  readonly percent: number | null;
}

export function rowText(t: Translator, board: BoardState, dismissedPushId: string | null): RowText {
  const standing = standingOf(board, dismissedPushId);
  const virtual = board.port.virtual ? `${t('page:virtual')} · ` : '';
  const row = (glyph: GlyphName, status: string, detail: string, percent: number | null = null): RowText => ({
    glyph,
    status,
    detail: virtual + detail,
    percent,
  });
  switch (standing.kind) {
    case 'offline':
      return row('offline', t('page:offline'), offlineDetail(t, board));
    case 'opening':
      return row('waiting', t('page:opening'), t('page:opening'));
    case 'updating':
      return updating(t, standing, row);
    case 'ended': {
      const { outcome, session } = standing;
      const status = outcomeWord(t, outcome);
      return row(outcome, status, endedDetail(t, standing, session.after));
    }
    case 'waiting':
      return row('waiting', t('page:waiting'), t('page:waitsForUrl'));
    case 'verifying':
      return row('waiting', t('page:diagnostics'), t('page:diagnosticsRun'));
    case 'idle':
      return row('idle', t('page:idle'), runs(t, runningOf(board)) ?? t('page:nothingHeard'));
  }
}

type Row = (glyph: GlyphName, status: string, detail: string, percent?: number | null) => RowText;

function updating(t: Translator, { session }: Extract<Standing, { kind: 'updating' }>, row: Row): RowText {
  if (session.waitingFor === 'reset') return row('waiting', t('page:waiting'), t('page:waitsForReset'));
  const stage = session.current === null ? t('page:updating') : t(`page:now_${session.current}`);
  return row('updating', t('page:updating'), stage, percentWritten(session));
}

function offlineDetail(t: Translator, board: BoardState): string {
  if (board.error !== null) return errorText(t, board.error).message;
  return t(board.link === 'gone' ? 'page:portIsGone' : 'page:portIsClosed');
}

function endedDetail(
  t: Translator,
  { outcome, session }: Extract<Standing, { kind: 'ended' }>,
  after: Running,
): string {
  if (outcome === 'confirmed') return runs(t, after) ?? outcomeWord(t, outcome);
  if (outcome === 'rolledBack' && after.version !== null) return t('page:backTo', { version: after.version });
  const error = session.verdict?.error ?? null;
  return error === null ? outcomeWord(t, outcome) : errorText(t, error).message;
}

function runningOf({ facts }: BoardState): Pick<Running, 'version' | 'partition'> {
  return { version: facts.version, partition: facts.runningPartition };
}

/** `1.5.0 on ota_1`; null when neither is known. */
function runs(t: Translator, { version, partition }: Pick<Running, 'version' | 'partition'>): string | null {
  if (version !== null && partition !== null) return t('page:versionOnSlot', { version, slot: partition });
  return version ?? partition;
}
