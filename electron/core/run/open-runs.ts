import type { PushHub } from '../api/push-hub.ts';
import type { Boards } from '../board/boards.ts';
import type { CoreOptions } from '../core.ts';
import type { FaultRuns } from '../faults/fault-runs.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { EvidenceParts } from '../report/open-evidence.ts';
import { programOf } from '../report/report-facts.ts';
import type { ServerControl } from '../server/server-control.ts';
import type { Updates } from '../session/updates.ts';
import { openPlans } from './open-plans.ts';
import type { Plans } from './plans.ts';
import { Runs } from './runs.ts';

/** What runs are made from. */
export interface RunServices {
  readonly runs: Runs;
  readonly plans: Plans;
}

/** Makes the services of soaks, fleets and plans. */
export function openRuns(
  parts: Parts,
  options: CoreOptions,
  world: World,
  hub: PushHub,
  proof: EvidenceParts,
  others: {
    readonly boards: Boards;
    readonly updates: Updates;
    readonly faults: FaultRuns;
    readonly control: ServerControl;
  },
): RunServices {
  const { paths, library, certificates } = parts;
  const { boards, updates } = others;
  const runs = new Runs({
    clock: world.clock,
    board: (deviceId) => boards.get(deviceId),
    versionOf: (imageId) => library.find(imageId)?.facts.version ?? null,
    chipOf: (imageId) => library.find(imageId)?.facts.chip ?? null,
    push: (start) => updates.start(boards.get(start.deviceId), start),
    cancelPush: (deviceId) => updates.cancel(deviceId),
    onView: (view) => hub.set('run', view, view.runId),
    reportsDir: paths.reports,
    evidence: {
      evidence: proof.evidence,
      history: proof.history,
      retention: proof.retention,
      program: programOf(options),
      certificates: () => certificates.state(),
      language: proof.reportLanguage,
      signingKey: proof.signingKey,
    },
    // A page must not be a way to the system's shell.
    mayRunCommands: options.shell === 'cli',
    keepAwake: world.keepAwake ?? (() => () => undefined),
  });
  const plans = openPlans(parts, options, world, hub, { ...others, runs, language: proof.reportLanguage });
  return { runs, plans };
}
