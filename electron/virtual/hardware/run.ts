import type { Cancel, Clock } from '../../core/ports.ts';
import type { ResetCause } from './reset-cause.ts';

export interface RunDeps {
  readonly clock: Clock;
  /** Real time per board time: 0.05 makes the board twenty times as fast. */
  readonly timeScale: number;
  /** Called once, by the firmware's own wish. */
  readonly onRestart: (cause: ResetCause) => void;
}

/** Boards are not made faster than this: their clock would stand still or run away. */
const LEAST_TIME_SCALE = 0.001;

/**
 * The time between two resets. Firmware waits only through it, so that when it ends (reset, power cut) what
 * waits never goes on: as on the chip, nothing is unwound.
 */
export class Run {
  readonly #deps: RunDeps;
  readonly #startMs: number;
  readonly #timeScale: number;
  readonly #timers = new Set<Cancel>();
  readonly #onEnd = new Set<() => void>();
  #busyMs = 0;
  #ended = false;

  constructor(deps: RunDeps) {
    this.#deps = deps;
    this.#startMs = deps.clock.nowMs();
    this.#timeScale = Math.max(deps.timeScale, LEAST_TIME_SCALE);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Milliseconds since the reset, as `esp_log_timestamp` counts them. */
  uptimeMs(): number {
    const elapsed = (this.#deps.clock.nowMs() - this.#startMs) / this.#timeScale;
    return Math.max(0, Math.floor(elapsed + this.#busyMs));
  }

  /** Adds time that the processor spends before it sleeps the next time, for example printing. */
  spend(ms: number): void {
    this.#busyMs += ms;
  }

  /** Resolves after `ms` of board time, and what was spent; never once the run has ended. */
  sleep(ms: number): Promise<void> {
    const waitMs = (ms + this.#busyMs) * this.#timeScale;
    this.#busyMs = 0;
    return this.#wait(waitMs);
  }

  /** Resolves after `ms` of the outer world's time, unless cancelled: for what others must keep to. */
  deadline(ms: number): { readonly promise: Promise<void>; readonly cancel: Cancel } {
    let cancel: Cancel = () => {};
    const promise = new Promise<void>((resolve) => {
      cancel = this.#timer(ms, resolve);
    });
    return { promise, cancel: () => cancel() };
  }

  /** The promise's value, unless the run ends first: then never. */
  guard<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => {
          if (!this.#ended) resolve(value);
        },
        (cause: unknown) => {
          if (!this.#ended) reject(cause);
        },
      );
    });
  }

  /** Calls `action` when the run ends; the returned function takes that back. */
  onEnd(action: () => void): Cancel {
    this.#onEnd.add(action);
    return () => this.#onEnd.delete(action);
  }

  /** Ends the run and starts the next one. */
  restart(cause: ResetCause): Promise<never> {
    if (!this.#ended) {
      this.end();
      this.#deps.onRestart(cause);
    }
    return new Promise(() => {});
  }

  /** Stops the firmware where it waits. It does nothing for ever: a fatal error's last act. */
  halt(): Promise<never> {
    return new Promise(() => {});
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    for (const action of this.#onEnd) action();
    this.#onEnd.clear();
  }

  #wait(realMs: number): Promise<void> {
    return new Promise((resolve) => this.#timer(realMs, resolve));
  }

  #timer(realMs: number, action: () => void): Cancel {
    if (this.#ended) return () => {};
    const cancel = this.#deps.clock.after(realMs, () => {
      this.#timers.delete(cancel);
      action();
    });
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }
}
