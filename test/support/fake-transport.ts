import type {
  Input,
  Message,
  Output,
  Push,
  RequestName,
  State,
  StateName,
  StatePush,
  StreamName,
} from '../../shared/contract/contract.ts';
import type { Reply, Transport } from '../../shared/contract/transport.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../shared/errors.ts';

/** What a scripted core knows when the page opens. */
export interface Script {
  readonly states: readonly Omit<StatePush, 'kind' | 'rev'>[];
  readonly answers: Answers;
  /** Where dropped files lie; absent as in a browser, which cannot tell. */
  readonly pathOf?: (file: object) => string;
}

/** What a scripted core answers; a request without an answer here gives an empty object. */
export type Answers = {
  readonly [N in RequestName]?: (input: Input<N>, core: FakeCore) => Output<N> | Promise<Output<N>>;
};

export interface FakeCore {
  readonly transport: Transport;
  /** Every request in the order it came. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  set<N extends StateName>(name: N, value: State<N> | null, key?: string): void;
  send<N extends StreamName>(name: N, message: Message<N>): void;
  /** Breaks and restores the connection. */
  connection(status: 'open' | 'lost'): void;
  get<N extends StateName>(name: N, key?: string): State<N> | null;
}

/** A core that holds what a script says and notes what it is asked. */
export function createFakeCore(script: Script): FakeCore {
  const states = new Map<string, StatePush>();
  const pushListeners = new Set<(push: Push) => void>();
  const statusListeners = new Set<(status: 'open' | 'lost') => void>();
  const calls: { name: string; input: unknown }[] = [];
  let rev = 0;
  const idOf = (name: StateName, key: string | null): string => `${name}\n${key ?? ''}`;
  const emit = (push: Push): void => {
    for (const listener of pushListeners) listener(push);
  };
  const put = (name: StateName, key: string | null, value: unknown): StatePush => {
    const push: StatePush = { kind: 'state', name, key, rev: ++rev, value };
    states.set(idOf(name, key), push);
    return push;
  };
  for (const { name, key, value } of script.states) put(name, key, value);

  const answer = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'states.read') return [...states.values()];
    const given = script.answers[name as RequestName] as
      | ((input: unknown, core: FakeCore) => unknown)
      | undefined;
    return (await given?.(input, core)) ?? {};
  };
  const core: FakeCore = {
    calls,
    transport: {
      ...(script.pathOf === undefined ? {} : { pathOf: script.pathOf }),
      call: async (name, input): Promise<Reply<unknown>> => {
        calls.push({ name, input });
        try {
          return { ok: true, value: await answer(name, input) };
        } catch (thrown) {
          return { ok: false, error: toErrorPayload(thrown) };
        }
      },
      onPush: (listener) => {
        pushListeners.add(listener);
        return () => pushListeners.delete(listener);
      },
      onStatus: (listener) => {
        statusListeners.add(listener);
        return () => statusListeners.delete(listener);
      },
    },
    set: (name, value, key) => emit(put(name, key ?? null, value)),
    send: (name, value) => emit({ kind: 'stream', name, value }),
    connection: (status) => {
      for (const listener of statusListeners) listener(status);
    },
    get: <N extends StateName>(name: N, key?: string) =>
      (states.get(idOf(name, key ?? null))?.value ?? null) as State<N> | null,
  };
  return core;
}

/** An answer that refuses. */
export function refuse({ code, params }: ErrorPayload): () => never {
  return () => {
    throw new WorkbenchError(code, params);
  };
}
