import type {
  Input,
  Message,
  Output,
  RequestName,
  State,
  StateName,
  StreamName,
} from '../../shared/contract/contract.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import type { Core } from '../core/core.ts';

/** The contract with its types, over a core in this process. */
export class CoreClient {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** @throws WorkbenchError with the code of the reply */
  async call<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.#core.dispatch(name, input);
    if (!reply.ok) throw new WorkbenchError(reply.error.code, reply.error.params);
    // The gate answers each request with the output of the same name.
    return reply.value as Output<N>;
  }

  /** The current value, or null while there is none. */
  state<N extends StateName>(name: N, key: string | null = null): State<N> | null {
    const found = this.#core.states().find((push) => push.name === name && push.key === key);
    return (found?.value ?? null) as State<N> | null;
  }

  /** The current values of a state, whatever their keys. */
  states<N extends StateName>(name: N): readonly State<N>[] {
    return this.#core
      .states()
      .filter((push) => push.name === name && push.value !== null)
      .map(({ value }) => value as State<N>);
  }

  /** Every later value of a state; the returned function ends that. */
  watch<N extends StateName>(name: N, key: string | null, listener: (value: State<N>) => void): () => void {
    return this.#core.onPush((push) => {
      if (push.kind === 'state' && push.name === name && push.key === key && push.value !== null) {
        listener(push.value as State<N>);
      }
    });
  }

  /** Every later value of a state, whatever its key; the returned function ends that. */
  watchAll<N extends StateName>(name: N, listener: (value: State<N>) => void): () => void {
    return this.#core.onPush((push) => {
      if (push.kind === 'state' && push.name === name && push.value !== null)
        listener(push.value as State<N>);
    });
  }

  /** Every message of a stream; the returned function ends that. */
  listen<N extends StreamName>(name: N, listener: (message: Message<N>) => void): () => void {
    return this.#core.onPush((push) => {
      if (push.kind === 'stream' && push.name === name) listener(push.value as Message<N>);
    });
  }
}
