import { since } from '../idf-release.ts';
import type { AppDescription } from './app-description.ts';
import { appMainReturned } from './app-start.ts';
import { readUrl } from './console-url.ts';
import { printDigests } from './digest-lines.ts';
import { HttpsOta } from './https-ota.ts';
import type { Machine } from './machine.ts';
import { behaviourOf } from './new-image.ts';
import type { OtaOps } from './ota-ops.ts';
import { crash } from './panic.ts';
import type { Partition } from './partitions.ts';
import { restartByApp } from './restart.ts';
import { connectWifi, disablePowerSave } from './wifi.ts';

const TAG = 'simple_ota_example';

/** simple_ota_example: `esp_https_ota` in one call. It never confirms itself and checks no versions. */
export async function runSimpleApp(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<void> {
  const { log, options, run } = machine;
  const behaviour = behaviourOf(machine, ota);
  if (since(options.idf, '5.0')) log.info(TAG, 'OTA example app_main start');
  await printDigests(machine, ota.running, { tag: TAG, separator: ' ', table: false });
  if (behaviour === 'crash') return crash(machine, app);
  if (behaviour === 'hang') return run.halt();
  await connectWifi(machine, app, behaviour !== 'noAccessPoint');
  disablePowerSave(machine);
  const task = runTask(machine, app, ota, partitions);
  appMainReturned(machine);
  await task;
}

async function runTask(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<never> {
  const { log, options, run } = machine;
  const modern = since(options.idf, '5.0');
  log.info(TAG, `Starting OTA example${modern ? ' task' : ''}`);
  const url = await readUrl(machine, app, TAG);
  if (modern) log.info(TAG, `Attempting to download update from ${url}`);
  if (await update({ machine, ota, partitions, onEvent: () => {} }, url)) {
    if (modern) log.info(TAG, 'OTA Succeed, Rebooting...');
    return restartByApp(machine);
  }
  log.error(TAG, 'Firmware upgrade failed');
  return run.halt();
}

/** `esp_https_ota()`: from the connection to the boot partition. */
async function update(deps: Parameters<typeof HttpsOta.begin>[0], url: string): Promise<boolean> {
  const running = await HttpsOta.begin(deps, url);
  if (running === null) return false;
  let performed = await running.perform();
  while (performed === 'inProgress') performed = await running.perform();
  if (performed !== 'ESP_OK') {
    running.abort();
    return false;
  }
  return (await running.finish()) === 'ESP_OK';
}
