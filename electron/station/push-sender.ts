import type { Push, StatePush } from '../../shared/contract/contract.ts';

/** Above this many bytes unsent, a reader is slow. */
export const SLOW_BYTES = 1024 * 1024;

/** The part of a socket that sends. */
export interface Outlet {
  /** Bytes given to it and not yet sent. */
  readonly bufferedAmount: number;
  /** `sent` is called once the push has left, or could not. */
  send(push: Push, sent: () => void): void;
}

/**
 * Sends pushes to one page. A slow page misses stream messages (it reads the gap later) and of each state
 * every value but the newest; what waits for it is bounded by the number of states.
 */
export class PushSender {
  readonly #outlet: Outlet;
  /** The newest value of each state that could not be sent yet, in the order they came. */
  readonly #waiting = new Map<string, StatePush>();

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  push(push: Push): void {
    if (!this.#isSlow() && this.#waiting.size === 0) this.#send(push);
    else if (push.kind === 'state') {
      const id = `${push.name}\n${push.key ?? ''}`;
      this.#waiting.delete(id);
      this.#waiting.set(id, push);
    }
  }

  #send(push: Push): void {
    this.#outlet.send(push, () => this.#sendWaiting());
  }

  #sendWaiting(): void {
    for (const [id, push] of this.#waiting) {
      if (this.#isSlow()) return;
      this.#waiting.delete(id);
      this.#send(push);
    }
  }

  #isSlow(): boolean {
    return this.#outlet.bufferedAmount > SLOW_BYTES;
  }
}
