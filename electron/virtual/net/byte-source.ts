import type { Duplex } from 'node:stream';

import type { Run } from '../hardware/run.ts';

export type SourceRead =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: NodeJS.ErrnoException };

/**
 * Reads a stream as `recv` does: what is there, at most so many bytes, with a deadline. Nothing is taken
 * from the stream before it is asked for, so that a slow reader closes the TCP window.
 */
export class ByteSource {
  readonly #stream: Duplex;
  #left: Buffer = Buffer.alloc(0);
  #ended = false;
  #error: NodeJS.ErrnoException | null = null;
  #wake: (() => void) | null = null;

  constructor(stream: Duplex) {
    this.#stream = stream;
    const wake = (): void => this.#wake?.();
    stream.on('readable', wake);
    stream.on('end', () => {
      this.#ended = true;
      wake();
    });
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#error ??= error;
      wake();
    });
    stream.on('close', () => {
      this.#ended = true;
      wake();
    });
  }

  async read(run: Run, maxBytes: number, timeoutMs: number): Promise<SourceRead> {
    const now = this.#take(maxBytes);
    if (now !== null) return now;
    const deadline = run.deadline(timeoutMs);
    const late = deadline.promise.then((): SourceRead => ({ kind: 'timeout' }));
    const result = await run.guard(Promise.race([this.#next(maxBytes), late]));
    deadline.cancel();
    this.#wake = null;
    return result;
  }

  /** Resolves once with what comes next; takes nothing after that. */
  #next(maxBytes: number): Promise<SourceRead> {
    return new Promise((resolve) => {
      this.#wake = () => {
        const taken = this.#take(maxBytes);
        if (taken === null) return;
        this.#wake = null;
        resolve(taken);
      };
    });
  }

  #take(maxBytes: number): SourceRead | null {
    if (this.#left.length === 0) {
      const chunk: Buffer | null = this.#stream.read();
      if (chunk !== null) this.#left = chunk;
    }
    if (this.#left.length > 0) {
      const bytes = this.#left.subarray(0, maxBytes);
      this.#left = this.#left.subarray(bytes.length);
      return { kind: 'data', bytes };
    }
    if (this.#error !== null) return { kind: 'error', error: this.#error };
    return this.#ended ? { kind: 'end' } : null;
  }
}
