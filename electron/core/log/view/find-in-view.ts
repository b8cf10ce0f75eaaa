import type { LogQuery } from '../../../../shared/log/log-filter.ts';
import { CHUNK_LINES, chunkOf } from '../index/index-places.ts';
import type { LineStore } from '../line-store.ts';
import type { SearchThread } from '../search/search-thread.ts';
import { readUnit } from '../stored-lines.ts';

export interface FindDeps {
  readonly store: LineStore;
  readonly search: SearchThread;
  readonly query: LogQuery;
  /** Where to look first. */
  readonly nearSeq: number;
  /** Lines before it are known to be shown or not. */
  readonly readyTo: () => number;
  readonly isShown: (seq: number) => boolean;
  /** More was found, or all was looked at. */
  readonly onChange: () => void;
}

/** What was found in a chunk, and how far it was looked at. */
interface ChunkHits {
  readonly seqs: number[];
  searchedTo: number;
}

/** What a query finds in the shown lines of a log, kept up to date as lines come. */
export class FindInView {
  readonly #deps: FindDeps;
  readonly #chunks = new Map<number, ChunkHits>();
  /** Every chunk is looked at from `nearSeq` on, then those before it. */
  #wrapped = false;
  #at: number;
  #found = 0;
  #closed = false;
  #error: unknown = null;
  #running: Promise<void> | null = null;
  #turn = 0;
  readonly #progress = new Set<() => void>();

  constructor(deps: FindDeps) {
    this.#deps = deps;
    this.#at = chunkOf(Math.max(deps.nearSeq, deps.store.index.firstSeq));
  }

  get query(): LogQuery {
    return this.#deps.query;
  }

  get found(): number {
    return this.#found;
  }

  get error(): unknown {
    return this.#error;
  }

  get isComplete(): boolean {
    return this.#error !== null || this.#nextChunk() === null;
  }

  close(): void {
    this.#closed = true;
    this.#tell();
  }

  /** A line was replaced: it and those behind it are looked at again. */
  replaced(seq: number): void {
    const hits = this.#chunks.get(chunkOf(seq));
    if (hits === undefined || hits.searchedTo <= seq) return;
    this.#turn += 1;
    this.#at = Math.min(this.#at, chunkOf(seq));
    hits.searchedTo = seq;
    while ((hits.seqs.at(-1) ?? -1) >= seq) {
      hits.seqs.pop();
      this.#found -= 1;
    }
  }

  /** Looks at what is new; one run at a time. */
  advance(): void {
    if (this.#running !== null || this.#closed || this.#error !== null) return;
    this.#running = this.#advanceAll().finally(() => {
      this.#running = null;
    });
  }

  /**
   * The next found line behind or before `fromSeq`, round the end, and which one it is; waits until it is known.
   * Null where nothing is found.
   */
  async next(
    fromSeq: number,
    forward: boolean,
  ): Promise<{ readonly seq: number; readonly nth: number } | null> {
    for (;;) {
      const place = this.#look(fromSeq, forward);
      if (place !== 'later') return place;
      this.advance();
      await new Promise<void>((resolve) => this.#progress.add(resolve));
    }
  }

  /** Calls `each` with every found line, in order. */
  forEach(each: (seq: number) => void): void {
    for (const chunk of this.#sorted()) for (const seq of this.#chunks.get(chunk)?.seqs ?? []) each(seq);
  }

  #look(fromSeq: number, forward: boolean): { readonly seq: number; readonly nth: number } | 'later' | null {
    const first = chunkOf(this.#deps.store.index.firstSeq);
    const last = chunkOf(Math.max(0, this.#deps.store.nextSeq - 1));
    const start = Math.min(last, Math.max(first, chunkOf(Math.max(0, fromSeq))));
    const count = last - first + 1;
    // The chunk it begins in comes twice: first behind the line, at the end before it.
    for (let step = 0; step <= count; step += 1) {
      const way = forward ? step : -step;
      const chunk = first + ((((start - first + way) % count) + count) % count);
      const hits = this.#chunks.get(chunk)?.seqs ?? [];
      const isBeyond = (seq: number): boolean => (forward ? seq > fromSeq : seq < fromSeq);
      const candidates = step === 0 ? hits.filter(isBeyond) : hits;
      const seq = forward ? candidates[0] : candidates.at(-1);
      if (!this.#isDone(chunk) && (seq === undefined || !forward)) {
        return this.#closed || this.#error !== null ? null : 'later';
      }
      if (seq !== undefined) return { seq, nth: this.#nth(seq) };
    }
    return null;
  }

  #nth(seq: number): number {
    let nth = 0;
    for (const chunk of this.#sorted()) {
      const seqs = this.#chunks.get(chunk)?.seqs ?? [];
      if (chunk === chunkOf(seq)) return nth + seqs.indexOf(seq) + 1;
      nth += seqs.length;
    }
    return nth;
  }

  #sorted(): readonly number[] {
    return [...this.#chunks.keys()].sort((a, b) => a - b);
  }

  async #advanceAll(): Promise<void> {
    for (let chunk = this.#nextChunk(); chunk !== null; chunk = this.#nextChunk()) {
      // While the thread looks through one, the next is read from disk.
      const after = this.#isDone(chunk + 1) ? null : chunk + 1;
      await Promise.all([this.#searchNow(chunk), after === null ? null : this.#searchNow(after)]);
      if (this.#closed || this.#error !== null) return;
    }
  }

  async #searchNow(chunk: number): Promise<void> {
    try {
      await this.#searchIn(chunk);
    } catch (thrown) {
      this.#error ??= thrown;
    }
    if (this.#closed) return;
    this.#deps.onChange();
    this.#tell();
  }

  async #searchIn(chunk: number): Promise<void> {
    const { store, search, query, isShown } = this.#deps;
    const hits = this.#chunks.get(chunk) ?? { seqs: [], searchedTo: this.#startOf(chunk) };
    this.#chunks.set(chunk, hits);
    const turn = this.#turn;
    const unit = await readUnit(store, hits.searchedTo, this.#endOf(chunk));
    const places = await search.lines(query, unit);
    if (turn !== this.#turn) return;
    for (const place of places) {
      const seq = unit.fromSeq + place;
      if (!isShown(seq)) continue;
      hits.seqs.push(seq);
      this.#found += 1;
    }
    hits.searchedTo = unit.fromSeq + unit.count;
  }

  /** The chunk to look at now; null when all were. */
  #nextChunk(): number | null {
    const last = chunkOf(Math.max(0, this.#endOf(Number.POSITIVE_INFINITY) - 1));
    const first = chunkOf(this.#deps.store.index.firstSeq);
    while (this.#isDone(this.#at)) {
      if (this.#at < last) this.#at += 1;
      else if (this.#wrapped) return null;
      else {
        this.#wrapped = true;
        this.#at = first;
      }
    }
    return this.#at;
  }

  #isDone(chunk: number): boolean {
    const searchedTo = this.#chunks.get(chunk)?.searchedTo ?? this.#startOf(chunk);
    return searchedTo >= this.#endOf(chunk);
  }

  #startOf(chunk: number): number {
    return Math.max(chunk * CHUNK_LINES, this.#deps.store.index.firstSeq);
  }

  #endOf(chunk: number): number {
    return Math.min(this.#deps.readyTo(), (chunk + 1) * CHUNK_LINES);
  }

  #tell(): void {
    const waiting = [...this.#progress];
    this.#progress.clear();
    for (const resolve of waiting) resolve();
  }
}
