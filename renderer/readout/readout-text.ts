import type { BoardState, ImageEntry } from '../../shared/contract/values.ts';
import type { SessionView, Verdict } from '../../shared/ota/session-view.ts';
import type { Outcome } from '../../shared/ota/stage.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { Phase } from '../bench/phase.ts';
import { percentWritten, standingOf } from '../bench/standing.ts';
import { clockText, durationWords } from '../text/format.ts';
import { outcomeWord } from '../text/outcome-word.ts';
import type { GlyphName } from '../ui/glyph.tsx';

/** The third answer: what happens now. */
export interface Now {
  readonly glyph: GlyphName;
  readonly word: string;
  /** `67 %`, where there is an honest figure. */
  readonly figure: string | null;
  readonly detail: string;
  readonly tone: 'plain' | 'accent' | 'ok' | 'warn' | 'err';
}

const TONES: Readonly<Record<Outcome, Now['tone']>> = {
  confirmed: 'ok',
  refused: 'warn',
  interrupted: 'warn',
  rolledBack: 'err',
  failed: 'err',
  cancelled: 'plain',
  unknown: 'warn',
};

export interface NowInput {
  readonly board: BoardState | null;
  readonly phase: Phase;
  readonly session: SessionView | null;
  readonly elapsedMs: number;
  readonly leftMs: number | null;
  /** The stage at which a verdict other than confirmed stopped the update. */
  readonly stoppedAt: SessionView['current'];
}

export function nowOf(t: Translator, input: NowInput): Now {
  const { board, session } = input;
  if (board === null)
    return {
      glyph: 'offline',
      word: t('page:noBoard'),
      figure: null,
      detail: t('page:noBoardYet'),
      tone: 'plain',
    };
  if (session?.verdict != null) return endedNow(t, session, session.verdict, input.stoppedAt);
  if (session !== null) return runningNow(t, session, input);
  return restingNow(t, board, input.phase);
}

function restingNow(t: Translator, board: BoardState, phase: Phase): Now {
  const plain = { figure: null, tone: 'plain' } as const;
  const standing = standingOf(board, board.session?.pushId ?? null);
  switch (standing.kind) {
    case 'offline':
      return {
        ...plain,
        glyph: 'offline',
        word: t('page:offline'),
        detail: t(board.link === 'gone' ? 'page:portIsGoneSentence' : 'page:portIsClosedSentence'),
      };
    case 'opening':
      return { ...plain, glyph: 'waiting', word: t('page:opening'), detail: t('page:openingPort') };
    case 'waiting':
      return {
        ...plain,
        glyph: 'waiting',
        word: t(phase === 'ready' ? 'page:ready' : 'page:waiting'),
        detail: t('page:boardWaitsForUrl'),
      };
    case 'verifying':
      return {
        ...plain,
        glyph: 'waiting',
        word: t('page:diagnostics'),
        detail: t('page:notConfirmedItself'),
      };
    default:
      return {
        ...plain,
        glyph: 'idle',
        word: t('page:idle'),
        detail: t(board.facts.version === null ? 'page:boardSaidNothing' : 'page:boardDoesNotAsk'),
      };
  }
}

function runningNow(t: Translator, session: SessionView, { elapsedMs, leftMs }: NowInput): Now {
  const soFar = t('page:soFar', { duration: durationWords(t, elapsedMs) });
  if (session.waitingFor === 'reset') {
    const detail = t('page:pressReset');
    return { glyph: 'waiting', word: t('page:waiting'), figure: null, detail, tone: 'accent' };
  }
  const percent = percentWritten(session);
  return {
    glyph: 'updating',
    word: session.current === null ? t('page:updating') : t(`page:now_${session.current}`),
    figure: percent === null ? null : `${percent} %`,
    detail: leftMs === null ? soFar : `${soFar} · ${t('page:left', { duration: durationWords(t, leftMs) })}`,
    tone: 'accent',
  };
}

function endedNow(
  t: Translator,
  session: SessionView,
  verdict: Verdict,
  stoppedAt: SessionView['current'],
): Now {
  const duration = durationWords(t, verdict.durationMs);
  const { outcome } = verdict;
  const base = { glyph: outcome, word: outcomeWord(t, outcome), figure: null, tone: TONES[outcome] } as const;
  if (outcome === 'confirmed')
    return { ...base, detail: t('page:finishedAt', { duration, time: clockText(verdict.atMs) }) };
  if (outcome === 'rolledBack' && session.after.version !== null)
    return { ...base, detail: t('page:backAfter', { version: session.after.version, duration }) };
  if (session.stages.length === 0) return { ...base, detail: t('page:beforeAnything') };
  const stage = t(`stages:${stoppedAt ?? 'ready'}`);
  return { ...base, detail: t('page:stoppedAfter', { stage, duration }) };
}

/** Under the board's name: chip, port, address; what is not known is left out. */
export function boardLine(board: BoardState): readonly string[] {
  const { chip, chipRevision, ipv4 } = board.facts;
  const chipText = [chip, chipRevision].filter((part) => part !== null).join(' ');
  return [chipText, shortPort(board.port.path), ipv4 ?? ''].filter((part) => part !== '');
}

/** `/dev/ttyUSB3` reads `ttyUSB3`. */
export function shortPort(path: string): string {
  return path.replace(/^\/dev\//, '');
}

/** Name and version of the image, as far as the file tells. */
export function imageName(image: ImageEntry): { readonly name: string; readonly version: string | null } {
  const { projectName, version } = image.facts;
  return projectName === null ? { name: image.fileName, version: null } : { name: projectName, version };
}
