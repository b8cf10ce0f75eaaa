import type { Cancel, Clock } from '../ports.ts';

/** A USB-Serial-JTAG port leaves the bus when its lines reset the chip, and is back within this time. */
const RETURN_MS = 3_000;

/** A reset of ours is why a port may disappear; it is expected back for a while. */
export class ReturnExpectation {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #stands = false;
  #cancel: Cancel = () => undefined;

  /** `onOver`: called where the time passes and nobody ended it. */
  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  get stands(): boolean {
    return this.#stands;
  }

  begin(): void {
    this.end();
    this.#stands = true;
    this.#cancel = this.#clock.after(RETURN_MS, () => {
      this.#stands = false;
      this.#onOver();
    });
  }

  end(): void {
    this.#cancel();
    this.#stands = false;
  }
}
