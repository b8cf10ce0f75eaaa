import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { ParsedLine } from '../../../shared/log/parse-log-line.ts';
import { CHUNK_LINES, chunkOf } from './index/index-places.ts';
import type { LineIndex } from './index/line-index.ts';
import { isFromBoard, lastWord, offsetOf, readRecord } from './index/line-record.ts';
import { MAX_LINE_BYTES } from './line-reader.ts';
import type { RawRange } from './raw-reader.ts';
import type { LineBytes } from './search/search-lines.ts';

/** A line may be longer than its limit by the rest of a character and its end. */
const LONGEST_BYTES = MAX_LINE_BYTES + 64;
/** Bytes read at once: a unit of lines is no larger. */
export const UNIT_BYTES = 4 * 1024 * 1024;

/** Where the text of lines lies. */
export interface LineTexts {
  readonly index: LineIndex;
  /** The text of a line that is not the board's. */
  note(seq: number): string;
  /** Where the board's last line ends. */
  endOffset(): number;
  read(offset: number, length: number): Promise<RawRange>;
  /** Lines as they were read in UTF-8, where they lie otherwise: offsets stay those of the bytes that lie there. */
  inUtf8?(lines: LineBytes): LineBytes;
  /** What a line of the board says; `said` is the line without what a terminal program put before it. */
  readLine(raw: string): ParsedLine & { readonly said: string };
}

/** Consecutive lines of one chunk with the bytes they lie in. */
export interface LineUnit extends LineBytes {
  readonly fromSeq: number;
  readonly count: number;
  /** The chunk's records. */
  readonly words: Uint32Array;
  /** Lines that are kept nowhere any more. */
  readonly lost: ReadonlySet<number>;
}

/** Reads lines `fromSeq` to `toSeq` (not included) of one chunk, or as many of them as a unit takes: at least one. */
export async function readUnit(texts: LineTexts, fromSeq: number, toSeq: number): Promise<LineUnit> {
  const { index } = texts;
  const words = await index.chunk(chunkOf(fromSeq));
  const inChunk = Math.min(toSeq, index.nextSeq, (chunkOf(fromSeq) + 1) * CHUNK_LINES);
  const first = fromSeq % CHUNK_LINES;
  const all = Math.max(0, inChunk - fromSeq);
  const ends = new Float64Array(all);
  let end = await nextBoardOffset(texts, fromSeq + all);
  let begin = 0;
  for (let i = all - 1; i >= 0; i -= 1) {
    if (!isFromBoard(lastWord(words, first + i))) continue;
    begin = offsetOf(words, first + i);
    ends[i] = Math.min(end, begin + LONGEST_BYTES);
    end = begin;
  }
  let count = all;
  let last = begin;
  for (let i = 0; i < all; i += 1) {
    const lineEnd = ends[i] as number;
    if (!isFromBoard(lastWord(words, first + i))) continue;
    if (i > 0 && (lineEnd - begin > UNIT_BYTES || lineEnd < begin)) {
      count = i;
      break;
    }
    last = lineEnd;
  }
  const range = await texts.read(begin, Math.max(0, last - begin));
  return assemble(texts, { fromSeq, count, words }, ends, begin, range);
}

function assemble(
  texts: LineTexts,
  lines: Pick<LineUnit, 'fromSeq' | 'count' | 'words'>,
  ends: Float64Array,
  begin: number,
  range: RawRange,
): LineUnit {
  const { fromSeq, count, words } = lines;
  const notes: Uint8Array[] = [];
  const bounds = new Uint32Array(count * 2);
  const lost = new Set<number>();
  let noteAt = range.bytes.length;
  for (let i = 0; i < count; i += 1) {
    const place = (fromSeq + i) % CHUNK_LINES;
    if (isFromBoard(lastWord(words, place))) {
      const offset = offsetOf(words, place);
      const end = ends[i] as number;
      bounds[i * 2] = offset - begin;
      bounds[i * 2 + 1] = end - begin;
      const isGone = end <= offset || range.holes.some(([from, to]) => offset < to && end > from);
      if (isGone) lost.add(fromSeq + i);
      continue;
    }
    const note = Buffer.from(texts.note(fromSeq + i));
    bounds[i * 2] = noteAt;
    noteAt += note.length;
    bounds[i * 2 + 1] = noteAt;
    notes.push(note);
  }
  const bytes = notes.length === 0 ? range.bytes : Buffer.concat([range.bytes, ...notes], noteAt);
  return { ...lines, ...(texts.inUtf8?.({ bytes, bounds }) ?? { bytes, bounds }), lost };
}

/** Where the first of the board's lines from `seq` on begins, or where the log ends. */
async function nextBoardOffset(texts: LineTexts, seq: number): Promise<number> {
  const { index } = texts;
  for (let at = seq; at < index.nextSeq; ) {
    const words = await index.chunk(chunkOf(at));
    const end = Math.min(index.nextSeq, (chunkOf(at) + 1) * CHUNK_LINES);
    for (; at < end; at += 1) {
      const place = at % CHUNK_LINES;
      if (isFromBoard(lastWord(words, place))) return offsetOf(words, place);
    }
  }
  return texts.endOffset();
}

/** A line's text as the board sent it, without its line end; what is no UTF-8 is U+FFFD. */
export function rawText({ bytes, bounds }: LineBytes, index: number): string {
  const from = bounds[index * 2] as number;
  let to = bounds[index * 2 + 1] as number;
  if (bytes[to - 1] === 0x0a) to -= 1;
  while (to > from && bytes[to - 1] === 0x0d) to -= 1;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

/** A line of a unit as everyone reads it. */
export function entryOf(
  unit: LineUnit,
  index: number,
  line: ParsedLine & { readonly said: string },
): LogEntry {
  const seq = unit.fromSeq + index;
  const { offset, receivedAtMs, source, level, stage, broken } = readRecord(unit.words, seq % CHUNK_LINES);
  const isLost = unit.lost.has(seq);
  const isSaid = source === 'board' && !isLost;
  return {
    seq,
    source,
    offset,
    receivedAtMs,
    level: isSaid ? line.level : level,
    tag: isSaid ? line.tag : null,
    deviceTimeMs: isSaid ? line.deviceTimeMs : null,
    text: isSaid ? line.text : isLost ? '' : line.said,
    stage,
    cut: isLost ? 'lost' : broken ? 'broken' : null,
  };
}
