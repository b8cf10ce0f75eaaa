import type { FlashStore } from './flash-store.ts';
import type { Flash } from './hardware/flash.ts';

export interface KeptFlashDeps {
  readonly name: string;
  /** Null: it lasts as long as the process. */
  readonly store: FlashStore | null;
  /** What a board without a kept flash starts with. */
  readonly make: () => Flash;
}

/** The flash of one board: read when first needed, written when told, one write at a time. */
export class KeptFlash {
  readonly #deps: KeptFlashDeps;
  #flash: Flash | null = null;
  #saving: Promise<void> = Promise.resolve();
  #saveWaits = false;

  constructor(deps: KeptFlashDeps) {
    this.#deps = deps;
  }

  /** The content; where nothing was loaded, that of a new board. */
  get flash(): Flash {
    this.#flash ??= this.#deps.make();
    return this.#flash;
  }

  async load(): Promise<void> {
    if (this.#flash !== null) return;
    const { store, name, make } = this.#deps;
    const kept = (await store?.load(name)) ?? null;
    this.#flash ??= kept ?? make();
  }

  /** Keeps what is there when its turn comes. A full disk does not stop the board: the last whole file stays. */
  save(): void {
    const { store, name } = this.#deps;
    const flash = this.#flash;
    if (store === null || flash === null || this.#saveWaits) return;
    this.#saveWaits = true;
    this.#saving = this.#saving
      .then(() => {
        this.#saveWaits = false;
        return store.save(name, flash);
      })
      .catch(() => {});
  }

  /** Resolves when everything told so far is written. */
  saved(): Promise<void> {
    return this.#saving;
  }
}
