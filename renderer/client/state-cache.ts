import type { StateName, StatePush } from '../../shared/contract/contract.ts';

interface Kept {
  readonly push: StatePush;
  /** Set on reconnecting: the value is shown until the core has told what it holds now. */
  readonly stale: boolean;
}

/** The last value of every state by name and key; an older revision never replaces a newer one. */
export class StateCache {
  readonly #kept = new Map<string, Kept>();
  readonly #lists = new Map<StateName, readonly unknown[]>();

  /** True when something changed. */
  take(push: StatePush): boolean {
    const id = idOf(push.name, push.key);
    const before = this.#kept.get(id);
    if (before !== undefined && !before.stale && before.push.rev >= push.rev) return false;
    // A removed key stays as a grave with its revision, so that a late older push cannot bring it back.
    this.#kept.set(id, { push, stale: false });
    this.#lists.delete(push.name);
    return true;
  }

  /** Call when the core may have restarted and its revisions begin anew. */
  markStale(): void {
    for (const [id, { push }] of this.#kept) this.#kept.set(id, { push, stale: true });
  }

  /** Drops what the core no longer knows, after all its states were taken. */
  dropStale(): void {
    for (const [id, { push, stale }] of this.#kept) {
      if (!stale) continue;
      this.#kept.delete(id);
      this.#lists.delete(push.name);
    }
  }

  get(name: StateName, key: string | null): unknown {
    return this.#kept.get(idOf(name, key))?.push.value ?? null;
  }

  /** All values of a keyed state in the order they first came; the same array until one changes. */
  list(name: StateName): readonly unknown[] {
    const cached = this.#lists.get(name);
    if (cached !== undefined) return cached;
    const list = [...this.#kept.values()]
      .filter(({ push }) => push.name === name && push.value !== null)
      .map(({ push }) => push.value);
    this.#lists.set(name, list);
    return list;
  }
}

function idOf(name: StateName, key: string | null): string {
  return `${name}\n${key ?? ''}`;
}
