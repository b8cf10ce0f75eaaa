import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { pack, unpack } from './entry-block.ts';

/** Entries packed together: large enough to shrink well, small enough to be read in a millisecond. */
const BLOCK_ENTRIES = 1_024;
/** Bounds a log that does not shrink, for example random bytes. */
const MAX_PACKED_BYTES = 16 * 1024 * 1024;

/** The last entries of a board, packed: a usual line takes ten bytes instead of 300. */
export class LogHistory {
  readonly #maxEntries: number;
  /** Full blocks, oldest first; the first has the number `#firstBlock`. */
  #packed: Uint8Array[] = [];
  #packedBytes = 0;
  #firstBlock = 0;
  /** The block that is being filled. */
  #open: LogEntry[] = [];
  /** The block last read, unpacked: readers go on where they were. */
  #lastRead: { readonly block: number; readonly entries: readonly LogEntry[] } | null = null;

  /** Keeps at least `maxEntries`, and at most a block more. */
  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** Seq of the oldest entry that is kept. */
  get firstSeq(): number {
    return this.#firstBlock * BLOCK_ENTRIES;
  }

  /** Seq that the next entry must have. */
  get nextSeq(): number {
    return (this.#firstBlock + this.#packed.length) * BLOCK_ENTRIES + this.#open.length;
  }

  add(entry: LogEntry): void {
    this.#open.push(entry);
    if (this.#open.length < BLOCK_ENTRIES) return;
    this.#packed.push(pack(this.#open));
    this.#packedBytes += this.#packed.at(-1)?.length ?? 0;
    this.#open = [];
    this.#forget();
  }

  /** Puts an entry in the place of the one with the same seq; does nothing where that is no longer kept. */
  replace(entry: LogEntry): void {
    const block = Math.floor(entry.seq / BLOCK_ENTRIES) - this.#firstBlock;
    const place = entry.seq % BLOCK_ENTRIES;
    if (block === this.#packed.length && place < this.#open.length) this.#open[place] = entry;
    const before = this.#packed[block];
    if (before === undefined) return;
    const entries = [...this.#unpack(block)];
    entries[place] = entry;
    const after = pack(entries);
    this.#packed[block] = after;
    this.#packedBytes += after.length - before.length;
    this.#lastRead = null;
  }

  get(seq: number): LogEntry | null {
    return this.read(seq, 1)[0] ?? null;
  }

  /** Up to `limit` entries from `fromSeq` on, or from the oldest that is kept. */
  read(fromSeq: number, limit: number): LogEntry[] {
    const entries: LogEntry[] = [];
    let seq = Math.max(fromSeq, this.firstSeq);
    const end = Math.min(this.nextSeq, seq + limit);
    while (seq < end) {
      const block = Math.floor(seq / BLOCK_ENTRIES) - this.#firstBlock;
      const from = seq % BLOCK_ENTRIES;
      const part = this.#unpack(block).slice(from, from + end - seq);
      entries.push(...part);
      seq += part.length;
    }
    return entries;
  }

  #forget(): void {
    const least = Math.ceil(this.#maxEntries / BLOCK_ENTRIES);
    while (this.#packed.length > least || this.#packedBytes > MAX_PACKED_BYTES) {
      this.#packedBytes -= this.#packed.shift()?.length ?? 0;
      this.#firstBlock += 1;
    }
  }

  #unpack(block: number): readonly LogEntry[] {
    const packed = this.#packed[block];
    if (packed === undefined) return this.#open;
    const number = this.#firstBlock + block;
    if (this.#lastRead?.block !== number) {
      this.#lastRead = { block: number, entries: unpack(packed, number * BLOCK_ENTRIES) };
    }
    return this.#lastRead.entries;
  }
}
