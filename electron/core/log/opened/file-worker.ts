import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

import { savedFormatOf } from '../../../../shared/log/saved-line.ts';
import { CHUNK_LINES } from '../index/index-places.ts';
import { markBroken, offsetOf, RECORD_WORDS, writeOffset } from '../index/line-record.ts';
import type { FileNews, FileTask } from './file-task.ts';
import { FileParser } from './parse-file.ts';
import { LineSplitter } from './split-lines.ts';

const PIECE_BYTES = 4 * 1024 * 1024;
/** Lines that show how a file is written. */
const SAMPLE_BYTES = 64 * 1024;

const tell = (news: FileNews, hand: Uint32Array | null = null): void =>
  parentPort?.postMessage(news, hand === null ? [] : [hand.buffer as ArrayBuffer]);

/** A thread of its own for a saved log: first where its lines lie, so that it can be looked at, then what they say. */
function readFile({ file, aboutMs, mappings }: FileTask): void {
  const descriptor = openSync(file, 'r');
  try {
    const pieces = splitFile(descriptor);
    parseFile(descriptor, pieces, { aboutMs, mappings });
  } finally {
    closeSync(descriptor);
  }
}

interface Piece {
  readonly fromSeq: number;
  readonly fromOffset: number;
  readonly words: Uint32Array;
}

function splitFile(descriptor: number): { readonly pieces: readonly Piece[]; readonly sizeBytes: number } {
  const splitter = new LineSplitter();
  const buffer = Buffer.allocUnsafe(PIECE_BYTES);
  const pieces: Piece[] = [];
  let seq = 0;
  let readBytes = 0;
  for (;;) {
    const bytes = readSync(descriptor, buffer, 0, PIECE_BYTES, readBytes);
    if (bytes === 0) return { pieces, sizeBytes: readBytes };
    const { offsets, broken } = splitter.push(buffer.subarray(0, bytes));
    readBytes += bytes;
    const words = new Uint32Array(offsets.length * RECORD_WORDS);
    for (let index = 0; index < offsets.length; index += 1)
      writeOffset(words, index, offsets[index] as number);
    for (const index of broken) markBroken(words, index);
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
  { aboutMs, mappings }: Pick<FileTask, 'aboutMs' | 'mappings'>,
): void {
  const parser = new FileParser(savedFormatOf(sampleOf(descriptor, sizeBytes)), aboutMs, mappings);
  for (const [place, { fromSeq, fromOffset, words }] of pieces.entries()) {
    const end = pieces[place + 1]?.fromOffset ?? sizeBytes;
    const bytes = Buffer.allocUnsafe(Math.max(0, end - fromOffset));
    readSync(descriptor, bytes, 0, bytes.length, fromOffset);
    const count = words.length / RECORD_WORDS;
    const { tags, story } = parser.parse(words, fromSeq, (index) => {
      const from = offsetOf(words, index) - fromOffset;
      const to = index + 1 < count ? offsetOf(words, index + 1) - fromOffset : bytes.length;
      return textIn(bytes, from, to);
    });
    tell({ kind: 'parsed', fromSeq, words, tags, story, readBytes: end }, words);
  }
  tell({ kind: 'end', story: parser.end() });
}

function sampleOf(descriptor: number, sizeBytes: number): string[] {
  const bytes = Buffer.alloc(Math.min(SAMPLE_BYTES, sizeBytes));
  readSync(descriptor, bytes, 0, bytes.length, 0);
  const lines = bytes.toString('utf8').split(/\r*\n/);
  return lines.slice(0, bytes.length < sizeBytes ? -1 : undefined);
}

function textIn(bytes: Buffer, from: number, to: number): string {
  let end = to;
  if (bytes[end - 1] === 0x0a) end -= 1;
  while (end > from && bytes[end - 1] === 0x0d) end -= 1;
  return bytes.toString('utf8', from, end);
}

try {
  readFile(workerData as FileTask);
} catch (thrown) {
  tell({ kind: 'failed', detail: thrown instanceof Error ? thrown.message : String(thrown) });
}
