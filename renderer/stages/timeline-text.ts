import type { LastRun } from '../../shared/contract/values.ts';
import { stoppedAt } from '../../shared/ota/session/stage-spans.ts';
import type { SessionView, Verdict } from '../../shared/ota/session-view.ts';
import type { Translator } from '../../shared/text/translator.ts';
import type { StageSpan } from '../bench/spans.ts';
import { durationText, durationWords } from '../text/format.ts';

/** Runs that differ by less are called equal. */
const SAME_MS = 50;

/** The remark beside the title: what the tape and its outline are. */
export function timelineRemark(t: Translator, session: SessionView | null, outline: LastRun | null): string {
  if (session === null) {
    return outline === null
      ? t('page:noRunYet')
      : t('page:outlineLastRun', { duration: durationWords(t, outline.durationMs) });
  }
  const { verdict } = session;
  if (verdict === null) return outline === null ? t('page:firstRun') : t('page:outlineWhatItTook');
  if (verdict.outcome === 'confirmed') return confirmedRemark(t, verdict, outline);
  if (verdict.outcome === 'rolledBack') return t('page:notConfirmed');
  if (session.stages.length === 0) return t('page:stoppedBefore');
  const stage = t(`stages:${stoppedAt(session)}`);
  return t(wrote(session) ? 'page:stoppedAtWritten' : 'page:stoppedAtNothing', { stage });
}

function confirmedRemark(t: Translator, verdict: Verdict, outline: LastRun | null): string {
  const all = t('page:inAll', { duration: durationWords(t, verdict.durationMs) });
  const faster = outline === null ? 0 : outline.durationMs - verdict.durationMs;
  if (Math.abs(faster) < SAME_MS) return all;
  const duration = durationWords(t, Math.abs(faster));
  return `${all} · ${t(faster > 0 ? 'page:fasterThanLast' : 'page:slowerThanLast', { duration })}`;
}

/** True when at least part of the image may be in the flash. */
function wrote({ stages, progress }: SessionView): boolean {
  return stages.some(({ stage }) => stage === 'writing') || (progress.writtenBytes ?? 0) > 0;
}

/** Duration under a marker; a dash for a stage to come, and for a check that nobody saw begin. */
export function spanText({ stage, kind, fromMs, toMs }: StageSpan): string {
  if (kind === 'todo' || fromMs === null || toMs === null) return '–';
  if (stage === 'imageVerified' && kind === 'done' && toMs === fromMs) return '–';
  return durationText(toMs - fromMs);
}
