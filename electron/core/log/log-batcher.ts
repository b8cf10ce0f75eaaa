import type { LogBatch } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { Cancel, Clock } from '../ports.ts';

/** At most one batch in this time: a frame of the page. */
export const BATCH_MS = 16;
/** A longer batch loses its oldest entries: the reader asks for them if it wants them. */
export const MAX_BATCH_ENTRIES = 2_000;

export interface LogBatcherDeps {
  readonly deviceId: string;
  readonly clock: Clock;
  readonly onBatch: (batch: LogBatch) => void;
}

/** Gathers entries for readers that cannot take each by itself. */
export class LogBatcher {
  readonly #deps: LogBatcherDeps;
  /** By seq, in the order they came. */
  #waiting = new Map<number, LogEntry>();
  #dropped = 0;
  #due: Cancel | null = null;

  constructor(deps: LogBatcherDeps) {
    this.#deps = deps;
  }

  /** An entry of a seq that waits already takes its place. */
  add(entry: LogEntry): void {
    this.#waiting.set(entry.seq, entry);
    if (this.#waiting.size > MAX_BATCH_ENTRIES) {
      const [oldest] = this.#waiting.keys();
      this.#waiting.delete(oldest as number);
      this.#dropped += 1;
    }
    this.#due ??= this.#deps.clock.after(BATCH_MS, () => this.flush());
  }

  /** Hands out what waits. */
  flush(): void {
    this.#due?.();
    this.#due = null;
    if (this.#waiting.size === 0) return;
    const batch: LogBatch = {
      deviceId: this.#deps.deviceId,
      entries: [...this.#waiting.values()],
      dropped: this.#dropped,
    };
    this.#waiting = new Map();
    this.#dropped = 0;
    this.#deps.onBatch(batch);
  }
}
