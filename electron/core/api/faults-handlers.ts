import type { Input } from '../../../shared/contract/contract.ts';
import type { Services } from './services.ts';

/** Requests of the fault lab. */
export function faultsHandlers({ faults }: Services) {
  return {
    'faults.list': (input: Input<'faults.list'>) => faults.list(input),
    'faults.run': (input: Input<'faults.run'>) => ({ runId: faults.start(input) }),
    'faults.cancel': async ({ deviceId }: Input<'faults.cancel'>) => {
      await faults.cancel(deviceId);
      return {};
    },
  };
}
