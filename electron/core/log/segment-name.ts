/** What a segment's name says: `20261122T120000Z-0001.raw`. */
export interface SegmentName {
  /** `20261122T120000Z`, UTC of the segment's first byte. */
  readonly stamp: string;
  readonly number: number;
}

const NAME = /^(\d{8}T\d{6}Z)-(\d{4,})\.raw$/;

/** Null for a file that is no segment. */
export function parseSegmentName(name: string): SegmentName | null {
  const match = NAME.exec(name);
  return match ? { stamp: match[1] as string, number: Number(match[2]) } : null;
}

/** Sorts segments into the order of the stream, which is the order of their names. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/**
 * The name of the segment that begins at `atMs` after the segment `last`. A clock that was set back does not bring it
 * before the last one: it keeps that one's stamp.
 */
export function nextSegmentName(last: SegmentName | null, atMs: number): string {
  const number = (last?.number ?? 0) + 1;
  const stamp = stampOf(atMs);
  if (last === null || stamp > last.stamp) return format(stamp, number);
  // A longer number sorts before a shorter one of the same second.
  const longer = String(number).length > Math.max(4, String(last.number).length);
  return format(longer ? stampOf(timeOf(last.stamp) + 1_000) : last.stamp, number);
}

/** When a segment began, in milliseconds since the Unix epoch. */
export function timeOf(stamp: string): number {
  const part = (from: number, to: number): number => Number(stamp.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
}

function format(stamp: string, number: number): string {
  return `${stamp}-${String(number).padStart(4, '0')}.raw`;
}

function stampOf(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
