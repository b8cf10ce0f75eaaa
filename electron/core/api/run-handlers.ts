import type { Input } from '../../../shared/contract/contract.ts';
import type { PathAccess } from '../image/path-access.ts';
import type { Services } from './services.ts';

/** Requests about runs of many updates. */
export function runHandlers({ runs, plans, control, pathAccess, certificates }: Services) {
  return {
    'run.soak': async (wanted: Input<'run.soak'>) => {
      await checkReportDir(wanted, pathAccess);
      await control.start();
      return { runId: runs.soak({ ...wanted, push: withAuthority(wanted.push, certificates) }) };
    },
    'run.fleet': async (wanted: Input<'run.fleet'>) => {
      await checkReportDir(wanted, pathAccess);
      await control.start();
      return { runId: runs.fleet({ ...wanted, push: withAuthority(wanted.push, certificates) }) };
    },
    'run.plan': async (wanted: Input<'run.plan'>) => {
      await checkReportDir(wanted, pathAccess);
      return plans.begin(wanted);
    },
    'run.planCheck': ({ plan }: Input<'run.planCheck'>) => plans.check(plan),
    'run.planCancel': () => {
      plans.cancelPreparing();
      return {};
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

/** A page may have reports written only where it may name files. @throws WorkbenchError path/… */
async function checkReportDir(
  { reportDir }: { readonly reportDir: string | null },
  access: Pick<PathAccess, 'told' | 'resolveNew'>,
): Promise<void> {
  if (reportDir !== null && access.told !== 'any') await access.resolveNew(reportDir);
}

/** Roles change hands when CAs are rotated; fingerprints do not. @throws WorkbenchError cert/unknown-authority */
function withAuthority(
  { authority, ...push }: Input<'run.soak'>['push'],
  certificates: Services['certificates'],
): Input<'run.soak'>['push'] {
  return authority === undefined
    ? push
    : { ...push, authority: certificates.find(authority).sha256Fingerprint };
}
