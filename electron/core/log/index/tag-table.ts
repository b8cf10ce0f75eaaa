import { MAX_TAG_ID } from './line-record.ts';

/** The tags of one log by number, so that a record can name its tag in 16 bits. */
export class TagTable {
  readonly #tags: string[];
  readonly #ids = new Map<string, number>();
  #told: number;

  /** `known`: tags 1, 2, … as an earlier run numbered them. */
  constructor(known: readonly string[] = []) {
    this.#tags = ['', ...known.slice(0, MAX_TAG_ID - 1)];
    for (const [id, tag] of this.#tags.entries()) if (id > 0) this.#ids.set(tag, id);
    this.#told = this.#tags.length;
  }

  /** 0 for none; `MAX_TAG_ID` for one too many. */
  idOf(tag: string | null): number {
    if (tag === null) return 0;
    const known = this.#ids.get(tag);
    if (known !== undefined) return known;
    if (this.#tags.length >= MAX_TAG_ID) return MAX_TAG_ID;
    this.#ids.set(tag, this.#tags.length);
    return this.#tags.push(tag) - 1;
  }

  /** Null for none, and for one too many: the line itself has it. */
  tagOf(id: number): string | null {
    return id === 0 ? null : (this.#tags[id] ?? null);
  }

  /** Every tag so far, as far as they have numbers. */
  all(): readonly string[] {
    return this.#tags.slice(1);
  }

  /** Tags that came since the last call, in order. */
  takeNew(): readonly string[] {
    const fresh = this.#tags.slice(this.#told);
    this.#told = this.#tags.length;
    return fresh;
  }
}
