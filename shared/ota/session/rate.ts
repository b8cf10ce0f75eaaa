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

/** What is always on its way: the board's window (5,760 bytes) and a record of TLS (16 KiB). */
const ON_THE_WAY_BYTES = 24 * 1_024;

/** Progress after a reading of the board's side: whether it then waited for more to be sent. */
export function addStarved(progress: SampledProgress, writtenBytes: number): SampledProgress {
  const { bytesAre, deliveredBytes, starved = { readings: 0, of: 0 }, totalBytes } = progress;
  // What was acknowledged is never far ahead of what is written: it tells nothing of what waits to be sent.
  if (bytesAre !== 'handed' || deliveredBytes === null || deliveredBytes >= totalBytes) return progress;
  const waits = deliveredBytes - writtenBytes < ON_THE_WAY_BYTES;
  return { ...progress, starved: { readings: starved.readings + (waits ? 1 : 0), of: starved.of + 1 } };
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
