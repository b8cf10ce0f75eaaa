import type { BoardState } from '../../../shared/contract/values.ts';
import type { Cancel, Clock } from '../ports.ts';

export interface BoardWatchDeps {
  readonly clock: Clock;
  /** The board as it is now. */
  readonly state: () => BoardState;
  /** Every later state of any board. */
  readonly onState: (listener: (deviceId: string) => void) => Cancel;
}

/** Waits for a board to say something, until a deadline or the end of the run. */
export class BoardWatch {
  readonly #deps: BoardWatchDeps;
  readonly #signal: AbortSignal;

  constructor(deps: BoardWatchDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
  }

  /** The first state, now or later, that `holds`; null after the deadline or when the run is called off. */
  until(holds: (state: BoardState) => boolean, withinMs: number): Promise<BoardState | null> {
    const { clock, onState, state } = this.#deps;
    const { deviceId } = state();
    return new Promise((resolve) => {
      const end = (found: BoardState | null): void => {
        cancelTimer();
        unwatch();
        this.#signal.removeEventListener('abort', abandon);
        resolve(found);
      };
      const look = (): void => {
        const now = state();
        if (holds(now)) end(now);
      };
      const abandon = (): void => end(null);
      const cancelTimer = clock.after(withinMs, abandon);
      const unwatch = onState((changed) => {
        if (changed === deviceId) look();
      });
      this.#signal.addEventListener('abort', abandon);
      if (this.#signal.aborted) abandon();
      else look();
    });
  }
}
