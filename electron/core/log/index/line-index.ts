import type { IndexFiles } from './index-files.ts';
import {
  CHUNK_LINES,
  chunkOf,
  FILE_LINES,
  fileName,
  firstSeqOf,
  jsonLines,
  placeOf,
  wordsOf,
} from './index-places.ts';
import type { LineRecord } from './line-record.ts';
import { offsetOf, RECORD_BYTES, RECORD_WORDS, readRecord, writeRecord } from './line-record.ts';
import { TagTable } from './tag-table.ts';

/** Chunks kept besides those that wait for the disk: the last ones, and those read last. */
const KEPT_CHUNKS = 8;
/** Chunks that wait for a disk that takes nothing, a million lines; beyond it the oldest are given up. */
const MAX_WAITING_CHUNKS = 64;

const TAGS = 'tags.ndjson';

/** A record for each line of a log by its seq: the last ones in memory, all on disk. */
export class LineIndex {
  readonly tags: TagTable;
  readonly #files: IndexFiles;
  /** By number, the one used last at the end. */
  readonly #chunks = new Map<number, Uint32Array>();
  #firstSeq: number;
  #nextSeq: number;
  /** Lines before it are on disk. */
  #savedTo: number;
  /** Saved records that were changed since. */
  readonly #changed = new Set<number>();
  #flushing: Promise<void> | null = null;

