import type { LogEntry } from '../../shared/log/log-entry.ts';
import type { BoardLog } from './board-log.ts';

/** A row of the list: one line, or many alike in one. */
export type LogRow =
  | { readonly kind: 'line'; readonly seq: number }
  | { readonly kind: 'fold'; readonly firstSeq: number; readonly lastSeq: number; readonly count: number };

/** Lines alike in a row before they are folded, and how many of them still stand for themselves. */
const FOLD_FROM = 8;
const FOLD_TAIL = 3;
/** A line that was replaced further back keeps its row: only its text or stage can have changed. */
const REFILTER_LAST = 64;

interface Group {
  readonly key: string | null;
  /** Places in `#seqs`. */
  readonly from: number;
  to: number;
  /** First row of it. */
  readonly row: number;
}

/** The rows of a log under one filter, brought up to date as lines come. */
export class LogView {
  readonly #log: BoardLog;
  readonly #passes: (entry: LogEntry) => boolean;
  readonly #fold: boolean;
  /** First seqs of the folds that were opened. */
  readonly #opened: ReadonlySet<number>;
  #seqs: number[] = [];
  #groups: Group[] = [];
  #rows: LogRow[] = [];
  #readTo = 0;
  #readFrom = 0;
  #epoch = 0;

  constructor(
    log: BoardLog,
    passes: (entry: LogEntry) => boolean,
    fold: boolean,
    opened: ReadonlySet<number>,
  ) {
    this.#log = log;
    this.#passes = passes;
    this.#fold = fold;
    this.#opened = opened;
    this.#startOver();
  }

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** Lines that pass the filter. */
  get count(): number {
    return this.#seqs.length;
  }

  /** Takes what the log has got since the last call. */
  sync(replaced: readonly number[] = []): void {
    const { firstSeq, epoch } = this.#log;
    if (epoch !== this.#epoch || firstSeq < this.#readFrom || firstSeq > this.#readTo) this.#startOver();
    else if (firstSeq > this.#readFrom) this.#dropBefore(firstSeq);
    const early = replaced.filter((seq) => seq >= this.#readTo - REFILTER_LAST);
    if (early.length > 0) this.#cutBack(Math.min(...early));
    for (; this.#readTo < this.#log.nextSeq; this.#readTo += 1) this.#append(this.#readTo);
  }

  /** The row that shows a line, or the nearest one before it. */
  rowOf(seq: number): number {
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (firstSeqOf(this.#rows[middle] as LogRow) <= seq) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  #startOver(): void {
    this.#seqs = [];
    this.#groups = [];
    this.#rows = [];
    this.#epoch = this.#log.epoch;
    this.#readFrom = this.#log.firstSeq;
    this.#readTo = this.#log.firstSeq;
  }

  /** The log has let go of its oldest lines; what was judged of the others stays. */
  #dropBefore(firstSeq: number): void {
    this.#readFrom = firstSeq;
    const kept = this.#seqs.findIndex((seq) => seq >= firstSeq);
    const cut = kept < 0 ? this.#seqs.length : kept;
    const [first, ...others] = this.#groups.filter(({ to }) => to > cut);
    const restRow = others[0]?.row ?? this.#rows.length;
    const rest = this.#rows.slice(restRow);
    this.#seqs = this.#seqs.slice(cut);
    this.#rows = [];
    this.#groups = [];
    if (first === undefined) return;
    const group = { key: first.key, from: Math.max(0, first.from - cut), to: first.to - cut, row: 0 };
    this.#layOut(group);
    const shift = this.#rows.length - restRow;
    this.#rows = this.#rows.concat(rest);
    this.#groups = [
      group,
      ...others.map(({ key, from, to, row }) => ({ key, from: from - cut, to: to - cut, row: row + shift })),
    ];
  }

  #cutBack(seq: number): void {
    while ((this.#seqs.at(-1) ?? -1) >= seq) this.#seqs.pop();
    while ((this.#groups.at(-1)?.from ?? -1) >= this.#seqs.length) {
      this.#rows.length = this.#groups.pop()?.row ?? 0;
    }
    const last = this.#groups.at(-1);
    if (last !== undefined && last.to > this.#seqs.length) {
      last.to = this.#seqs.length;
      this.#layOut(last);
    }
    this.#readTo = Math.max(seq, this.#readFrom);
  }

  #append(seq: number): void {
    const entry = this.#log.get(seq);
    if (entry === undefined || !this.#passes(entry)) return;
    this.#seqs.push(seq);
    const key = this.#fold ? likeness(entry) : null;
    const last = this.#groups.at(-1);
    if (last === undefined || key === null || last.key !== key) {
      this.#groups.push({ key, from: this.#seqs.length - 1, to: this.#seqs.length, row: this.#rows.length });
      this.#rows.push({ kind: 'line', seq });
      return;
    }
    last.to = this.#seqs.length;
    if (last.to - last.from < FOLD_FROM || this.#isOpened(last)) this.#rows.push({ kind: 'line', seq });
    else this.#layOut(last);
  }

  #layOut(group: Group): void {
    this.#rows.length = group.row;
    const folds = group.to - group.from >= FOLD_FROM && !this.#isOpened(group);
    const firstLine = folds ? group.to - FOLD_TAIL : group.from;
    if (folds) {
      const firstSeq = this.#seqs[group.from] as number;
      const lastSeq = this.#seqs[firstLine - 1] as number;
      this.#rows.push({ kind: 'fold', firstSeq, lastSeq, count: firstLine - group.from });
    }
    for (let i = firstLine; i < group.to; i++)
      this.#rows.push({ kind: 'line', seq: this.#seqs[i] as number });
  }

  #isOpened(group: Group): boolean {
    return this.#opened.has(this.#seqs[group.from] as number);
  }
}

function firstSeqOf(row: LogRow): number {
  return row.kind === 'line' ? row.seq : row.firstSeq;
}

/** Lines with one likeness differ in their numbers alone. Null: this line always stands for itself. */
function likeness({ source, level, tag, text, stage, cut }: LogEntry): string | null {
  if (source !== 'board' || stage !== null || cut !== null) return null;
  return `${level}\n${tag}\n${text.replace(/\d+/g, '#')}`;
}

/** `Written image length 1024 … 608256`: the first line, and where the last one goes on differently. */
export function foldedText(first: string, last: string): string {
  if (first === last) return first;
  let at = 0;
  while (at < first.length && first[at] === last[at]) at += 1;
  while (at > 0 && /\d/.test(last[at - 1] ?? '')) at -= 1;
  return `${first} … ${last.slice(at)}`;
}
