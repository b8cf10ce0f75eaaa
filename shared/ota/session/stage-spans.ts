import type { Outcome, Stage } from '../stage.ts';
import { STAGES } from '../stage.ts';

/** One stage on the timeline; times in milliseconds since the start of the update. */
export interface StageSpan {
  readonly stage: Stage;
  readonly kind: 'done' | 'now' | 'bad' | 'todo';
  readonly fromMs: number;
  /** For `now` the given present; for `todo` the same as `fromMs`. */
  readonly toMs: number;
}

/** As much of an update as its timeline needs. */
export interface StagedUpdate {
  readonly startedAtMs: number;
  readonly stages: readonly { readonly stage: Stage; readonly atMs: number }[];
  readonly writtenAtMs: number | null;
  readonly current: Stage | null;
  readonly verdict: { readonly outcome: Outcome; readonly durationMs: number } | null;
}

/**
 * The nine stages with their durations. A stage lasts from the one before it until it is reached; `writing`
 * begins with its first byte and lasts until the board has the whole image, or says that it is verified.
 */
export function stageSpans(view: StagedUpdate, nowMs: number): readonly StageSpan[] {
  const reached = new Map(view.stages.map(({ stage, atMs }) => [stage, atMs]));
  const endMs = view.verdict === null ? nowMs - view.startedAtMs : view.verdict.durationMs;
  const failed = view.verdict !== null && view.verdict.outcome !== 'confirmed';
  const stopped = failed ? stoppedAt(view) : view.current;
  let fromMs = 0;
  return STAGES.map((stage) => {
    const span = spanOf(stage, fromMs);
    fromMs = span.toMs;
    return span;
  });

  function spanOf(stage: Stage, from: number): StageSpan {
    if (stage === stopped)
      return { stage, kind: failed ? 'bad' : 'now', fromMs: from, toMs: Math.max(from, endMs) };
    const atMs = reached.get(stage);
    if (atMs === undefined) return { stage, kind: 'todo', fromMs: from, toMs: from };
    const doneAtMs = stage === 'writing' ? (view.writtenAtMs ?? reached.get('imageVerified') ?? atMs) : atMs;
    return { stage, kind: 'done', fromMs: from, toMs: Math.max(from, doneAtMs) };
  }
}

/** The stage an update ended in: the one it was about to reach, or writing once that had begun. */
export function stoppedAt(view: StagedUpdate): Stage {
  const last = view.stages.at(-1)?.stage;
  if (last === undefined) return 'ready';
  if (last === 'confirmed' || (last === 'writing' && view.writtenAtMs === null)) return last;
  return STAGES[STAGES.indexOf(last) + 1] ?? 'confirmed';
}
