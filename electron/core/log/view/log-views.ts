import type { Input, Output } from '../../../../shared/contract/contract.ts';
import type { LogPlace, LogViewState } from '../../../../shared/contract/log-values.ts';
import { WorkbenchError } from '../../../../shared/errors.ts';
import { visible, withoutColours } from '../../../../shared/log/visible-text.ts';
import type { Clock } from '../../ports.ts';
import type { LineStore } from '../line-store.ts';
import { SearchThread } from '../search/search-thread.ts';
import { seqAtTime } from './seq-at-time.ts';
import { ShownLog } from './shown-log.ts';
import { textOfRows } from './text-of-rows.ts';

/** Views that are kept: pages that went away do not say so. */
const MAX_VIEWS = 24;

export interface LogViewsDeps {
  readonly clock: Clock;
  /** @throws WorkbenchError board/unknown */
  readonly storeOf: (logId: string) => LineStore;
  readonly onState: (state: LogViewState) => void;
}

/** The logs that pages look at, each with its filter. */
export class LogViews {
  readonly #deps: LogViewsDeps;
  readonly #search: SearchThread;
  /** By viewId, the one used last at the end. */
  readonly #views = new Map<string, ShownLog>();
  #nextId = 1;

  constructor(deps: LogViewsDeps) {
    this.#deps = deps;
    this.#search = new SearchThread(deps.clock);
  }

  /** @throws WorkbenchError board/unknown */
  storeOf(logId: string): LineStore {
    return this.#deps.storeOf(logId);
  }

  /** @throws WorkbenchError board/unknown */
  open({ logId, filter, fold, opened }: Input<'log.view'>): Promise<LogViewState> {
    const { clock, storeOf, onState } = this.#deps;
    const viewId = `view-${this.#nextId++}`;
    const shown = new ShownLog({
      viewId,
      logId,
      store: storeOf(logId),
      search: this.#search,
      clock,
      filter,
      fold,
      opened: new Set(opened),
      onState,
    });
    this.#views.set(viewId, shown);
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= MAX_VIEWS) break;
      this.close(oldest);
    }
    return shown.state();
  }

  close(viewId: string): void {
    this.#views.get(viewId)?.close();
    this.#views.delete(viewId);
  }

  /** The log is gone, and with it every view of it. */
  closeLog(logId: string): void {
    for (const [viewId, shown] of this.#views) if (shown.logId === logId) this.close(viewId);
  }

  async page({ viewId, from, count }: Input<'log.page'>): Promise<Output<'log.page'>> {
    return { from, rows: await this.#get(viewId).page(from, from + count) };
  }

  find({ viewId, query, nearSeq }: Input<'log.find'>): void {
    // Whoever empties the box, or has just gone into it, may type next.
    this.#search.warm();
    this.#get(viewId).search(query, nearSeq);
  }

  async findNext({ viewId, fromSeq, forward }: Input<'log.findNext'>): Promise<LogPlace | null> {
    return this.#get(viewId).findNext(fromSeq, forward);
  }

  async foundIn({ viewId, seqs }: Input<'log.foundIn'>): Promise<Output<'log.foundIn'>> {
    const { find, store } = this.#get(viewId);
    if (find === null || find.error !== null) return { found: seqs.map(() => []) };
    const lines = await Promise.all(seqs.map(async (seq) => (await store.lines(seq, seq + 1))[0]));
    const whole = lines.map((line) => visible(withoutColours(line?.raw ?? '')));
    const spans = await this.#search.spans(find.query, whole);
    return {
      found: spans.map((each, i) => {
        // The text is the end of the line: stamp and tag stand before it.
        const before = (whole[i] ?? '').length - (lines[i]?.entry.text.length ?? 0);
        return each
          .map(([from, to]) => [Math.max(0, from - before), to - before] as const)
          .filter(([, to]) => to > 0);
      }),
    };
  }

  async jump({ viewId, fromSeq, forward, to }: Input<'log.jump'>): Promise<LogPlace | null> {
    const { store, view } = this.#get(viewId);
    await store.marks.advance();
    const seq =
      to === 'bookmark'
        ? store.bookmarks.next(fromSeq, forward)
        : (store.marks.next(fromSeq, forward, to)?.seq ?? null);
    return seq === null ? null : { seq, row: view.rows.rowOf(seq), nth: null };
  }

  async rowOf(input: Input<'log.rowOf'>): Promise<number> {
    const { store, view } = this.#get(input.viewId);
    const seq = 'seq' in input ? input.seq : await seqAtTime(store.index, input.atMs);
    return view.rows.rowOf(seq);
  }

  async overview({ viewId, stripes }: Input<'log.overview'>): Promise<Output<'log.overview'>> {
    return this.#get(viewId).overview(stripes);
  }

  async text(input: Input<'log.text'>): Promise<Output<'log.text'>> {
    const { store, view } = this.#get(input.viewId);
    return textOfRows(store, view.rows, input);
  }

  /** @throws WorkbenchError board/unknown */
  async bookmark({ logId, seq, on }: Input<'log.bookmark'>): Promise<void> {
    const saved = this.#deps.storeOf(logId).bookmarks.set(seq, on);
    for (const shown of this.#views.values()) if (shown.logId === logId) shown.changed(seq);
    await saved;
  }

  stop(): void {
    for (const viewId of [...this.#views.keys()]) this.close(viewId);
    this.#search.stop();
  }

  #get(viewId: string): ShownLog {
    const shown = this.#views.get(viewId);
    if (shown === undefined) throw new WorkbenchError('log/no-view', {});
    this.#views.delete(viewId);
    this.#views.set(viewId, shown);
    return shown;
  }
}
