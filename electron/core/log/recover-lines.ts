import type { LineIndex } from './index/line-index.ts';
import type { LineRecord } from './index/line-record.ts';
import type { RawLine } from './line-reader.ts';
import { LineReader } from './line-reader.ts';
import type { RawReader } from './raw-reader.ts';

/** Bytes that are read again after a crash; a longer hole in the index stays one. */
const MAX_RECOVERED_BYTES = 8 * 1024 * 1024;

/** A line that a crash has kept in the raw log and not in the index. */
export interface RecoveredLine {
  readonly line: RawLine;
  /** In the board's whole raw log. */
  readonly offset: number;
  /** Of the last line that is known before it: when it came was lost with its record. */
  readonly receivedAtMs: number;
}

/**
 * Brings the index and the raw log of an earlier run together: records of bytes that were lost are let go of, and lines
 * behind the last record are given back, to be put into the index.
 */
export function recoverLines(
  index: LineIndex,
  reader: Pick<RawReader, 'readNow'>,
  endOffset: number,
): readonly RecoveredLine[] {
  dropBeyond(index, endOffset);
  const last = lastBoardLine(index);
  if (last === null && index.nextSeq > index.firstSeq) return [];
  const known = last?.offset ?? 0;
  const from = Math.max(known, endOffset - MAX_RECOVERED_BYTES);
  if (from >= endOffset) return [];
  const { bytes, holes } = reader.readNow(from, endOffset - from);
  const lines: RawLine[] = [];
  const cutter = new LineReader({ clock: NO_CLOCK, onLine: (line) => lines.push(line) });
  cutter.push(bytes);
  cutter.flush();
  // The first is the last known line, or the rest of one that began before.
  const isFirstKnown = last !== null || from > 0;
  return lines
    .slice(isFirstKnown ? 1 : 0)
    .map((line) => ({ line, offset: from + line.offset, receivedAtMs: last?.receivedAtMs ?? 0 }))
    .filter(({ offset, line }) => !holes.some(([a, b]) => offset < b && offset + line.lengthBytes > a));
}

function dropBeyond(index: LineIndex, endOffset: number): void {
  let keep = index.nextSeq;
  while (keep > index.firstSeq) {
    const record = index.get(keep - 1);
    if (record === null || record.offset < endOffset) break;
    if (record.source === 'board') index.cutBack(keep - 1);
    keep -= 1;
  }
}

function lastBoardLine(index: LineIndex): LineRecord | null {
  for (let seq = index.nextSeq - 1; seq >= index.firstSeq; seq -= 1) {
    const record = index.get(seq);
    if (record === null || record.source === 'board') return record;
  }
  return null;
}

const NO_CLOCK = { nowMs: () => 0, after: () => () => {} };
