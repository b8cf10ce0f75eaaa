import { createDispatch } from '../../electron/core/api/dispatch.ts';
import { PushHub } from '../../electron/core/api/push-hub.ts';
import type { Core } from '../../electron/core/core.ts';
import type { Handlers, RequestName } from '../../shared/contract/contract.ts';
import { contract } from '../../shared/contract/contract.ts';

/** A core whose answers a test writes, and whose pushes a test sends through `hub`. */
export interface FakeCore extends Core {
  readonly hub: PushHub;
  /** Every request that came through the gate, in order. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly stopped: () => boolean;
}

/** Requests without an answer of the test's own end as an unexpected error. */
export function createFakeCore(answers: Partial<Handlers> = {}): FakeCore {
  const hub = new PushHub();
  const calls: { name: string; input: unknown }[] = [];
  let stopped = false;
  const missing = (name: string) => () => {
    throw new Error(`the test gives no answer to ${name}`);
  };
  const names = Object.keys(contract.requests) as RequestName[];
  const defaults = Object.fromEntries(names.map((name) => [name, missing(name)])) as unknown as Handlers;
  const all: Handlers = { ...defaults, 'states.read': () => hub.read(), ...answers };
  const dispatch = createDispatch(all, () => undefined);
  return {
    hub,
    calls,
    stopped: () => stopped,
    dispatch: (name, input) => {
      calls.push({ name: String(name), input });
      return dispatch(name, input);
    },
    onPush: (listener) => hub.onPush(listener),
    states: () => hub.read(),
    stop: async () => {
      stopped = true;
    },
  };
}
