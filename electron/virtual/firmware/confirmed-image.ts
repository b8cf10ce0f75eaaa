import { TIMER_WATCHDOG_RESET } from '../hardware/reset-cause.ts';
import type { AppDescription } from './app-description.ts';
import type { Machine } from './machine.ts';
import type { OtaOps } from './ota-ops.ts';
import { STATE } from './otadata.ts';
import { crash } from './panic.ts';
import type { Partition } from './partitions.ts';
import { otadataOf, slotIndex } from './partitions.ts';
import { restartByApp } from './restart.ts';

/** Board time between two looks at the state, and between the confirmation and what follows it. */
const LOOK_MS = 500;
const LATER_MS = 3_000;

/** What the running image does beside its program once it is confirmed; ends with the run. */
export async function afterConfirmation(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<void> {
  const { flash, observe, options, run } = machine;
  const { confirmedImage } = options;
  if (confirmedImage === 'ok' || slotIndex(ota.running) === null) return;
  const awaits = ota.stateOf(ota.running) === STATE.PENDING_VERIFY;
  // Done once: at its next start it is an old image, which behaves.
  if (!awaits && confirmedImage !== 'restarts') return;
  while (ota.stateOf(ota.running) === STATE.PENDING_VERIFY) await run.sleep(LOOK_MS);
  await run.sleep(LATER_MS);
  switch (confirmedImage) {
    case 'crash':
      return crash(machine, app);
    case 'watchdog':
      return run.restart(TIMER_WATCHDOG_RESET);
    case 'restarts':
      return restartByApp(machine);
    case 'factoryReset': {
      const otadata = otadataOf(partitions);
      if (otadata !== null) flash.erase(otadata.offset, otadata.sizeBytes);
      observe.flashChanged();
      return restartByApp(machine);
    }
    default:
      return confirmedImage satisfies never;
  }
}
