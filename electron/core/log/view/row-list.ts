import { NumberList } from './number-list.ts';

/** A row: one line, or the first of `count` lines alike, the others right behind it. */
export interface RowPlace {
  readonly seq: number;
  /** 1 for a line of its own. */
  readonly count: number;
  readonly isFold: boolean;
}

/** Lines alike in a row before they are folded, and how many of them still stand for themselves. */
const FOLD_FROM = 8;
const FOLD_TAIL = 3;
const FOLD = 2 ** 31;
const seqIn = (row: number): number => (row >= FOLD ? row - FOLD : row);

/** The rows of a view: seqs in order, lines alike folded. Seqs are counted from `base`, so that 31 bits are enough. */
export class RowList {
  readonly #base: number;
  readonly #fold: boolean;
  /** First seqs of the folds that were opened. */
  readonly #opened: ReadonlySet<number>;
  readonly #rows = new NumberList();
  #lines = 0;
  /** The lines alike at the end: first row, first seq, how many. */
  #group = { row: 0, seq: 0, count: 0 };
  #changedFrom = 0;

  constructor(base: number, fold: boolean, opened: ReadonlySet<number>) {
    this.#base = base;
    this.#fold = fold;
    this.#opened = opened;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Lines in all rows, folded ones each. */
  get lines(): number {
    return this.#lines;
  }

  /** Seq of the last line; -1 for none. */
  get lastSeq(): number {
    const { seq, count } = this.#group;
    return count === 0 ? -1 : seq + count - 1;
  }

  /** Rows from here on changed since the last call. */
  takeChangedFrom(): number {
    const from = Math.min(this.#changedFrom, this.length);
    this.#changedFrom = this.length;
    return from;
  }

  /** Takes the next line. `alike`: it differs from the line before in the log in its numbers alone. */
  add(seq: number, alike: boolean): void {
    this.#lines += 1;
    const group = this.#group;
    const joins = this.#fold && alike && group.count > 0 && this.lastSeq === seq - 1;
    if (!joins) {
      this.#group = { row: this.#rows.length, seq, count: 1 };
      this.#push(seq);
      return;
    }
    group.count += 1;
    if (group.count < FOLD_FROM || this.#opened.has(group.seq)) this.#push(seq);
    else this.#layOut(group);
  }

  /** What row `index` shows. */
  at(index: number): RowPlace {
    const row = this.#rows.get(index);
    const seq = seqIn(row) + this.#base;
    if (row < FOLD) return { seq, count: 1, isFold: false };
    const next = seqIn(this.#rows.get(index + 1)) + this.#base;
    return { seq, count: next - seq, isFold: true };
  }

  /** The row that shows a line, or the nearest before it; 0 where there is none. */
  rowOf(seq: number): number {
    return Math.max(0, this.#rows.lastUpTo(seq - this.#base, seqIn));
  }

  has(seq: number): boolean {
    const row = this.#rows.lastUpTo(seq - this.#base, seqIn);
    if (row < 0) return false;
    const place = this.at(row);
    return seq < place.seq + place.count;
  }

  /** Lets go of `seq` and all behind it, and of the lines alike it belongs to. Returns the seq to go on with. */
  cutBack(seq: number): number {
    let row = this.#rows.lastUpTo(seq - 1 - this.#base, seqIn) + 1;
    // A fold and the lines that stand for themselves behind it are one.
    for (let back = 1; back <= FOLD_TAIL + 1 && row - back >= 0; back += 1) {
      if (this.at(row - back).isFold) {
        row -= back;
        break;
      }
    }
    const goOn = row < this.#rows.length ? Math.min(seq, this.at(row).seq) : seq;
    for (let each = row; each < this.#rows.length; each += 1) this.#lines -= this.at(each).count;
    this.#rows.cut(row);
    this.#group = { row, seq: 0, count: 0 };
    this.#changedFrom = Math.min(this.#changedFrom, row);
    return goOn;
  }

  #push(seq: number): void {
    this.#changedFrom = Math.min(this.#changedFrom, this.#rows.length);
    this.#rows.push(seq - this.#base);
  }

  #layOut({ row, seq, count }: { readonly row: number; readonly seq: number; readonly count: number }): void {
    this.#rows.cut(row);
    this.#changedFrom = Math.min(this.#changedFrom, row);
    this.#rows.push(seq - this.#base + FOLD);
    for (let tail = FOLD_TAIL; tail > 0; tail -= 1) this.#rows.push(seq + count - tail - this.#base);
  }
}
