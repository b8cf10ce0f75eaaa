import type { Clock, SerialBinding, SerialPortInfo } from '../ports.ts';

/** Boards that are away ask twice a second, each at its own time; a listing may take a tenth of a second. */
const HOLDS_MS = 200;

/** One listing of the ports for all boards that look for theirs at about the same time. */
export class SharedListing {
  readonly #clock: Clock;
  readonly #binding: Pick<SerialBinding, 'list'>;
  #listing: Promise<readonly SerialPortInfo[]> | null = null;

  constructor(clock: Clock, binding: Pick<SerialBinding, 'list'>) {
    this.#clock = clock;
    this.#binding = binding;
  }

  list(): Promise<readonly SerialPortInfo[]> {
    this.#listing ??= this.#begin();
    return this.#listing;
  }

  /** Ports came or went: who asks from now on is told anew. */
  forget(): void {
    this.#listing = null;
  }

  #begin(): Promise<readonly SerialPortInfo[]> {
    const listing = this.#binding.list();
    this.#clock.after(HOLDS_MS, () => {
      if (this.#listing === listing) this.#listing = null;
    });
    return listing;
  }
}
