import type { LogOverview, LogPlace, LogRow, LogViewState } from '../../../../shared/contract/log-values.ts';
import { toErrorPayload } from '../../../../shared/errors.ts';
import type { LogFilter, LogQuery } from '../../../../shared/log/log-filter.ts';
import { showsAll } from '../../../../shared/log/log-filter.ts';
import type { Cancel, Clock } from '../../ports.ts';
import { CHUNK_LINES, chunkOf } from '../index/index-places.ts';
import { timeMsOf } from '../index/line-record.ts';
import type { LineStore } from '../line-store.ts';
import type { SearchThread } from '../search/search-thread.ts';
import { FindInView } from './find-in-view.ts';
import { LogView } from './log-view.ts';
import { overviewOf } from './overview.ts';
import { shownRows } from './shown-rows.ts';

/** At most one telling in this time. */
const TELL_EVERY_MS = 33;
/** After a quiet time the first change is told this soon, with what came right behind it. */
const FIRST_MS = 4;
/** A reader that was too slow for the last telling hears it again. */
const AGAIN_MS = 1_000;
/** Rows told with each change: those in sight of a reader that follows. */
const TAIL_ROWS = 72;

export interface ShownLogDeps {
  readonly viewId: string;
  readonly logId: string;
  readonly store: LineStore;
  readonly search: SearchThread;
  readonly clock: Clock;
  readonly filter: LogFilter;
  readonly fold: boolean;
  readonly opened: ReadonlySet<number>;
  readonly onState: (state: LogViewState) => void;
}

/** A log as one reader looks at it: its rows, what was found in it, and when to tell of changes. */
export class ShownLog {
  readonly view: LogView;
  readonly #deps: ShownLogDeps;
  readonly #unwatch: () => void;
  #find: FindInView | null = null;
  #timer: Cancel | null = null;
  #again: Cancel | null = null;
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #changedFrom = 0;
  #telling = false;
  #startedAtMs = 0;
  #closed = false;

  constructor(deps: ShownLogDeps) {
    this.#deps = deps;
    const { store, search, filter, fold, opened } = deps;
    this.view = new LogView({ store, search, filter, fold, opened, onChange: () => this.touch() });
    this.#unwatch = store.watch((changedFrom) => {
      this.view.replaced(changedFrom);
      this.#find?.replaced(changedFrom);
      this.touch();
    });
    void store.countEarlier().then(() => this.touch());
  }

  get logId(): string {
    return this.#deps.logId;
  }

  get store(): LineStore {
    return this.#deps.store;
  }

  get find(): FindInView | null {
    return this.#find;
  }

  close(): void {
    this.#closed = true;
    this.#unwatch();
    this.#timer?.();
    this.#again?.();
    this.view.close();
    this.#find?.close();
  }

  /** Something changed: it is told soon. */
  touch(): void {
    if (this.#closed || this.#timer !== null) return;
    const { clock } = this.#deps;
    // A clock that was set back must not put this off.
    const sinceMs = Math.max(0, clock.nowMs() - this.#toldAtMs);
    this.#timer = clock.after(Math.max(FIRST_MS, TELL_EVERY_MS - sinceMs), () => {
      this.#timer = null;
      // What the disk does not give, the log tells itself; a view that is closed meanwhile has nobody to tell.
      this.#tell().catch(() => undefined);
    });
  }

  search(query: LogQuery | null, nearSeq: number): void {
    this.#find?.close();
    const { store, search, filter } = this.#deps;
    const all = showsAll(filter);
    this.#find =
      query === null
        ? null
        : new FindInView({
            store,
            search,
            query,
            nearSeq,
            readyTo: () => (all ? store.nextSeq : this.view.readTo),
            isShown: (seq) => all || this.view.rows.has(seq),
            onChange: () => this.touch(),
          });
    this.#find?.advance();
    this.touch();
  }

  async findNext(fromSeq: number, forward: boolean): Promise<LogPlace | null> {
    const find = this.#find;
    if (find === null) return null;
    await this.view.advance();
    const found = await find.next(fromSeq, forward);
    return found === null ? null : { ...found, row: this.view.rows.rowOf(found.seq) };
  }

  /** Rows that are known; those of lines that are still looked at are waited for. */
  async page(from: number, to: number): Promise<readonly LogRow[]> {
    if (to > this.view.rows.length && !this.view.isComplete) await this.view.advance();
    return this.#rows(from, to);
  }

  #rows(from: number, to: number): Promise<readonly LogRow[]> {
    return shownRows(this.store, this.view.rows, from, to);
  }

  async overview(stripes: number): Promise<LogOverview> {
    await this.store.marks.advance();
    return overviewOf(this.view, this.#find, this.store, stripes);
  }

  /** As it is now; the past is looked through beside it. `changedFrom` counts from what was told last. */
  async state(): Promise<LogViewState> {
    void this.view.advance();
    const { rows } = this.view;
    const tailFrom = Math.max(0, rows.length - TAIL_ROWS);
    const changedFrom = Math.min(this.#changedFrom, rows.takeChangedFrom());
    this.#changedFrom = Number.POSITIVE_INFINITY;
    const tail = await this.#rows(tailFrom, rows.length);
    const { viewId, logId, store } = this.#deps;
    return {
      viewId,
      logId,
      rows: tailFrom + tail.length,
      lines: rows.lines,
      total: store.nextSeq - store.index.firstSeq,
      byLevel: store.byLevel,
      startedAtMs: await this.#startedAt(),
      changedFrom: Math.min(changedFrom, tailFrom + tail.length),
      tailFrom,
      tail,
      isComplete: this.view.isComplete,
      error: this.view.error === null ? null : toErrorPayload(this.view.error),
      find: this.#find && {
        found: this.#find.found,
        isComplete: this.#find.isComplete,
        error: this.#find.error === null ? null : toErrorPayload(this.#find.error),
      },
      bookmarks: store.bookmarks.all,
    };
  }

  /** A line has changed where its rows stay the same: its stage, for example. */
  changed(seq: number): void {
    this.#changedFrom = Math.min(this.#changedFrom, this.view.rows.rowOf(seq));
    this.touch();
  }

  async #startedAt(): Promise<number> {
    const { index } = this.store;
    if (index.nextSeq > index.firstSeq && this.#startedAtMs === 0) {
      const words = await index.chunk(chunkOf(index.firstSeq));
      this.#startedAtMs = timeMsOf(words, index.firstSeq % CHUNK_LINES);
    }
    return this.#startedAtMs;
  }

  async #tell(): Promise<void> {
    if (this.#telling) return this.touch();
    this.#telling = true;
    this.#toldAtMs = this.#deps.clock.nowMs();
    try {
      const state = await this.state();
      if (this.#closed) return;
      this.#find?.advance();
      this.#deps.onState(state);
      this.#again?.();
      this.#again = this.#deps.clock.after(AGAIN_MS, () => this.#deps.onState({ ...state, changedFrom: 0 }));
    } finally {
      this.#telling = false;
    }
  }
}
