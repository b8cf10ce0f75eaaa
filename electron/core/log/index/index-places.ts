import { RECORD_BYTES, RECORD_WORDS } from './line-record.ts';

/** Lines whose records lie together in memory: 256 KiB. */
export const CHUNK_LINES = 16_384;
/** Lines of one file: 4 MiB. */
export const FILE_LINES = CHUNK_LINES * 16;

/** The chunk that holds a line. */
export function chunkOf(seq: number): number {
  return Math.floor(seq / CHUNK_LINES);
}

/** The file that holds the record of a line. */
export function fileName(seq: number): string {
  return `lines-${String(seq - (seq % FILE_LINES)).padStart(12, '0')}.idx`;
}

/** Seq of the first record in a file of this name; null for another file. */
export function firstSeqOf(name: string): number | null {
  const match = /^lines-(\d{12})\.idx$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** Where a chunk lies. */
export function placeOf(number: number): { readonly name: string; readonly position: number } {
  const seq = number * CHUNK_LINES;
  return { name: fileName(seq), position: (seq % FILE_LINES) * RECORD_BYTES };
}

/** Records as they lie on disk; what is missing is zeros. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(CHUNK_LINES * RECORD_WORDS);
  new Uint8Array(words.buffer).set(bytes.subarray(0, words.byteLength));
  return words;
}

/** The values of a file of JSON lines; one torn by a crash is left out. */
export function jsonLines(text: string): unknown[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}
