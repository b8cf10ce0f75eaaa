import { EXIT } from './exit-code.ts';
import type { CliWorld } from './world.ts';

/** The first SIGINT or SIGTERM asks the command to end; a second one ends the process at once. */
export class StopRequest {
  readonly #listeners = new Set<() => void>();
  #asked = false;
  readonly #ignore: () => void;

  constructor(world: Pick<CliWorld, 'onSignal' | 'exit'>) {
    this.#ignore = world.onSignal(() => {
      if (this.#asked) world.exit(EXIT.secondSignal);
      else this.ask();
    });
  }

  get asked(): boolean {
    return this.#asked;
  }

  /** Asks as a signal does: the reader of stdout went away. */
  ask(): void {
    this.#asked = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** Calls `listener` once, at once where the request was made before; the returned function takes it back. */
  onAsk(listener: () => void): () => void {
    if (this.#asked) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the command is asked to end. */
  wait(): Promise<void> {
    return new Promise((resolve) => void this.onAsk(resolve));
  }

  /** Signals have their usual meaning again. */
  dispose(): void {
    this.#ignore();
  }
}
