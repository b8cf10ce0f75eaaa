import type { FaultRun } from '../../../shared/faults/fault-values.ts';
import type { Language } from '../../../shared/text/language.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import type { PushHub } from '../api/push-hub.ts';
import type { Boards } from '../board/boards.ts';
import type { CoreOptions } from '../core.ts';
import type { FaultRuns } from '../faults/fault-runs.ts';
import { findImageAt, readImageAt } from '../image/image-at-path.ts';
import type { Parts } from '../open-parts.ts';
import type { World } from '../ports.ts';
import type { ServerControl } from '../server/server-control.ts';
import { Plans } from './plans.ts';
import type { Runs } from './runs.ts';

/** Makes the service of plans. */
export function openPlans(
  { library, pathAccess, settings }: Parts,
  { shell }: CoreOptions,
  world: World,
  hub: PushHub,
  services: {
    readonly boards: Boards;
    readonly faults: FaultRuns;
    readonly runs: Runs;
    readonly control: ServerControl;
    readonly language: () => Language;
  },
): Plans {
  const { boards, faults, runs, control, language } = services;
  return new Plans({
    clock: world.clock,
    boards: () => boards.all(),
    ports: () => world.binding.list(),
    open: async (path, baudRate) => {
      const board = await boards.open(path, baudRate ?? settings.current.baudRate);
      if (board.port.virtual) world.powerVirtual(board.port.path, true);
      return board.deviceId;
    },
    close: (deviceId) => boards.remove(deviceId),
    virtual: (name) => world.addVirtual(name),
    addPath: async (path) => library.add(await readImageAt(await findImageAt(path, pathAccess))),
    lookAtPath: async (path) => {
      const { fileName, bytes } = await readImageAt(await findImageAt(path, pathAccess));
      return { facts: library.inspect(fileName, bytes) };
    },
    image: (imageId) => library.get(imageId),
    t: () => createTranslator(language()),
    runs,
    faults: {
      startFaults: (wanted) => faults.start(wanted),
      cancelFaults: (deviceId) => void faults.cancel(deviceId),
      faultCodes: (deviceId, imageId, fault) => faults.codesOf(deviceId, imageId, fault),
      onFaults: (listener) =>
        hub.onPush((push) => {
          if (push.kind === 'state' && push.name === 'faults' && push.value !== null)
            listener(push.value as FaultRun);
        }),
    },
    access: pathAccess,
    startServer: () => control.start(),
    mayRunCommands: shell === 'cli',
  });
}
