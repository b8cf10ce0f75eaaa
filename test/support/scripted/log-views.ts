import { isAlike } from '../../../electron/core/log/likeness.ts';
import { RowList } from '../../../electron/core/log/view/row-list.ts';
import type { Input } from '../../../shared/contract/contract.ts';
import type { LogRow, LogViewState } from '../../../shared/contract/log-values.ts';
import { lineMark } from '../../../shared/log/line-mark.ts';
import type { LogEntry, LogLevel } from '../../../shared/log/log-entry.ts';
import type { LogQuery } from '../../../shared/log/log-filter.ts';
import { filterTest } from '../../../shared/log/log-filter.ts';
import type { Answers, FakeCore } from '../fake-transport.ts';

interface View {
  readonly input: Input<'log.view'>;
  query: LogQuery | null;
}

const TAIL_ROWS = 72;

/** The logs of a scripted core: small, whole in memory, and with the answers of the real one. */
export class ScriptedLogs {
  readonly #lines = new Map<string, LogEntry[]>();
  readonly #views = new Map<string, View>();
  readonly #bookmarks = new Set<number>();
  #nextId = 1;

  constructor(logs: Readonly<Record<string, readonly LogEntry[]>>) {
    for (const [logId, lines] of Object.entries(logs)) this.#lines.set(logId, [...lines]);
  }

  /** Adds lines, or replaces known ones, and tells it. */
  add(core: FakeCore, logId: string, entries: readonly LogEntry[]): void {
    const lines = this.#lines.get(logId) ?? [];
    for (const entry of entries) lines[entry.seq] = entry;
    this.#lines.set(logId, lines);
    this.tell(core, logId);
  }

  tell(core: FakeCore, logId: string): void {
    for (const [viewId, { input }] of this.#views)
      if (input.logId === logId) core.send('logView', this.#state(viewId));
  }

  get answers(): Answers {
    return {
      'log.view': (input) => {
        const viewId = `view-${this.#nextId++}`;
        this.#views.set(viewId, { input, query: null });
        return this.#state(viewId);
      },
      'log.closeView': ({ viewId }) => {
        this.#views.delete(viewId);
        return {};
      },
      'log.page': ({ viewId, from, count }) => ({ from, rows: this.#rows(viewId).slice(from, from + count) }),
      'log.find': ({ viewId, query }, core) => {
        const view = this.#views.get(viewId);
        if (view !== undefined) view.query = query;
        core.send('logView', this.#state(viewId));
        return {};
      },
      'log.findNext': ({ viewId, fromSeq, forward }) => {
        const found = this.#found(viewId);
        const seq = forward
          ? (found.find((each) => each > fromSeq) ?? found[0])
          : (found.findLast((each) => each < fromSeq) ?? found.at(-1));
        if (seq === undefined) return { place: null };
        return { place: { seq, row: this.#list(viewId).rowOf(seq), nth: found.indexOf(seq) + 1 } };
      },
      'log.foundIn': ({ seqs }) => ({ found: seqs.map(() => []) }),
      'log.jump': ({ viewId, fromSeq, forward, to }) => {
        const seqs = this.#of(viewId)
          .filter((entry) => (to === 'bookmark' ? this.#bookmarks.has(entry.seq) : lineMark(entry) === to))
          .map(({ seq }) => seq);
        const seq = forward ? seqs.find((each) => each > fromSeq) : seqs.findLast((each) => each < fromSeq);
        return {
          place: seq === undefined ? null : { seq, row: this.#list(viewId).rowOf(seq), nth: null },
        };
      },
      'log.rowOf': (input) => {
        const seq =
          'seq' in input
            ? input.seq
            : (this.#of(input.viewId).find(({ receivedAtMs }) => receivedAtMs >= input.atMs)?.seq ?? 0);
        return { row: this.#list(input.viewId).rowOf(seq) };
      },
      'log.overview': ({ viewId, stripes }) => {
        const rows = this.#rows(viewId);
        const count = Math.min(stripes, rows.length);
        const levels = rows.map((row) => (row.kind === 'line' ? gravity(row.entry) : 0));
        return {
          stripes: Array.from({ length: count }, (_, i) =>
            Math.max(
              0,
              ...levels.slice(
                Math.floor((i * rows.length) / count),
                Math.floor(((i + 1) * rows.length) / count),
              ),
            ),
          ),
          found: [],
          marks: [],
        };
      },
      'log.text': ({ viewId, fromRow, toRow }) => ({
        text: this.#rows(viewId)
          .slice(fromRow, toRow)
          .map((row) => `${row.kind === 'line' ? row.entry.text : row.first.text}\n`)
          .join(''),
        next: null,
      }),
      'log.bookmark': ({ logId, seq, on }, core) => {
        if (on) this.#bookmarks.add(seq);
        else this.#bookmarks.delete(seq);
        this.tell(core, logId);
        return {};
      },
    };
  }

  #of(viewId: string): readonly LogEntry[] {
    return this.#lines.get(this.#views.get(viewId)?.input.logId ?? '') ?? [];
  }

  #list(viewId: string): RowList {
    const { filter, fold, opened } = (this.#views.get(viewId) as View).input;
    const passes = filterTest(filter);
    const needle = filter.query?.text.toLowerCase();
    const rows = new RowList(0, fold, new Set(opened));
    const lines = this.#of(viewId);
    for (const [seq, entry] of lines.entries()) {
      const before = lines[seq - 1];
      if (!passes(entry) || (needle !== undefined && !entry.text.toLowerCase().includes(needle))) continue;
      rows.add(seq, before !== undefined && isAlike(before, entry));
    }
    return rows;
  }

  #rows(viewId: string): readonly LogRow[] {
    const list = this.#list(viewId);
    const lines = this.#of(viewId);
    return Array.from({ length: list.length }, (_, index): LogRow => {
      const { seq, count, isFold } = list.at(index);
      const entry = lines[seq] as LogEntry;
      return isFold
        ? { kind: 'fold', first: entry, last: lines[seq + count - 1] ?? entry, count }
        : { kind: 'line', entry, styles: [], pushedAtMs: null };
    });
  }

  #found(viewId: string): readonly number[] {
    const { query } = this.#views.get(viewId) as View;
    if (query === null) return [];
    const needle = query.text.toLowerCase();
    return this.#of(viewId)
      .filter(({ text, tag }) => `${tag}: ${text}`.toLowerCase().includes(needle))
      .map(({ seq }) => seq);
  }

  #state(viewId: string): LogViewState {
    const rows = this.#rows(viewId);
    const lines = this.#of(viewId);
    const view = this.#views.get(viewId) as View;
    const of = (level: LogLevel): number => lines.filter((line) => line.level === level).length;
    const tailFrom = Math.max(0, rows.length - TAIL_ROWS);
    return {
      viewId,
      logId: view.input.logId,
      rows: rows.length,
      lines: this.#list(viewId).lines,
      total: lines.length,
      byLevel: { E: of('E'), W: of('W'), I: of('I'), D: of('D'), V: of('V') },
      startedAtMs: lines[0]?.receivedAtMs ?? 0,
      changedFrom: 0,
      tailFrom,
      tail: rows.slice(tailFrom),
      isComplete: true,
      error: null,
      find: view.query === null ? null : { found: this.#found(viewId).length, isComplete: true, error: null },
      bookmarks: [...this.#bookmarks],
    };
  }
}

function gravity({ level, source }: LogEntry): number {
  if (level === 'E') return 3;
  return level === 'W' ? 2 : Number(source === 'server');
}
