import type { SessionView } from '../ota/session-view.ts';
import type { Measured } from './run-view.ts';

/** How fast a board took its image, from its first written byte to its last; nothing where it did not get there. */
export function measureSession({ stages, writtenAtMs, image }: SessionView): Measured {
  const atMs = (name: string): number | null => stages.find(({ stage }) => stage === name)?.atMs ?? null;
  const fromMs = atMs('writing') ?? atMs('headerAccepted');
  const toMs = writtenAtMs ?? atMs('imageVerified');
  if (fromMs === null || toMs === null || toMs <= fromMs) return {};
  return { writtenBytesPerSecond: Math.round((image.sizeBytes / (toMs - fromMs)) * 1_000) };
}
