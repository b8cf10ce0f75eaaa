import { createDispatch } from './api/dispatch.ts';
import { createHandlers } from './api/handlers.ts';
import { PushHub } from './api/push-hub.ts';
import type { Core, CoreOptions } from './core.ts';
import { openDataDir } from './data/open-data-dir.ts';
import { joinServices } from './join-services.ts';
import { openParts } from './open-parts.ts';
import type { World } from './ports.ts';
import { closeEvidence } from './report/open-evidence.ts';
import { tellFirstStates } from './tell-first-states.ts';

/** When the program ends, running downloads have this long at most. */
const END_DRAIN_MS = 1_000;

/**
 * Opens the data directory and joins the services to one core.
 * @throws WorkbenchError data/in-use, data/not-writable, cert/invalid, path/not-a-folder
 */
export async function createCore(options: CoreOptions, world: World): Promise<Core> {
  const data = await openDataDir(options.dataDir, options.shell);
  const hub = new PushHub();
  try {
    const parts = await openParts(data.paths, options, world);
    const services = joinServices(parts, options, world, hub);
    tellFirstStates(services);
    await services.leftOver.read();
    services.portWatch.start();
    const stopRenewing = services.certificates.watchExpiry();
    services.network.start();
    const stopSleepWatch = world.watchHostSleep?.((seconds) => services.updates.hostSlept(seconds));
    return {
      dispatch: createDispatch(createHandlers(services), world.onBug),
      onPush: (listener) => hub.onPush(listener),
      states: () => hub.read(),
      stop: async () => {
        const { portWatch, watches, updates, control, boards, memories, library } = services;
        stopSleepWatch?.();
        stopRenewing();
        portWatch.stop();
        services.network.stop();
        watches.stopAll();
        await services.faults.cancelAll();
        services.runs.cancelAll();
        updates.cancelAll();
        await control.stop(Math.min(services.settings.current.serving.drainMs, END_DRAIN_MS));
        services.logs.stop();
        services.logFiles.stop();
        await boards.closeAll();
        await services.runs.settled();
        await closeEvidence(services);
        await services.journal.settled();
        await memories.settled();
        await library.settled();
        await world.stop();
        data.release();
      },
    };
  } catch (thrown) {
    data.release();
    throw thrown;
  }
}
