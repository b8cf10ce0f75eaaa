import type { FlashStore } from './flash-store.ts';
import type { Flash } from './hardware/flash.ts';

export interface KeptFlashDeps {
  readonly name: string;
  /** Null: it lasts as long as the process. */
  readonly store: FlashStore | null;
  /** What a board without a kept flash starts with. */
  readonly make: () => Flash;
  /** The last change could not be written, and why. Not called again until one could. */
  readonly onSaveFailed: (detail: string) => void;
}

/** The flash of one board: read when first needed, written when told, one write at a time. */
export class KeptFlash {
  readonly #deps: KeptFlashDeps;
  #flash: Flash | null = null;
  #saving: Promise<void> = Promise.resolve();
  #saveWaits = false;
  #failed = false;

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
      .then(
        () => {
          this.#failed = false;
        },
        (thrown: unknown) => this.#tell(thrown),
      );
  }

  #tell(thrown: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#deps.onSaveFailed(thrown instanceof Error ? thrown.message : String(thrown));
  }

  /** Resolves when everything told so far is written. */
  saved(): Promise<void> {
    return this.#saving;
  }
}