  /** Goes on where an earlier run ended; a record torn by a crash is left out. */
  constructor(files: IndexFiles) {
    this.#files = files;
    this.tags = new TagTable(jsonLines(files.readText(TAGS)).filter((tag) => typeof tag === 'string'));
    const kept = files
      .list()
      .map(({ name, sizeBytes }) => ({ name, sizeBytes, firstSeq: firstSeqOf(name) }))
      .filter((file): file is typeof file & { firstSeq: number } => file.firstSeq !== null)
      .sort((a, b) => a.firstSeq - b.firstSeq);
    const last = kept.at(-1);
    this.#firstSeq = kept[0]?.firstSeq ?? 0;
    this.#nextSeq = last === undefined ? 0 : last.firstSeq + Math.floor(last.sizeBytes / RECORD_BYTES);
    this.#savedTo = this.#nextSeq;
    if (this.#nextSeq % CHUNK_LINES !== 0) this.#readNow(chunkOf(this.#nextSeq));
  }

  get firstSeq(): number {
    return this.#firstSeq;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  append(record: LineRecord): void {
    const number = chunkOf(this.#nextSeq);
    let words = this.#chunks.get(number);
    if (words === undefined) {
      words = new Uint32Array(CHUNK_LINES * RECORD_WORDS);
      this.#keep(number, words);
    }
    writeRecord(words, this.#nextSeq % CHUNK_LINES, record);
    this.#nextSeq += 1;
  }

  /** Takes records of the next lines. */
  appendAll(words: Uint32Array): void {
    for (let at = 0; at < words.length; ) {
      const place = this.#nextSeq % CHUNK_LINES;
      const end = Math.min(words.length, at + (CHUNK_LINES - place) * RECORD_WORDS);
      const number = chunkOf(this.#nextSeq);
      let chunk = this.#chunks.get(number);
      if (chunk === undefined) {
        chunk = new Uint32Array(CHUNK_LINES * RECORD_WORDS);
        this.#keep(number, chunk);
      }
      chunk.set(words.subarray(at, end), place * RECORD_WORDS);
      this.#nextSeq += (end - at) / RECORD_WORDS;
      at = end;
    }
  }

  /** Puts records in the place of those from `fromSeq` on. Rejects as the file system does. */
  async replaceAll(fromSeq: number, words: Uint32Array): Promise<void> {
    for (let at = 0; at < words.length; ) {
      const seq = fromSeq + at / RECORD_WORDS;
      const place = seq % CHUNK_LINES;
      const end = Math.min(words.length, at + (CHUNK_LINES - place) * RECORD_WORDS);
      const part = words.subarray(at, end);
      this.#chunks.get(chunkOf(seq))?.set(part, place * RECORD_WORDS);
      at = end;
      if (seq >= this.#savedTo) continue;
      const { name, position } = placeOf(chunkOf(seq));
      await this.#files.write(name, position + place * RECORD_BYTES, new Uint8Array(part.slice().buffer));
    }
  }

  /** Null where the record is not in memory. */
  get(seq: number): LineRecord | null {
    const words = this.chunkNow(chunkOf(seq));
    return words === null || seq >= this.#nextSeq ? null : readRecord(words, seq % CHUNK_LINES);
  }

  /** Changes a record that is still in memory, as that of a line told lately is; else does nothing. */
  replace(seq: number, record: LineRecord): void {
    const words = this.#chunks.get(chunkOf(seq));
    if (words === undefined || seq >= this.#nextSeq) return;
    writeRecord(words, seq % CHUNK_LINES, record);
    if (seq < this.#savedTo) this.#changed.add(seq);
  }

  /** Lets go of lines from `seq` on, after a crash that kept the index longer than the log. */
  cutBack(seq: number): void {
    if (seq >= this.#nextSeq) return;
    for (const { name } of this.#files.list()) {
      const firstSeq = firstSeqOf(name);
      if (firstSeq === null) continue;
      if (firstSeq >= seq) this.#files.remove(name);
      else if (firstSeq + FILE_LINES > seq) this.#files.truncate(name, (seq - firstSeq) * RECORD_BYTES);
    }
    this.#chunks.clear();
    this.#nextSeq = seq;
    this.#savedTo = seq;
    if (seq % CHUNK_LINES !== 0) this.#readNow(chunkOf(seq));
  }

  /** The records of a chunk if they are in memory; those behind `nextSeq` mean nothing. */
  chunkNow(number: number): Uint32Array | null {
    return this.#chunks.get(number) ?? null;
  }

  /** The records of a chunk, from disk if need be; what cannot be read is zeros. */
  async chunk(number: number): Promise<Uint32Array> {
    const known = this.#chunks.get(number);
    if (known !== undefined) {
      this.#keep(number, known);
      return known;
    }
    const { name, position } = placeOf(number);
    const bytes = await this.#files
      .read(name, position, CHUNK_LINES * RECORD_BYTES)
      .catch(() => new Uint8Array());
    const again = this.#chunks.get(number);
    if (again !== undefined) return again;
    const words = wordsOf(bytes);
    this.#keep(number, words);
    return words;
  }

  /** Brings to disk what is new or changed. Rejects as the file system does; the next call tries again. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  /** Removes files that hold nothing but lines before this offset. Returns the names' first seqs. */
  trimBefore(offset: number): readonly number[] {
    const removed: number[] = [];
    while (this.#firstSeq + FILE_LINES < this.#savedTo) {
      const nextFirst = this.#firstSeq - (this.#firstSeq % FILE_LINES) + FILE_LINES;
      const { name } = placeOf(chunkOf(nextFirst));
      const first = wordsOf(this.#files.readNow(name, 0, RECORD_BYTES));
      if (offsetOf(first, 0) > offset) break;
      this.#files.remove(fileName(this.#firstSeq));
      removed.push(this.#firstSeq);
      this.#firstSeq = nextFirst;
    }
    return removed;
  }

  async #flushAll(): Promise<void> {
    const tags = this.tags.takeNew();
    if (tags.length > 0)
      await this.#files.appendText(TAGS, tags.map((tag) => `${JSON.stringify(tag)}\n`).join(''));
    while (this.#savedTo < this.#nextSeq) {
      const number = chunkOf(this.#savedTo);
      const from = this.#savedTo % CHUNK_LINES;
      const to = Math.min(CHUNK_LINES, from + this.#nextSeq - this.#savedTo);
      await this.#save(number, from, to);
      this.#savedTo = number * CHUNK_LINES + to;
    }
    for (const seq of [...this.#changed]) {
      this.#changed.delete(seq);
      await this.#save(chunkOf(seq), seq % CHUNK_LINES, (seq % CHUNK_LINES) + 1);
    }
  }

  async #save(number: number, from: number, to: number): Promise<void> {
    const words = this.#chunks.get(number);
    if (words === undefined) return;
    const { name, position } = placeOf(number);
    // A copy: records may change while the disk works.
    const bytes = new Uint8Array(words.slice(from * RECORD_WORDS, to * RECORD_WORDS).buffer);
    await this.#files.write(name, position + from * RECORD_BYTES, bytes);
  }

  #readNow(number: number): void {
    const { name, position } = placeOf(number);
    this.#keep(number, wordsOf(this.#files.readNow(name, position, CHUNK_LINES * RECORD_BYTES)));
  }

  #keep(number: number, words: Uint32Array): void {
    this.#chunks.delete(number);
    this.#chunks.set(number, words);
    if (this.#chunks.size <= KEPT_CHUNKS) return;
    const firstWaiting = chunkOf(this.#savedTo);
    const last = chunkOf(this.#nextSeq);
    for (const each of this.#chunks.keys()) {
      if (this.#chunks.size <= KEPT_CHUNKS) return;
      const isWaiting = each >= Math.max(firstWaiting, last - MAX_WAITING_CHUNKS);
      if (!isWaiting && each < last - 1) this.#chunks.delete(each);
    }
  }
}
