import type { Cancel, Clock } from '../../electron/core/ports.ts';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly action: () => void;
}

/** A clock that stands still until told: `advance` runs what falls due, in order of time. */
export class FakeClock implements Clock {
  #wallMs: number;
  #elapsedMs = 0;
  #nextOrder = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs: number = Date.UTC(2026, 10, 22, 12, 0, 0)) {
    this.#wallMs = startMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  after(delayMs: number, action: () => void): Cancel {
    const timer: Timer = {
      dueMs: this.#elapsedMs + Math.max(0, delayMs),
      order: this.#nextOrder++,
      action,
    };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves time forward and runs what falls due on the way, timers set meanwhile included. */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (let timer = this.#next(endMs); timer !== null; timer = this.#next(endMs)) this.#run(timer);
    this.#moveTo(endMs);
  }

  /** Like `advance`, and lets promises and I/O go on before, between and after the timers. */
  async advanceAsync(ms: number): Promise<void> {
    const endMs = this.#elapsedMs + ms;
    await breathe();
    for (let timer = this.#next(endMs); timer !== null; timer = this.#next(endMs)) {
      this.#run(timer);
      await breathe();
    }
    this.#moveTo(endMs);
  }

  /** Sets the wall clock without passing time, as a person or NTP does. */
  setWall(ms: number): void {
    this.#wallMs = ms;
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#moveTo(timer.dueMs);
    timer.action();
  }

  #moveTo(elapsedMs: number): void {
    this.#wallMs += elapsedMs - this.#elapsedMs;
    this.#elapsedMs = elapsedMs;
  }

  #next(endMs: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.dueMs > endMs) continue;
      if (
        first === null ||
        timer.dueMs < first.dueMs ||
        (timer.dueMs === first.dueMs && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
