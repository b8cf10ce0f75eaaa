import type { Retention } from './retention.ts';

/** Bounds of a capture. */
export interface CaptureLimits {
  readonly maxSegmentBytes: number;
  /** Bytes kept in memory while the disk takes none; beyond it the oldest are lost. */
  readonly maxMemoryBytes: number;
  readonly retention: Retention;
}

export const CAPTURE_LIMITS: CaptureLimits = {
  maxSegmentBytes: 16 * 1024 * 1024,
  maxMemoryBytes: 32 * 1024 * 1024,
  retention: { maxBytes: 4 * 1024 ** 3, maxAgeMs: 180 * 24 * 3_600_000 },
};
