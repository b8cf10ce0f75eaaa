import type { LastRun } from '../../shared/contract/values.ts';
import { stageSpans as sessionSpans } from '../../shared/ota/session/stage-spans.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import type { Stage } from '../../shared/ota/stage.ts';
import { STAGES } from '../../shared/ota/stage.ts';

/** One stage on the timeline. Times are milliseconds since the update began. */
export interface StageSpan {
  readonly stage: Stage;
  /** `bad`: where a verdict other than confirmed stopped it. */
  readonly kind: 'done' | 'now' | 'bad' | 'todo';
  /** Null for a stage to come of which no last run is known. For the others in `todo` it is the outline. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly evidence: string | null;
  readonly logSeq: number | null;
}

/** The nine stages of a session, or of none, with the outline of the last run for those to come. */
export function timelineSpans(
  session: SessionView | null,
  lastRun: LastRun | null,
  nowMs: number,
): readonly StageSpan[] {
  const outline = outlineOf(lastRun);
  const known = session === null ? null : sessionSpans(session, nowMs);
  const ended = session?.verdict != null;
  let shiftMs = 0;
  return STAGES.map((stage, index): StageSpan => {
    const span = known?.[index];
    const planned = outline[index];
    const reached = session?.stages.find((entry) => entry.stage === stage);
    const rests = { evidence: reached?.evidence ?? null, logSeq: reached?.logSeq ?? null };
    if (span !== undefined && span.kind !== 'todo') {
      // What is left of the outline begins where this stage would end at the last run's pace.
      if (planned !== undefined) {
        const ownEnd = span.kind === 'now' ? Math.max(span.toMs, span.fromMs + planned.tookMs) : span.toMs;
        shiftMs = ownEnd - planned.toMs;
      }
      return { stage, kind: span.kind, fromMs: span.fromMs, toMs: span.toMs, ...rests };
    }
    if (planned === undefined || ended) return { stage, kind: 'todo', fromMs: null, toMs: null, ...rests };
    const toMs = planned.toMs + shiftMs;
    return { stage, kind: 'todo', fromMs: toMs - planned.tookMs, toMs, ...rests };
  });
}

/** A last run tells when each stage was reached; its check of the image counts as part of writing. */
function outlineOf(lastRun: LastRun | null): readonly { readonly toMs: number; readonly tookMs: number }[] {
  if (lastRun === null) return [];
  const at = (stage: Stage): number | undefined =>
    lastRun.stages.find((entry) => entry.stage === stage)?.atMs;
  let cursorMs = 0;
  return STAGES.map((stage) => {
    const atMs = (stage === 'writing' ? at('imageVerified') : undefined) ?? at(stage) ?? cursorMs;
    const toMs = Math.max(cursorMs, atMs);
    const tookMs = toMs - cursorMs;
    cursorMs = toMs;
    return { toMs, tookMs };
  });
}
