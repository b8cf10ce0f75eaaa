import type { ResetCause } from '../hardware/reset-cause.ts';
import { BROWNOUT_RESET, TIMER_WATCHDOG_RESET } from '../hardware/reset-cause.ts';
import { runAdvancedApp } from './advanced-app.ts';
import { DESCRIPTION_BYTES, DESCRIPTION_OFFSET, decodeDescription } from './app-description.ts';
import { startApp } from './app-start.ts';
import { runBootloader } from './bootloader.ts';
import { afterConfirmation } from './confirmed-image.ts';
import type { Machine } from './machine.ts';
import { runNativeApp } from './native-app.ts';
import { behaviourOf } from './new-image.ts';
import { OtaOps } from './ota-ops.ts';
import { crash } from './panic.ts';
import { acceptedPartitions } from './partitions.ts';
import { runRom } from './rom.ts';
import { runSimpleApp } from './simple-app.ts';

const PROGRAMS = { native: runNativeApp, simple: runSimpleApp, advanced: runAdvancedApp };

/** Everything the chip does from one reset to the next. Does not return while firmware runs or idles. */
export async function boot(machine: Machine, cause: ResetCause, downloadMode: boolean): Promise<void> {
  const { flash, observe } = machine;
  observe.running(null);
  await runRom(machine, cause, downloadMode);
  const running = await runBootloader(machine);
  observe.running(running);
  const partitions = acceptedPartitions(flash);
  const ota = new OtaOps(machine, partitions, running);
  const behaviour = behaviourOf(machine, ota);
  if (behaviour === 'silent') return machine.run.halt();
  if (behaviour === 'watchdog' || behaviour === 'brownout') {
    await machine.run.sleep(300);
    return machine.run.restart(behaviour === 'watchdog' ? TIMER_WATCHDOG_RESET : BROWNOUT_RESET);
  }
  if (behaviour === 'loop') ota.markValid();
  if (behaviour === 'crashEarly' || behaviour === 'loop') {
    const app = decodeDescription(flash.read(running.offset + DESCRIPTION_OFFSET, DESCRIPTION_BYTES));
    await machine.run.sleep(30);
    return crash(machine, app);
  }
  const app = await startApp(machine, running);
  if (behaviour === 'rollsBack') await ota.markInvalidAndRestart();
  // Whatever it does, its program goes on beside it until the reset.
  void afterConfirmation(machine, app, ota, partitions);
  await PROGRAMS[machine.options.program](machine, app, ota, partitions);
}
