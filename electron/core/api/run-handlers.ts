import type { Input } from '../../../shared/contract/contract.ts';
import type { Services } from './services.ts';

/** Requests about runs of many updates. */
export function runHandlers({ runs, control }: Services) {
  return {
    'run.soak': async (wanted: Input<'run.soak'>) => {
      await control.start();
      return { runId: runs.soak(wanted) };
    },
    'run.fleet': async (wanted: Input<'run.fleet'>) => {
      await control.start();
      return { runId: runs.fleet(wanted) };
    },
    'run.again': ({ runId }: Input<'run.again'>) => ({ runId: runs.again(runId) }),
    'run.pause': ({ runId, paused }: Input<'run.pause'>) => {
      runs.pause(runId, paused);
      return {};
    },
    'run.cancel': async ({ runId }: Input<'run.cancel'>) => {
      await runs.cancel(runId);
      return {};
    },
  };
}
