import type { ServerResponse } from 'node:http';

import type { Body } from '../image/image-bytes.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Meter } from './meter.ts';
import type { Pace } from './pace.ts';
import type { LowestRate } from './rate-floor.ts';
import { RateFloor } from './rate-floor.ts';

/** Between two looks at the meter, and between two reports. */
const LOOK_MS = 100;

export interface TransferDeps {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly pace: Pace;
  readonly stallMs: number;
  readonly lowestRate: LowestRate;
  /** At most ten a second. */
  readonly onProgress: (bytes: number) => void;
  /** Called once, synchronously. */
  readonly onEnd: (end: TransferEnd) => void;
  /** Ends the connection. */
  readonly destroy: () => void;
}

export interface TransferEnd {
  readonly outcome: 'complete' | 'closedEarly' | 'stalled';
  readonly bytes: number;
}

/** Sends one body over a response whose head is written, and follows it to its end. */
export class Transfer {
  readonly #deps: TransferDeps;
  readonly #response: ServerResponse;
  readonly #body: Body;
  readonly #floor: RateFloor;
  /** True where the end of the reply closes the connection, and with it the view of what was delivered. */
  readonly #closes: boolean;
  #handedBytes = 0;
  #movedBytes = 0;
  #cancelLook: Cancel = () => undefined;
  #movedAtMs: number;
  #reportedAtMs: number;
  #finished = false;
  #over = false;

  constructor(response: ServerResponse, body: Body, closes: boolean, deps: TransferDeps) {
    this.#deps = deps;
    this.#closes = closes;
    this.#response = response;
    this.#body = body;
    this.#movedAtMs = this.#reportedAtMs = deps.clock.nowMs();
    this.#floor = new RateFloor(deps.lowestRate, this.#movedAtMs);
  }

  /** Bytes of the body that are known to have moved so far. */
  get bytes(): number {
    return this.#movedBytes;
  }

  start(): void {
    this.#response.once('finish', () => {
      this.#finished = true;
      this.#handed(this.#body.length);
      this.#lookLater(1);
    });
    this.#lookLater(LOOK_MS);
    this.#writeNext();
  }

  /** Reads the meter now: something may be about to take the connection away. */
  look(): void {
    if (!this.#over) this.#moved(this.#deps.meter.look());
  }

  /** The connection is gone, perhaps because the peer has all it wanted. */
  close(): void {
    const hasAll = this.#body.length > 0 && this.#movedBytes === this.#body.length;
    this.#end(hasAll ? 'complete' : 'closedEarly');
  }

  #moved(bytes: number): void {
    if (this.#over) return;
    if (bytes > this.#movedBytes) {
      this.#movedBytes = bytes;
      this.#movedAtMs = this.#deps.clock.nowMs();
      this.#report();
    }
    if (bytes < this.#body.length) return;
    if (!this.#finished && this.#closes && this.#handedBytes === this.#body.length) {
      // Everything has arrived; what is left to do is to close.
      this.#response.end();
      this.#end('complete');
    } else if (this.#finished) this.#end('complete');
  }

  #writeNext(): void {
    const from = this.#handedBytes;
    const end = Math.min(from + this.#deps.pace.sliceBytes, this.#body.length);
    const slice = this.#body.subarray(from, end);
    if (slice instanceof Uint8Array) this.#write(from, slice);
    else {
      slice.then(
        (bytes) => this.#write(from, bytes),
        // The file is gone: what was promised cannot be sent.
        () => this.#fail(),
      );
    }
  }

  #write(from: number, slice: Uint8Array): void {
    if (this.#over) return;
    const isLast = from + slice.length === this.#body.length;
    if (isLast && (!this.#closes || slice.length === 0)) {
      this.#response.end(slice);
      return;
    }
    const startedAtMs = this.#deps.clock.nowMs();
    this.#response.write(slice, (error) => {
      if (error || this.#over) return;
      const movedBytes = this.#handed(from + slice.length);
      this.#deps.pace.took(this.#deps.clock.nowMs() - startedAtMs, movedBytes);
      if (isLast) this.#lookLater(1);
      else this.#writeNext();
    });
  }

  #handed(bytes: number): number {
    this.#handedBytes = bytes;
    const movedBytes = this.#deps.meter.handed(bytes);
    // What was delivered changes by itself and is looked at in its own time.
    if (this.#deps.meter.bytesAre === 'handed' || bytes === this.#body.length) this.#moved(movedBytes);
    return movedBytes;
  }

  #lookLater(delayMs: number): void {
    this.#cancelLook();
    if (this.#over) return;
    this.#cancelLook = this.#deps.clock.after(delayMs, () => {
      this.look();
      this.#keepRate();
      this.#lookLater(this.#handedBytes === this.#body.length ? Math.min(delayMs * 2, LOOK_MS) : LOOK_MS);
    });
  }

  /**
   * A peer that takes a byte now and then holds its connection as long as one that stalls. Looked at together with the
   * meter: to set a timer anew at each movement is a part of a fast download that can be measured.
   */
  #keepRate(): void {
    const nowMs = this.#deps.clock.nowMs();
    // A pipelined reply has no socket until the one before it is done.
    if (this.#response.socket === null && !this.#finished) {
      this.#floor.restart(this.#movedBytes, nowMs);
      this.#movedAtMs = nowMs;
    } else if (nowMs - this.#movedAtMs >= this.#deps.stallMs) this.#end('stalled');
    else if (!this.#floor.holds(this.#movedBytes, nowMs)) this.#end('stalled');
  }

  #report(): void {
    if (this.#movedAtMs - this.#reportedAtMs < LOOK_MS) return;
    this.#reportedAtMs = this.#movedAtMs;
    this.#deps.onProgress(this.#movedBytes);
  }

  #fail(): void {
    if (this.#over) return;
    this.#end('closedEarly');
    this.#deps.destroy();
  }

  #end(outcome: TransferEnd['outcome']): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelLook();
    if (outcome === 'stalled') this.#deps.destroy();
    this.#deps.onEnd({ outcome, bytes: this.#movedBytes });
  }
}
