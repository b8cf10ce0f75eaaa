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
import type { Transport } from '../../shared/contract/transport.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../shared/errors.ts';
import { StateCache } from './state-cache.ts';

/** `starting` until all states were read once; `lost` while the core cannot be reached. */
export type ConnectionStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly error: ErrorPayload };

/** The core as the page sees it, whichever shell holds the page. */
export interface Client {
  /** @throws WorkbenchError with the code of the failed reply. */
  call<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** The last value; null before there is one and for a key that is gone. */
  state<N extends StateName>(name: N, key?: string): State<N> | null;
  states<N extends StateName>(name: N): readonly State<N>[];
  status(): ConnectionStatus;
  /** Calls `listener` after any state or the status changed; many changes at once are told once. */
  watch(listener: () => void): () => void;
  listen<N extends StreamName>(name: N, listener: (message: Message<N>) => void): () => void;
  /** Where a dropped file or folder lies on the core's machine; null where the shell cannot tell. */
  pathOf(file: File): string | null;
}

/** Ten boards that print push a hundred states a second; the page is told thirty times at most. */
const TELL_EVERY_MS = 33;

export function createClient(transport: Transport): Client {
  const cache = new StateCache();
  const watchers = new Set<() => void>();
  const listeners = new Map<StreamName, Set<(message: never) => void>>();
  let status: ConnectionStatus = { kind: 'starting' };
  let timer: ReturnType<typeof setTimeout> | null = null;
  let reading = 0;

  const tell = (): void => {
    if (timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      for (const watcher of watchers) watcher();
    }, TELL_EVERY_MS);
  };
  const setStatus = (next: ConnectionStatus): void => {
    status = next;
    tell();
  };
  const takePush = (push: Push): void => {
    if (push.kind === 'state') {
      if (cache.take(push)) tell();
      return;
    }
    for (const listener of listeners.get(push.name) ?? []) listener(push.value as never);
  };
  const call: Client['call'] = async (name, input) => {
    const reply = await transport.call(name, input);
    if (!reply.ok) throw new WorkbenchError(reply.error.code, reply.error.params);
    // The core checks inputs, and the contract fixes what it answers.
    return reply.value as Output<typeof name>;
  };
  const readAll = async (): Promise<void> => {
    const turn = ++reading;
    try {
      const pushes: readonly StatePush[] = await call('states.read', {});
      if (turn !== reading) return;
      for (const push of pushes) cache.take(push);
      cache.dropStale();
      setStatus({ kind: 'open' });
    } catch (thrown) {
      if (turn === reading && status.kind !== 'lost')
        setStatus({ kind: 'failed', error: toErrorPayload(thrown) });
    }
  };

  transport.onPush(takePush);
  transport.onStatus?.((now) => {
    if (now === 'lost') {
      setStatus({ kind: 'lost' });
    } else if (status.kind === 'lost') {
      cache.markStale();
      void readAll();
    }
  });
  void readAll();

  return {
    call,
    // The cache holds what the core pushed under this name; the contract gives its type.
    state: <N extends StateName>(name: N, key?: string) => cache.get(name, key ?? null) as State<N> | null,
    states: <N extends StateName>(name: N) => cache.list(name) as readonly State<N>[],
    status: () => status,
    watch: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    listen: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    pathOf: (file) => transport.pathOf?.(file) || null,
  };
}
