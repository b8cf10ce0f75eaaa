import type { LogEntry, LogLevel, LogMark, LogSource } from '../../../../shared/log/log-entry.ts';
import { LOG_LEVELS, LOG_MARKS, LOG_SOURCES } from '../../../../shared/log/log-entry.ts';
import type { Stage } from '../../../../shared/ota/stage.ts';
import { STAGES } from '../../../../shared/ota/stage.ts';

/** What the index holds of one line; its text lies in the raw log, or with the notes. */
export interface LineRecord {
  /** In the board's whole raw log: of its first byte, or where it fell. */
  readonly offset: number;
  readonly receivedAtMs: number;
  readonly level: LogLevel | null;
  readonly source: LogSource;
  /** Of the tag table; 0 for none. */
  readonly tagId: number;
  readonly stage: Stage | null;
  readonly mark: LogMark | null;
  readonly broken: boolean;
  /** It differs from the line before in its numbers alone. */
  readonly alike: boolean;
}

/**
 * 32-bit words of a record, in this machine's byte order: offset (48 bits), time (48 bits), and from the lowest bit of
 * the last word on level 3, source 2, mark 3, stage 4, broken 1, alike 1, 2 free, tag 16.
 */
export const RECORD_WORDS = 4;
export const RECORD_BYTES = RECORD_WORDS * 4;
/** Tags beyond this share the last id, and are read from the line itself. */
export const MAX_TAG_ID = 0xffff;

const TWO_32 = 2 ** 32;
const BROKEN = 1 << 12;
const ALIKE = 1 << 13;

/** Writes a record as number `index` of `words`. */
export function writeRecord(words: Uint32Array, index: number, record: LineRecord): void {
  const at = index * RECORD_WORDS;
  const { offset, receivedAtMs, level, source, mark, stage, broken, alike, tagId } = record;
  const timeMs = Math.max(0, receivedAtMs);
  words[at] = offset;
  words[at + 1] = (Math.floor(offset / TWO_32) & 0xffff) | ((Math.floor(timeMs / TWO_32) & 0xffff) << 16);
  words[at + 2] = timeMs;
  words[at + 3] =
    (level === null ? 0 : LOG_LEVELS.indexOf(level) + 1) |
    (LOG_SOURCES.indexOf(source) << 3) |
    ((mark === null ? 0 : LOG_MARKS.indexOf(mark) + 1) << 5) |
    ((stage === null ? 0 : STAGES.indexOf(stage) + 1) << 8) |
    (broken ? BROKEN : 0) |
    (alike ? ALIKE : 0) |
    (tagId << 16);
}

/** Writes a record that says nothing but where its line begins. */
export function writeOffset(words: Uint32Array, index: number, offset: number): void {
  const at = index * RECORD_WORDS;
  words[at] = offset;
  words[at + 1] = Math.floor(offset / TWO_32) & 0xffff;
}

/** Says of a record that its line goes on with the next one. */
export function markBroken(words: Uint32Array, index: number): void {
  const at = index * RECORD_WORDS + 3;
  words[at] = (words[at] as number) | BROKEN;
}

/** Record number `index` of `words`. */
export function readRecord(words: Uint32Array, index: number): LineRecord {
  const last = lastWord(words, index);
  return {
    offset: offsetOf(words, index),
    receivedAtMs: timeMsOf(words, index),
    level: LOG_LEVELS[(last & 7) - 1] ?? null,
    source: LOG_SOURCES[(last >>> 3) & 3] ?? 'board',
    mark: LOG_MARKS[((last >>> 5) & 7) - 1] ?? null,
    stage: STAGES[((last >>> 8) & 15) - 1] ?? null,
    broken: (last & BROKEN) !== 0,
    alike: (last & ALIKE) !== 0,
    tagId: last >>> 16,
  };
}

/** The word of flags and tag alone: most of what a filter asks, without an object for each line. */
export function lastWord(words: Uint32Array, index: number): number {
  return words[index * RECORD_WORDS + 3] as number;
}

export function offsetOf(words: Uint32Array, index: number): number {
  const at = index * RECORD_WORDS;
  return (words[at] as number) + ((words[at + 1] as number) & 0xffff) * TWO_32;
}

export function timeMsOf(words: Uint32Array, index: number): number {
  const at = index * RECORD_WORDS;
  return (words[at + 2] as number) + ((words[at + 1] as number) >>> 16) * TWO_32;
}

export function isAlike(last: number): boolean {
  return (last & ALIKE) !== 0;
}

export function isFromBoard(last: number): boolean {
  return ((last >>> 3) & 3) === 0;
}

/** How grave a line is at a glance: 0 plain, 1 the server's, 2 warning, 3 error. */
export function gravityOf(last: number): number {
  const level = last & 7;
  if (level === 1) return 3;
  if (level === 2) return 2;
  return ((last >>> 3) & 3) === 1 ? 1 : 0;
}

/** An entry's record. */
export function recordOf(
  entry: LogEntry,
  more: { readonly tagId: number; readonly mark: LogMark | null; readonly alike: boolean },
): LineRecord {
  const { offset, receivedAtMs, level, source, stage, cut } = entry;
  return { offset, receivedAtMs, level, source, stage, broken: cut === 'broken', ...more };
}
