import { parseSegmentName, timeOf } from './segment-name.ts';

/** How much of a board's raw log is kept. */
export interface Retention {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

export interface Segment {
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * Names of the segments that may go, oldest first; `segments` are in the order of the stream. The last one is being
 * written and never goes. A segment is as old as its last byte, which is no later than the next one's first.
 */
export function expired(
  segments: readonly Segment[],
  { maxBytes, maxAgeMs }: Retention,
  nowMs: number,
): string[] {
  let keptBytes = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const gone: string[] = [];
  for (const [index, { name, sizeBytes }] of segments.slice(0, -1).entries()) {
    const next = parseSegmentName(segments[index + 1]?.name ?? '');
    const ageMs = next === null ? 0 : nowMs - timeOf(next.stamp);
    if (keptBytes <= maxBytes && ageMs <= maxAgeMs) break;
    gone.push(name);
    keptBytes -= sizeBytes;
  }
  return gone;
}
