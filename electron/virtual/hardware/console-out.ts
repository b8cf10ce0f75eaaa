import type { Cancel, Clock } from '../../core/ports.ts';

export interface ConsoleOutDeps {
  readonly clock: Clock;
  /** Receives what was printed since the last call; at least one byte. */
  readonly deliver: (bytes: Uint8Array) => void;
}

/** Time between two deliveries of a paced console. */
const PACED_TICK_MS = 2;

/** The transmit side of the console UART: gathers what is printed in one tick into one delivery. */
export class ConsoleOut {
  readonly #deps: ConsoleOutDeps;
  #waiting: Uint8Array[] = [];
  #cancel: Cancel | null = null;
  /** When the last byte that was delivered had left, at the paced rate. */
  #sentUntilMs = 0;

  constructor(deps: ConsoleOutDeps) {
    this.#deps = deps;
  }

  /** @param bytesPerSecond The rate at which they leave; null: at once. */
  print(bytes: Uint8Array, bytesPerSecond: number | null): void {
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    if (this.#cancel !== null) return;
    this.#sentUntilMs = Math.max(this.#sentUntilMs, this.#deps.clock.nowMs());
    this.#cancel = this.#deps.clock.after(0, () => this.#deliver(bytesPerSecond));
  }

  /** Delivers what waits, at once. */
  flush(): void {
    this.#cancel?.();
    this.#deliver(null);
  }

  /** Forgets what waits: nobody listens. */
  discard(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = [];
  }

  #deliver(bytesPerSecond: number | null): void {
    this.#cancel = null;
    const all = concat(this.#waiting);
    this.#waiting = [];
    if (all.length === 0) return;
    if (bytesPerSecond === null) {
      this.#deps.deliver(all);
      return;
    }
    const elapsedMs = this.#deps.clock.nowMs() - this.#sentUntilMs;
    const now = Math.min(all.length, Math.max(0, Math.floor((elapsedMs * bytesPerSecond) / 1000)));
    this.#sentUntilMs += (now * 1000) / bytesPerSecond;
    if (now < all.length) {
      this.#waiting = [all.subarray(now)];
      this.#cancel = this.#deps.clock.after(PACED_TICK_MS, () => this.#deliver(bytesPerSecond));
    }
    if (now > 0) this.#deps.deliver(all.slice(0, now));
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
