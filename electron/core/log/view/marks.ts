import type { LogMark } from '../../../../shared/log/log-entry.ts';
import { LOG_MARKS } from '../../../../shared/log/log-entry.ts';
import { CHUNK_LINES, chunkOf } from '../index/index-places.ts';
import type { LineIndex } from '../index/line-index.ts';
import { lastWord, timeMsOf } from '../index/line-record.ts';

/** A log whose marks are read. */
interface MarkedLog {
  readonly index: LineIndex;
  watch(watcher: (changedFrom: number) => void): () => void;
}

/** A line that can be jumped to. */
export interface MarkedLine {
  readonly seq: number;
  readonly mark: LogMark;
  readonly atMs: number;
}

/** The lines of a log that can be jumped to, in order, brought up to date on demand. */
export class Marks {
  readonly #store: MarkedLog;
  #lines: MarkedLine[] = [];
  #readTo: number;

  constructor(store: MarkedLog) {
    this.#store = store;
    this.#readTo = store.index.firstSeq;
    store.watch((changedFrom) => {
      if (changedFrom >= this.#readTo) return;
      this.#readTo = changedFrom;
      while ((this.#lines.at(-1)?.seq ?? -1) >= changedFrom) this.#lines.pop();
    });
  }

  get all(): readonly MarkedLine[] {
    return this.#lines;
  }

  /** Reads what came since the last call. */
  async advance(): Promise<void> {
    const { index } = this.#store;
    while (this.#readTo < index.nextSeq) {
      const number = chunkOf(this.#readTo);
      const words = index.chunkNow(number) ?? (await index.chunk(number));
      const end = Math.min(index.nextSeq, (number + 1) * CHUNK_LINES);
      for (let seq = this.#readTo; seq < end; seq += 1) {
        const mark = (lastWord(words, seq % CHUNK_LINES) >>> 5) & 7;
        const name = LOG_MARKS[mark - 1];
        if (name !== undefined)
          this.#lines.push({ seq, mark: name, atMs: timeMsOf(words, seq % CHUNK_LINES) });
      }
      this.#readTo = end;
    }
  }

  /** When the last URL before a line was sent; null before the first. */
  pushedAtMs(seq: number): number | null {
    for (let at = this.#placeOf(seq); at >= 0; at -= 1) {
      const line = this.#lines[at] as MarkedLine;
      if (line.mark === 'push') return line.atMs;
    }
    return null;
  }

  /** The next line with this mark behind or before a seq. */
  next(fromSeq: number, forward: boolean, mark: LogMark): MarkedLine | null {
    const fits = (line: MarkedLine): boolean => line.mark === mark;
    return (
      (forward
        ? this.#lines.find((line) => line.seq > fromSeq && fits(line))
        : this.#lines.findLast((line) => line.seq < fromSeq && fits(line))) ?? null
    );
  }

  /** The last marked line at or before a seq; -1 for none. */
  #placeOf(seq: number): number {
    let low = -1;
    let high = this.#lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lines[middle] as MarkedLine).seq <= seq) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
