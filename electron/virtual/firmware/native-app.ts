import { since } from '../idf-release.ts';
import type { AppDescription } from './app-description.ts';
import { appMainReturned } from './app-start.ts';
import { printDigests } from './digest-lines.ts';
import type { Machine } from './machine.ts';
import { runNativeOta } from './native-ota.ts';
import { behaviourOf } from './new-image.ts';
import type { OtaOps } from './ota-ops.ts';
import { STATE } from './otadata.ts';
import { crash } from './panic.ts';
import type { Partition } from './partitions.ts';
import { connectWifi, disablePowerSave } from './wifi.ts';

const TAG = 'native_ota_example';
/** CONFIG_EXAMPLE_GPIO_DIAGNOSTIC */
const DIAGNOSTIC_GPIO = 4;

/** `app_main` of the native OTA example, in the form its article prints, and the task that it starts. */
export async function runNativeApp(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<void> {
  const { log, options } = machine;
  const behaviour = behaviourOf(machine, ota);
  if (since(options.idf, '5.0')) log.info(TAG, 'OTA example app_main start');
  await printDigests(machine, ota.running, { tag: TAG, separator: ': ', table: true });
  if (behaviour === 'crash') return crashSoon(machine, app);
  if (behaviour === 'hang') return machine.run.halt();
  if (ota.stateOf(ota.running) === STATE.PENDING_VERIFY && behaviour !== 'neverConfirms') {
    await diagnose(machine, ota, behaviour !== 'diagnosticsFail');
  }
  await connectWifi(machine, app, behaviour !== 'noAccessPoint');
  log.info(TAG, 'Disable WiFi power save');
  disablePowerSave(machine);
  const task = runNativeOta(machine, app, ota, partitions);
  appMainReturned(machine);
  await task;
}

async function diagnose(machine: Machine, ota: OtaOps, passes: boolean): Promise<void> {
  const { log, run, options } = machine;
  printGpio(machine, 1);
  log.info(TAG, 'Diagnostics (5 sec)...');
  await run.sleep(options.diagnosticsMs);
  printGpio(machine, 0);
  if (passes) {
    log.info(TAG, 'Diagnostics completed successfully! Continuing execution ...');
    ota.markValid();
    return;
  }
  log.error(TAG, 'Diagnostics failed! Start rollback to the previous version ...');
  await ota.markInvalidAndRestart();
}

/** `gpio_config` tells what it did, up to ESP-IDF 5.4. */
function printGpio({ log, options }: Machine, input: 0 | 1): void {
  if (since(options.idf, '5.5')) return;
  const state = `InputEn: ${input}| OutputEn: 0| OpenDrain: 0| Pullup: 1| Pulldown: 0| Intr:0 `;
  log.info('gpio', `GPIO[${DIAGNOSTIC_GPIO}]| ${state}`);
}

async function crashSoon(machine: Machine, app: AppDescription): Promise<never> {
  await machine.run.sleep(50);
  return crash(machine, app);
}
