import type { LogEntry } from '../../../shared/log/log-entry.ts';

/** A line as it was told last, and as the board sent it, without its line end. */
export interface TailLine {
  readonly entry: LogEntry;
  readonly raw: string;
}

/** The last lines of a log in memory, so that who follows it needs no disk. */
export class TailLines {
  readonly #capacity: number;
  readonly #lines: TailLine[];
  #nextSeq: number;
  #count = 0;

  /** `nextSeq`: of the first line to come. */
  constructor(capacity: number, nextSeq: number) {
    this.#capacity = capacity;
    this.#lines = [];
    this.#nextSeq = nextSeq;
  }

  /** Seq of the oldest line that is kept. */
  get firstSeq(): number {
    return this.#nextSeq - this.#count;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Takes the next line, or a known one again. */
  put(entry: LogEntry, raw: string): void {
    if (entry.seq === this.#nextSeq) {
      this.#lines[entry.seq % this.#capacity] = { entry, raw };
      this.#nextSeq += 1;
      this.#count = Math.min(this.#capacity, this.#count + 1);
    } else if (this.get(entry.seq) !== null) this.#lines[entry.seq % this.#capacity] = { entry, raw };
  }

  get(seq: number): TailLine | null {
    const line = this.#lines[seq % this.#capacity];
    return line?.entry.seq === seq ? line : null;
  }
}
