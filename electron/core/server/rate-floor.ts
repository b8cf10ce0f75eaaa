/** The lowest rate a response may have. */
export interface LowestRate {
  readonly bytesPerSecond: number;
  /** Measured over this time. */
  readonly overMs: number;
}

/** Watches that a response does not fall below the lowest rate. */
export class RateFloor {
  readonly #rate: LowestRate;
  #sinceMs: number;
  #fromBytes = 0;

  constructor(rate: LowestRate, nowMs: number) {
    this.#rate = rate;
    this.#sinceMs = nowMs;
  }

  /** False once less than the lowest rate has moved for the whole of a period. */
  holds(bytes: number, nowMs: number): boolean {
    const passedMs = nowMs - this.#sinceMs;
    if (passedMs < this.#rate.overMs) return true;
    const moved = bytes - this.#fromBytes;
    this.restart(bytes, nowMs);
    return moved >= (this.#rate.bytesPerSecond * passedMs) / 1_000;
  }

  /** Begins a period anew: what came before does not count. */
  restart(bytes: number, nowMs: number): void {
    this.#sinceMs = nowMs;
    this.#fromBytes = bytes;
  }
}
