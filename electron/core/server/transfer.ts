import type { ServerResponse } from 'node:http';

import type { Cancel, Clock } from '../ports.ts';

/** What a socket is given at once, by how fast its peer takes it: little memory for slow readers, few calls for fast. */
const SLICE = { minBytes: 16 * 1024, maxBytes: 256 * 1024 };
/** A slice that is gone within this time is followed by one of twice the size. */
const FAST_MS = 100;
/** A slice that takes longer is followed by one of half the size. */
const SLOW_MS = 500;
const PROGRESS_MS = 100;

export interface TransferDeps {
  readonly clock: Clock;
  readonly stallMs: number;
  /** At most ten a second. */
  readonly onProgress: (bytes: number) => void;
}

export interface TransferEnd {
  readonly outcome: 'complete' | 'closedEarly' | 'stalled';
  readonly bytes: number;
}

/** Sends one body over a response whose head is written, and follows it to its end. */
export class Transfer {
  readonly #deps: TransferDeps;
  readonly #response: ServerResponse;
  readonly #body: Uint8Array;
  readonly #settle: (end: TransferEnd) => void;
  /** Settles once; never rejects. */
  readonly ended: Promise<TransferEnd>;
  #handedBytes = 0;
  #sliceBytes = SLICE.minBytes;
  #cancelStall: Cancel = () => undefined;
  #reportedAtMs: number;
  #over = false;

  constructor(response: ServerResponse, body: Uint8Array, deps: TransferDeps) {
    this.#deps = deps;
    this.#response = response;
    this.#body = body;
    this.#reportedAtMs = deps.clock.nowMs();
    const { promise, resolve } = withResolver<TransferEnd>();
    this.ended = promise;
    this.#settle = resolve;
  }

  /** Bytes of the body that are known to have moved so far. */
  get bytes(): number {
    return this.#handedBytes;
  }

  start(): void {
    this.#response.once('finish', () => {
      this.#handedBytes = this.#body.length;
      this.#end('complete');
    });
    this.#moved();
    this.#writeNext();
  }

  /** The connection is gone. */
  close(): void {
    this.#end('closedEarly');
  }

  #writeNext(): void {
    const from = this.#handedBytes;
    const slice = this.#body.subarray(from, from + this.#sliceBytes);
    if (from + slice.length >= this.#body.length) {
      this.#response.end(slice);
      return;
    }
    const startedAtMs = this.#deps.clock.nowMs();
    this.#response.write(slice, (error) => {
      if (error || this.#over) return;
      this.#handedBytes = from + slice.length;
      this.#adapt(this.#deps.clock.nowMs() - startedAtMs);
      this.#moved();
      this.#report();
      this.#writeNext();
    });
  }

  #adapt(tookMs: number): void {
    if (tookMs < FAST_MS) this.#sliceBytes = Math.min(this.#sliceBytes * 2, SLICE.maxBytes);
    else if (tookMs > SLOW_MS) this.#sliceBytes = Math.max(this.#sliceBytes / 2, SLICE.minBytes);
  }

  #moved(): void {
    this.#cancelStall();
    this.#cancelStall = this.#deps.clock.after(this.#deps.stallMs, () => {
      // A pipelined reply has no socket until the one before it is done.
      if (this.#response.socket === null) this.#moved();
      else this.#end('stalled');
    });
  }

  #report(): void {
    const nowMs = this.#deps.clock.nowMs();
    if (nowMs - this.#reportedAtMs < PROGRESS_MS) return;
    this.#reportedAtMs = nowMs;
    this.#deps.onProgress(this.bytes);
  }

  #end(outcome: TransferEnd['outcome']): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelStall();
    if (outcome === 'stalled') this.#response.destroy();
    this.#settle({ outcome, bytes: this.bytes });
  }
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
