/** Bytes of the board on their way to disk, all of one segment. */
export interface Run {
  /** Of its first byte in the board's whole log. */
  readonly offset: number;
  /** When its first byte came. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
  /** A new segment begins with it. */
  readonly begins: boolean;
}

/** Bytes handed to the disk at once. */
const MAX_RUN_BYTES = 1024 * 1024;

/** What is not on disk yet, in order. */
export class CaptureQueue {
  #runs: Run[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(run: Run): void {
    this.#runs.push(run);
    this.#bytes += run.bytes.length;
  }

  /** Takes the oldest bytes that belong together, as one run. */
  take(): Run | null {
    const first = this.#runs[0];
    if (first === undefined) return null;
    let count = 1;
    let length = first.bytes.length;
    for (let next = this.#runs[1]; next && length < MAX_RUN_BYTES; next = this.#runs[count]) {
      if (next.begins || next.offset !== first.offset + length) break;
      length += next.bytes.length;
      count += 1;
    }
    const taken = this.#runs.splice(0, count);
    this.#bytes -= length;
    return count === 1
      ? first
      : {
          ...first,
          bytes: Buffer.concat(
            taken.map(({ bytes }) => bytes),
            length,
          ),
        };
  }

  /** Every run in order. */
  runs(): readonly Run[] {
    return this.#runs;
  }

  /** Puts back what could not be written. */
  putBack(run: Run): void {
    this.#runs.unshift(run);
    this.#bytes += run.bytes.length;
  }

  /** Gives up the oldest bytes beyond `maxBytes`; returns from where and how many, null where all fit. */
  dropBeyond(maxBytes: number): { offset: number; bytes: number } | null {
    const first = this.#runs[0];
    const excess = this.#bytes - maxBytes;
    if (first === undefined || excess <= 0) return null;
    for (let left = excess; left > 0; ) {
      const run = this.#runs[0] as Run;
      if (run.bytes.length <= left) this.#runs.shift();
      else this.#runs[0] = { ...rest(run, left), begins: run.begins };
      left -= Math.min(left, run.bytes.length);
    }
    this.#bytes = maxBytes;
    return { offset: first.offset, bytes: excess };
  }
}

/** What is left of a run after its first `doneBytes`. */
export function rest(run: Run, doneBytes: number): Run {
  if (doneBytes === 0) return run;
  return { ...run, offset: run.offset + doneBytes, bytes: run.bytes.subarray(doneBytes), begins: false };
}
