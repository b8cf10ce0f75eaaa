import type { Progress } from './session-view.ts';

/** Bytes a second of the side that is told of last: the board's, where its firmware prints what it has written. */
export function movingRate(progress: Progress): number | null {
  return progress.writtenBytes === null ? progress.deliveredRate : progress.writtenRate;
}

/** Milliseconds until the last byte at that rate; null while it cannot be known. */
export function bytesLeftMs(progress: Progress): number | null {
  const bytes = progress.writtenBytes ?? progress.deliveredBytes;
  const rate = movingRate(progress);
  if (bytes === null || rate === null || rate <= 0) return null;
  return (Math.max(0, progress.totalBytes - bytes) / rate) * 1000;
}
