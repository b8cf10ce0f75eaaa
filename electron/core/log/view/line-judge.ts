import type { LogFilter } from '../../../../shared/log/log-filter.ts';
import { filterTest } from '../../../../shared/log/log-filter.ts';
import { lastWord, readRecord, timeMsOf } from '../index/line-record.ts';
import type { TagTable } from '../index/tag-table.ts';

/** Says of records whether a filter lets them pass, the text aside. Kinds of lines are judged once. */
export class LineJudge {
  readonly #filter: LogFilter;
  readonly #tags: TagTable;
  readonly #test: ReturnType<typeof filterTest>;
  /** By level, source and tag of a record. */
  readonly #known = new Map<number, boolean>();

  constructor(filter: LogFilter, tags: TagTable) {
    this.#filter = filter;
    this.#tags = tags;
    this.#test = filterTest({ ...filter, fromMs: null, toMs: null });
  }

  passes(words: Uint32Array, index: number): boolean {
    const { fromMs, toMs } = this.#filter;
    if (fromMs !== null || toMs !== null) {
      const atMs = timeMsOf(words, index);
      if ((fromMs !== null && atMs < fromMs) || (toMs !== null && atMs > toMs)) return false;
    }
    const kind = (lastWord(words, index) & KIND_BITS) >>> 0;
    const known = this.#known.get(kind);
    if (known !== undefined) return known;
    const { level, source, tagId } = readRecord(words, index);
    const verdict = this.#test({ level, source, receivedAtMs: 0, tag: this.#tags.tagOf(tagId) });
    this.#known.set(kind, verdict);
    return verdict;
  }
}

/** Level, source and tag in a record's last word. */
const KIND_BITS = 0xffff001f;
