import type { Segment } from './retention.ts';

/** One line of `meta/segments.ndjson`: at which byte of the board's whole log a segment begins. */
export interface IndexLine {
  readonly segment: string;
  readonly offset: number;
}

/** Reads the index; a line torn by a crash is left out. */
export function parseIndex(text: string): Map<string, number> {
  const offsets = new Map<string, number>();
  for (const line of text.split('\n')) {
    const entry = parseLine(line);
    if (entry !== null) offsets.set(entry.segment, entry.offset);
  }
  return offsets;
}

/**
 * Offset of the byte that comes next. A segment missing in the index follows the one before it; an index without its
 * segments still counts, so that offsets are not given twice.
 */
export function nextOffset(segments: readonly Segment[], index: ReadonlyMap<string, number>): number {
  let end = 0;
  for (const { name, sizeBytes } of segments) end = (index.get(name) ?? end) + sizeBytes;
  return Math.max(end, ...index.values());
}

/** Where each segment that is there begins, in the order of the stream. */
export function segmentOffsets(
  segments: readonly Segment[],
  index: ReadonlyMap<string, number>,
): readonly IndexLine[] {
  let end = 0;
  return segments.map(({ name, sizeBytes }) => {
    const offset = index.get(name) ?? end;
    end = offset + sizeBytes;
    return { segment: name, offset };
  });
}

function parseLine(line: string): IndexLine | null {
  try {
    const { segment, offset } = JSON.parse(line) as { segment?: unknown; offset?: unknown };
    return typeof segment === 'string' && typeof offset === 'number' && offset >= 0
      ? { segment, offset }
      : null;
  } catch {
    return null;
  }
}
