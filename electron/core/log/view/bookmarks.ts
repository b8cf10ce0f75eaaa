import type { IndexFiles } from '../index/index-files.ts';
import { jsonLines } from '../index/index-places.ts';

const NAME = 'bookmarks.ndjson';

/** Lines that a person has marked, kept beside the index: one JSON line for each change. */
export class Bookmarks {
  readonly #files: IndexFiles;
  readonly #seqs = new Set<number>();
  #saving: Promise<void> = Promise.resolve();

  constructor(files: IndexFiles) {
    this.#files = files;
    for (const line of jsonLines(files.readText(NAME))) {
      const { seq, on } = line as { seq?: unknown; on?: unknown };
      if (typeof seq !== 'number') continue;
      if (on === true) this.#seqs.add(seq);
      else this.#seqs.delete(seq);
    }
  }

  /** In order. */
  get all(): readonly number[] {
    return [...this.#seqs].sort((a, b) => a - b);
  }

  /** In effect at once; on disk when the promise ends. */
  async set(seq: number, on: boolean): Promise<void> {
    if (this.#seqs.has(seq) === on) return;
    if (on) this.#seqs.add(seq);
    else this.#seqs.delete(seq);
    this.#saving = this.#saving
      .catch(() => {})
      .then(() => this.#files.appendText(NAME, `${JSON.stringify({ seq, on })}\n`));
    await this.#saving;
  }

  next(fromSeq: number, forward: boolean): number | null {
    const { all } = this;
    const found = forward ? all.find((seq) => seq > fromSeq) : all.findLast((seq) => seq < fromSeq);
    return found ?? null;
  }
}
