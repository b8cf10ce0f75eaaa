import type { Cancel, Clock } from '../ports.ts';

export interface TalkWatchDeps {
  readonly clock: Clock;
  /** Silence that counts as a stall, in milliseconds; 0 for never. Asked at each start. */
  readonly stallMs: () => number;
  /** True when a board that was talking went silent, false when it talks again. */
  readonly onStalled: (stalled: boolean) => void;
}

/** The silence is measured in this many parts, so that a wall clock that jumps means nothing. */
const PARTS = 4;
/** A board was talking when it printed in each of this many parts before its silence: twice as long as that. */
const TALKING_PARTS = 8;

/**
 * Notices data that simply stops: a port that is open while nothing comes of a board that printed all the time. A
 * board that says little, or only when it starts, never stalls.
 */
export class TalkWatch {
  readonly #deps: TalkWatchDeps;
  #cancel: Cancel = () => undefined;
  #heard = false;
  #talked = 0;
  #silent = 0;
  #stalled = false;

  constructor(deps: TalkWatchDeps) {
    this.#deps = deps;
  }

  /** Bytes came. */
  heard(): void {
    this.#heard = true;
    if (this.#stalled) this.#set(false);
  }

  /** The port is open: what was heard before counts no more. */
  start(): void {
    this.stop();
    const partMs = this.#deps.stallMs() / PARTS;
    if (partMs > 0) this.#arm(partMs);
  }

  stop(): void {
    this.#cancel();
    this.#heard = false;
    this.#talked = 0;
    this.#silent = 0;
    if (this.#stalled) this.#set(false);
  }

  #arm(partMs: number): void {
    this.#cancel = this.#deps.clock.after(partMs, () => {
      this.#look();
      this.#arm(partMs);
    });
  }

  #look(): void {
    if (this.#heard) {
      this.#talked = this.#silent > 0 ? 1 : Math.min(this.#talked + 1, TALKING_PARTS);
      this.#silent = 0;
    } else {
      this.#silent += 1;
      if (this.#silent === PARTS && this.#talked === TALKING_PARTS) this.#set(true);
    }
    this.#heard = false;
  }

  #set(stalled: boolean): void {
    this.#stalled = stalled;
    this.#deps.onStalled(stalled);
  }
}
