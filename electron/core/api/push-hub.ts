import type {
  Message,
  Push,
  State,
  StateName,
  StatePush,
  StreamName,
} from '../../../shared/contract/contract.ts';

/** Keeps the current value of every state and hands pushes to whoever listens. */
export class PushHub {
  readonly #states = new Map<string, StatePush>();
  readonly #listeners = new Set<(push: Push) => void>();
  #rev = 0;

  /** Sets a state; for a keyed state, `null` removes its key. */
  set<N extends StateName>(name: N, value: State<N> | null, key: string | null = null): void {
    const push: StatePush = { kind: 'state', name, key, rev: ++this.#rev, value };
    const id = `${name}\n${key ?? ''}`;
    if (value === null) this.#states.delete(id);
    else this.#states.set(id, push);
    this.#emit(push);
  }

  send<N extends StreamName>(name: N, value: Message<N>): void {
    this.#emit({ kind: 'stream', name, value });
  }

  read(): readonly StatePush[] {
    return [...this.#states.values()];
  }

  onPush(listener: (push: Push) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #emit(push: Push): void {
    for (const listener of this.#listeners) listener(push);
  }
}
