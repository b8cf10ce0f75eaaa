import type { PushHub } from '../api/push-hub.ts';
import type { Boards } from '../board/boards.ts';
import type { CoreOptions } from '../core.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { EvidenceParts } from '../report/open-evidence.ts';
import { programOf } from '../report/report-facts.ts';
import type { Updates } from '../session/updates.ts';
import { Runs } from './runs.ts';

/** Makes the service of soaks and fleets. */
export function openRuns(
  { paths, library, certificates }: Parts,
  options: CoreOptions,
  world: World,
  hub: PushHub,
  boards: Boards,
  updates: Updates,
  proof: EvidenceParts,
): Runs {
  return new Runs({
    clock: world.clock,
    boards: () => boards.all(),
    board: (deviceId) => boards.get(deviceId),
    versionOf: (imageId) => library.list().find((image) => image.imageId === imageId)?.facts.version ?? null,
    push: (start) => updates.start(boards.get(start.deviceId), start),
    cancelPush: (deviceId) => updates.cancel(deviceId),
    onView: (view) => hub.set('run', view, view.runId),
    reportsDir: paths.reports,
    evidence: {
      evidence: proof.evidence,
      history: proof.history,
      program: programOf(options),
      certificates: () => certificates.state(),
      language: proof.reportLanguage,
      signingKey: proof.signingKey,
    },
    // A page must not be a way to the system's shell.
    mayRunCommands: options.shell === 'cli',
    keepAwake: world.keepAwake ?? (() => () => undefined),
  });
}
