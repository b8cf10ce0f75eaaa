import type { Handlers } from '../../../shared/contract/contract.ts';
import { contract, isRequestName } from '../../../shared/contract/contract.ts';
import type { Reply } from '../../../shared/contract/transport.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';

export type Dispatch = (name: unknown, input: unknown) => Promise<Reply<unknown>>;

/** The one gate into the core. Every shell calls it with whatever arrived; only checked input goes further. */
export function createDispatch(handlers: Handlers, onBug: (thrown: unknown) => void): Dispatch {
  return async (name, input) => {
    try {
      if (typeof name !== 'string' || !isRequestName(name)) {
        throw new WorkbenchError('contract/unknown-request', { name: String(name).slice(0, 100) });
      }
      const checked = contract.requests[name].input.safeParse(input);
      if (!checked.success) {
        const problem = checked.error.issues.map((i) => `${i.path.join('.') || 'input'}: ${i.message}`);
        throw new WorkbenchError('contract/invalid-input', {
          name,
          problem: problem.join('; ').slice(0, 500),
        });
      }
      // TypeScript cannot see that handler and input share `name`; the table guarantees it.
      const handler = handlers[name] as (checkedInput: unknown) => unknown;
      return { ok: true, value: await handler(checked.data) };
    } catch (thrown) {
      if (!(thrown instanceof WorkbenchError)) onBug(thrown);
      return { ok: false, error: toErrorPayload(thrown) };
    }
  };
}
