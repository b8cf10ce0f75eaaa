import type { Progress } from '../session-view.ts';

/** Bytes a second are taken from the smoothed rise, so that a burst does not swing the figure. */
const SMOOTHING = 0.3;
const MIN_STEP_MS = 200;

export interface RateSample {
  readonly bytes: number;
  readonly atMs: number;
}

/** Progress carries its last samples, so that the step function needs no memory of its own. */
export interface SampledProgress extends Progress {
  readonly samples?: { readonly delivered?: RateSample; readonly written?: RateSample };
}

/** Progress with one more reading of one side; a lower reading than before is kept out. */
export function addSample(
  progress: SampledProgress,
  side: 'delivered' | 'written',
  bytes: number,
  atMs: number,
): SampledProgress {
  const [known, rate] =
    side === 'delivered'
      ? (['deliveredBytes', 'deliveredRate'] as const)
      : (['writtenBytes', 'writtenRate'] as const);
  const value = Math.max(progress[known] ?? 0, bytes);
  const last = progress.samples?.[side];
  if (last === undefined) {
    return { ...progress, [known]: value, samples: { ...progress.samples, [side]: { bytes: value, atMs } } };
  }
  if (atMs - last.atMs < MIN_STEP_MS) return { ...progress, [known]: value };
  const now = ((value - last.bytes) * 1000) / (atMs - last.atMs);
  const before = progress[rate];
  return {
    ...progress,
    [known]: value,
    [rate]: before === null ? now : before + SMOOTHING * (now - before),
    samples: { ...progress.samples, [side]: { bytes: value, atMs } },
  };
}
