import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { CHUNK_LINES } from '../index/index-places.ts';
import { markBroken, offsetOf, RECORD_WORDS, writeOffset } from '../index/line-record.ts';
import { MAX_LINE_BYTES } from '../line-reader.ts';
import type { LineBytes } from '../search/search-lines.ts';
import { rawText } from '../stored-lines.ts';
import type { FileNews, FileTask } from './file-task.ts';
import { FileParser } from './parse-file.ts';
import type { SavedEncoding, SavedText } from './saved-text.ts';
import { linesInUtf8, SAMPLE_BYTES, savedTextOf } from './saved-text.ts';
import type { TextUnits } from './split-lines.ts';
import { LineSplitter } from './split-lines.ts';

const PIECE_BYTES = 4 * 1024 * 1024;

const tell = (news: FileNews, hand: Uint32Array | null = null): void =>
  parentPort?.postMessage(news, hand === null ? [] : [hand.buffer as ArrayBuffer]);

/** A thread of its own for a saved log: first where its lines lie, so that it can be looked at, then what they say. */
function readFile({ file, aboutMs, mappings }: FileTask): void {
  const descriptor = openSync(file, 'r');
  try {
    const text = readText(descriptor);
    const pieces = splitFile(descriptor, text.encoding);
    parseFile(descriptor, pieces, text, { aboutMs, mappings });
  } finally {
    closeSync(descriptor);
  }
}

interface Piece {
  readonly fromSeq: number;
  readonly fromOffset: number;
  readonly words: Uint32Array;
}

function splitFile(
  descriptor: number,
  encoding: SavedEncoding,
): { readonly pieces: readonly Piece[]; readonly sizeBytes: number } {
  const { markBytes, unitBytes } = encoding;
  const splitter = new LineSplitter(MAX_LINE_BYTES / unitBytes);
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  const pieces: Piece[] = [];
  let seq = 0;
  let readBytes = markBytes;
  for (;;) {
    const bytes = readSync(descriptor, buffer, 0, PIECE_BYTES, readBytes);
    const wholeBytes = bytes - (bytes % unitBytes);
    if (wholeBytes === 0) return { pieces, sizeBytes: readBytes };
    const split = splitter.push(unitsOf(buffer.subarray(0, wholeBytes), encoding));
    const offsets = split.offsets.map((offset) => markBytes + offset * unitBytes);
    readBytes += wholeBytes;
    const words = new Uint32Array(offsets.length * RECORD_WORDS);
    for (let index = 0; index < offsets.length; index += 1)
      writeOffset(words, index, offsets[index] as number);
    for (const index of split.broken) markBroken(words, index);
    const fromOffset = offsets[0] ?? readBytes;
    for (let at = 0; at < offsets.length; at += CHUNK_LINES) {
      const part = words.slice(at * RECORD_WORDS, (at + CHUNK_LINES) * RECORD_WORDS);
      pieces.push({
        fromSeq: seq + at,
        fromOffset: at === 0 ? fromOffset : (offsets[at] as number),
        words: part,
      });
    }
    seq += offsets.length;
    tell({ kind: 'lines', words, readBytes }, words);
  }
}

function parseFile(
  descriptor: number,
  { pieces, sizeBytes }: ReturnType<typeof splitFile>,
  { format, encoding }: SavedText,
  { aboutMs, mappings }: Pick<FileTask, 'aboutMs' | 'mappings'>,
): void {
  const parser = new FileParser(format, aboutMs, mappings);
  for (const [place, { fromSeq, fromOffset, words }] of pieces.entries()) {
    const end = pieces[place + 1]?.fromOffset ?? sizeBytes;
    const bytes = Buffer.allocUnsafe(Math.max(0, end - fromOffset));
    readSync(descriptor, bytes, 0, bytes.length, fromOffset);
    const lines = linesInUtf8({ bytes, bounds: boundsOf(words, fromOffset, bytes.length) }, encoding);
    const { tags, story, crashes } = parser.parse(words, fromSeq, (index) => rawText(lines, index));
    tell({ kind: 'parsed', fromSeq, words, tags, story, crashes, readBytes: end }, words);
  }
  tell({ kind: 'end', ...parser.end() });
}

/** Where the lines of a piece begin and end in its bytes. */
function boundsOf(words: Uint32Array, fromOffset: number, lengthBytes: number): LineBytes['bounds'] {
  const count = words.length / RECORD_WORDS;
  const bounds = new Uint32Array(count * 2);
  for (let index = 0; index < count; index += 1) {
    bounds[index * 2] = offsetOf(words, index) - fromOffset;
    bounds[index * 2 + 1] = index + 1 < count ? offsetOf(words, index + 1) - fromOffset : lengthBytes;
  }
  return bounds;
}

/** `bytes` may be turned round where they lie. */
function unitsOf(bytes: Buffer, { name, unitBytes }: SavedEncoding): TextUnits {
  if (unitBytes === 1) return bytes;
  if (name === 'utf-16be') bytes.swap16();
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}

function readText(descriptor: number): SavedText {
  const head = Buffer.alloc(SAMPLE_BYTES);
  const bytes = readSync(descriptor, head, 0, SAMPLE_BYTES, 0);
  return savedTextOf(head.subarray(0, bytes), fstatSync(descriptor).size);
}

try {
  readFile(workerData as FileTask);
} catch (thrown) {
  tell({ kind: 'failed', detail: thrown instanceof Error ? thrown.message : String(thrown) });
}
