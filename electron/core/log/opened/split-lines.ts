import { MAX_LINE_BYTES } from '../line-reader.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Where lines begin, and which were broken because they are too long. */
export interface Split {
  /** Offsets of the lines' first bytes, counted from the first byte that was ever given. */
  readonly offsets: Float64Array;
  /** Places in `offsets` of lines that do not end: the next one goes on with them. */
  readonly broken: readonly number[];
}

/**
 * Cuts a file into lines as the line reader cuts a board's bytes (`\n`, `\r\n` and `\r` end one, 4 KiB break one), and
 * much faster: it only looks for where lines end.
 */
export class LineSplitter {
  /** Offset of the next byte to come. */
  #offset = 0;
  #lineFrom = 0;
  #afterCr = false;
  /** The line at `#lineFrom` was told. */
  #isTold = false;

  push(bytes: Buffer): Split {
    const offsets: number[] = [];
    const broken: number[] = [];
    const ends = new LineEnds(bytes);
    // What is left of a line end that began in the piece before.
    let at = this.#afterCr ? ends.behind(0) : 0;
    this.#lineFrom += at;
    while (at < bytes.length) {
      if (!this.#isTold) offsets.push(this.#lineFrom);
      this.#isTold = true;
      const limit = this.#lineFrom + MAX_LINE_BYTES - this.#offset;
      const found = ends.from(at);
      if (found > limit) {
        broken.push(offsets.length - 1);
        at = Math.max(at, limit);
      } else if (found === bytes.length) break;
      else at = ends.behind(found);
      this.#lineFrom = this.#offset + at;
      this.#isTold = false;
    }
    this.#afterCr = at === bytes.length && bytes[at - 1] === CR;
    this.#offset += bytes.length;
    return { offsets: Float64Array.from(offsets), broken };
  }
}

/** Where lines end in one piece of bytes. */
class LineEnds {
  readonly #bytes: Buffer;
  #lf: number;
  #cr: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#lf = bytes.indexOf(LF);
    this.#cr = bytes.indexOf(CR);
  }

  /** The first `\n` or `\r` from a place on; the length of the piece where there is none. */
  from(at: number): number {
    if (this.#lf !== -1 && this.#lf < at) this.#lf = this.#bytes.indexOf(LF, at);
    if (this.#cr !== -1 && this.#cr < at) this.#cr = this.#bytes.indexOf(CR, at);
    const lf = this.#lf === -1 ? this.#bytes.length : this.#lf;
    const cr = this.#cr === -1 ? this.#bytes.length : this.#cr;
    return Math.min(lf, cr);
  }

  /** The place behind a line end: several `\r` and the `\n` that follows them are one. */
  behind(end: number): number {
    let at = end;
    while (this.#bytes[at] === CR) at += 1;
    return this.#bytes[at] === LF ? at + 1 : at;
  }
}
