const LF = 0x0a;
const CR = 0x0d;

/** The smallest parts of a text that can end a line: bytes, or the 16-bit units of UTF-16. */
export type TextUnits = Buffer | Uint16Array;

/** Where lines begin, and which were broken because they are too long. */
export interface Split {
  /** Offsets of the lines' first units, counted from the first one that was ever given. */
  readonly offsets: Float64Array;
  /** Places in `offsets` of lines that do not end: the next one goes on with them. */
  readonly broken: readonly number[];
}

/**
 * Cuts a file into lines as the line reader cuts a board's bytes (`\n`, `\r\n` and `\r` end one, a limit breaks one), and
 * much faster: it only looks for where lines end.
 */
export class LineSplitter {
  readonly #maxUnits: number;
  /** Offset of the next unit to come. */
  #offset = 0;
  #lineFrom = 0;
  #afterCr = false;
  /** The line at `#lineFrom` was told. */
  #isTold = false;

  constructor(maxUnits: number) {
    this.#maxUnits = maxUnits;
  }

  push(units: TextUnits): Split {
    const offsets: number[] = [];
    const broken: number[] = [];
    const ends = new LineEnds(units);
    // What is left of a line end that began in the piece before.
    let at = this.#afterCr ? ends.behind(0) : 0;
    this.#lineFrom += at;
    while (at < units.length) {
      if (!this.#isTold) offsets.push(this.#lineFrom);
      this.#isTold = true;
      const limit = this.#lineFrom + this.#maxUnits - this.#offset;
      const found = ends.from(at);
      if (found > limit) {
        broken.push(offsets.length - 1);
        at = Math.max(at, limit);
      } else if (found === units.length) break;
      else at = ends.behind(found);
      this.#lineFrom = this.#offset + at;
      this.#isTold = false;
    }
    this.#afterCr = at === units.length && units[at - 1] === CR;
    this.#offset += units.length;
    return { offsets: Float64Array.from(offsets), broken };
  }
}

/** Where lines end in one piece. */
class LineEnds {
  readonly #units: TextUnits;
  #lf: number;
  #cr: number;

  constructor(units: TextUnits) {
    this.#units = units;
    this.#lf = units.indexOf(LF);
    this.#cr = units.indexOf(CR);
  }

  /** The first `\n` or `\r` from a place on; the length of the piece where there is none. */
  from(at: number): number {
    if (this.#lf !== -1 && this.#lf < at) this.#lf = this.#units.indexOf(LF, at);
    if (this.#cr !== -1 && this.#cr < at) this.#cr = this.#units.indexOf(CR, at);
    const lf = this.#lf === -1 ? this.#units.length : this.#lf;
    const cr = this.#cr === -1 ? this.#units.length : this.#cr;
    return Math.min(lf, cr);
  }

  /** The place behind a line end: several `\r` and the `\n` that follows them are one. */
  behind(end: number): number {
    let at = end;
    while (this.#units[at] === CR) at += 1;
    return this.#units[at] === LF ? at + 1 : at;
  }
}
