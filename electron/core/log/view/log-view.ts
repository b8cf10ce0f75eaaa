import type { LogFilter } from '../../../../shared/log/log-filter.ts';
import { CHUNK_LINES, chunkOf } from '../index/index-places.ts';
import { gravityOf, isAlike, lastWord } from '../index/line-record.ts';
import type { LineStore } from '../line-store.ts';
import type { SearchThread } from '../search/search-thread.ts';
import { readUnit } from '../stored-lines.ts';
import { LineJudge } from './line-judge.ts';
import { ByteList } from './number-list.ts';
import { RowList } from './row-list.ts';

export interface LogViewDeps {
  readonly store: LineStore;
  readonly search: SearchThread;
  readonly filter: LogFilter;
  readonly fold: boolean;
  readonly opened: ReadonlySet<number>;
  /** Rows came or changed, or the past is through. */
  readonly onChange: () => void;
}

/** Lines that are judged before others get a turn. */
const TURN_LINES = CHUNK_LINES;

/** The rows of a log under one filter, brought up to date as lines come. */
export class LogView {
  readonly rows: RowList;
  /** How grave each row is: 0 plain, 1 the server's, 2 warning, 3 error. */
  readonly #graves = new ByteList();
  readonly #deps: LogViewDeps;
  readonly #judge: LineJudge;
  /** The next line to be judged. */
  #readTo: number;
  /** Lines before it were shown or are to be shown as context. */
  #contextTo: number;
  #advancing: Promise<void> | null = null;
  #error: unknown = null;
  #closed = false;
  /** Grows with every line that was judged once and must be judged again. */
  #turn = 0;

  constructor(deps: LogViewDeps) {
    this.#deps = deps;
    const { store, fold, opened, filter } = deps;
    this.#readTo = store.index.firstSeq;
    this.#contextTo = this.#readTo;
    this.rows = new RowList(this.#readTo, fold, opened);
    this.#judge = new LineJudge(filter, store.index.tags);
  }

  /** Whether every line there is was judged. */
  get isComplete(): boolean {
    return this.#readTo >= this.#deps.store.nextSeq;
  }

  /** Lines before it were judged. */
  get readTo(): number {
    return this.#readTo;
  }

  /** Why it goes no further: a pattern that takes too long, or is none. */
  get error(): unknown {
    return this.#error;
  }

  /** The gravest of some rows. */
  gravest(fromRow: number, toRow: number): number {
    return this.#graves.max(fromRow, Math.min(toRow, this.rows.length));
  }

  close(): void {
    this.#closed = true;
  }

  /** A line was replaced: it is judged again, with all behind it. */
  replaced(seq: number): void {
    if (seq >= this.#readTo) return;
    const { index } = this.#deps.store;
    // Long after it was told only its stage can change, which no filter asks for.
    if (index.chunkNow(chunkOf(seq)) === null || this.#readTo - seq > CHUNK_LINES) return;
    this.#turn += 1;
    this.#readTo = Math.max(index.firstSeq, this.rows.cutBack(seq));
    this.#contextTo = Math.min(this.#contextTo, this.#readTo);
  }

  /** Judges what came, at once where everything is in memory; resolves when nothing is left. */
  advance(): Promise<void> {
    if (this.#advancing !== null) return this.#advancing;
    if (this.#deps.filter.query === null) {
      // One turn at once: what follows a board is told without delay.
      this.#judgeNow();
      if (this.isComplete) return Promise.resolve();
    }
    this.#advancing = this.#advanceAll().finally(() => {
      this.#advancing = null;
    });
    return this.#advancing;
  }

  async #advanceAll(): Promise<void> {
    while (!this.isComplete && !this.#closed && this.#error === null) {
      try {
        await this.#judgeNext();
      } catch (thrown) {
        this.#error = thrown;
      }
      this.#deps.onChange();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #judgeNow(): void {
    const { index } = this.#deps.store;
    const number = chunkOf(this.#readTo);
    const words = index.chunkNow(number);
    if (words === null) return;
    this.#judgeIn(
      words,
      Math.min(index.nextSeq, (number + 1) * CHUNK_LINES, this.#readTo + TURN_LINES),
      null,
    );
  }

  async #judgeNext(): Promise<void> {
    const { store, filter, search } = this.#deps;
    const { index } = store;
    const turn = this.#turn;
    const from = this.#readTo;
    const number = chunkOf(from);
    const words = await index.chunk(number);
    const end = Math.min(index.nextSeq, (number + 1) * CHUNK_LINES);
    if (filter.query === null) {
      if (turn === this.#turn) this.#judgeIn(words, end, null);
      return;
    }
    const unit = await readUnit(store, from, end);
    const to = from + unit.count;
    const places = await search.lines(filter.query, unit);
    const hits = new Set<number>(places);
    if (turn === this.#turn && !this.#closed) this.#judgeIn(words, to, hits);
  }

  /** `hits`: lines that hold what is looked for, counted from `#readTo`; null where nothing is. */
  #judgeIn(words: Uint32Array, to: number, hits: ReadonlySet<number> | null): void {
    const { contextLines } = this.#deps.filter;
    const first = this.#readTo;
    for (let seq = first; seq < to; seq += 1) {
      const place = seq % CHUNK_LINES;
      const passes = (hits === null || hits.has(seq - first)) && this.#judge.passes(words, place);
      if (!passes && seq >= this.#contextTo) continue;
      if (passes && contextLines > 0) {
        this.#showBefore(words, seq, contextLines);
        this.#contextTo = seq + 1 + contextLines;
      }
      this.#add(seq, lastWord(words, place));
    }
    this.#readTo = to;
  }

  #showBefore(words: Uint32Array, seq: number, contextLines: number): void {
    const from = Math.max(this.rows.lastSeq + 1, seq - contextLines, this.#deps.store.index.firstSeq);
    for (let each = from; each < seq; each += 1) {
      // Context across the edge of two chunks is not worth a look at the other one.
      this.#add(each, chunkOf(each) === chunkOf(seq) ? lastWord(words, each % CHUNK_LINES) : 0);
    }
  }

  #add(seq: number, word: number): void {
    this.rows.add(seq, isAlike(word));
    this.#graves.cut(this.rows.length - 1);
    this.#graves.push(gravityOf(word));
  }
}
