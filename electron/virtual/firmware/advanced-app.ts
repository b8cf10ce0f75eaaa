import { since } from '../idf-release.ts';
import { demandedSecureVersion } from './anti-rollback.ts';
import type { AppDescription } from './app-description.ts';
import { descriptionAt, sameVersion } from './app-description.ts';
import { appMainReturned } from './app-start.ts';
import { readUrl } from './console-url.ts';
import { ESP_ERR } from './esp-err.ts';
import { HttpsOta } from './https-ota.ts';
import type { HttpsOtaEvent } from './https-ota-event.ts';
import type { Machine } from './machine.ts';
import { behaviourOf } from './new-image.ts';
import type { OtaOps } from './ota-ops.ts';
import { STATE } from './otadata.ts';
import { crash } from './panic.ts';
import type { Partition } from './partitions.ts';
import { restartByApp } from './restart.ts';
import { Resumption } from './resumption.ts';
import { connectWifi, disablePowerSave } from './wifi.ts';

const TAG = 'advanced_https_ota_example';

/** advanced_https_ota: step by step, with an event line for each, confirmed once Wi-Fi stands. */
export async function runAdvancedApp(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<void> {
  const { log, options, run } = machine;
  const behaviour = behaviourOf(machine, ota);
  if (since(options.idf, '5.0')) log.info(TAG, 'OTA example app_main start');
  if (behaviour === 'crash') return crash(machine, app);
  if (behaviour === 'hang') return run.halt();
  await connectWifi(machine, app, behaviour !== 'noAccessPoint');
  if (ota.stateOf(ota.running) === STATE.PENDING_VERIFY && behaviour !== 'neverConfirms') {
    if (ota.markValid() === 'ESP_OK') log.info(TAG, 'App is valid, rollback cancelled successfully');
    else log.error(TAG, 'Failed to cancel rollback');
  }
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
  const { log, run } = machine;
  log.info(TAG, 'Starting Advanced OTA example');
  const url = await readUrl(machine, app, TAG);
  const onEvent = (event: HttpsOtaEvent): void => printEvent(machine, event);
  const resumption = resumes(machine) ? new Resumption(machine, partitions, url) : null;
  const beginning = { resumeBytes: resumption?.writtenBytes ?? null };
  const update = await HttpsOta.begin({ machine, ota, partitions, onEvent }, url, beginning);
  if (update === null) {
    log.error(TAG, 'ESP HTTPS OTA Begin failed');
    return run.halt();
  }
  if (!(await acceptsHeader(machine, ota, update))) return giveUp(machine, update);
  let performed = await update.perform();
  while (performed === 'inProgress') {
    resumption?.save(update.imageBytes);
    performed = await update.perform();
  }
  if (!update.isComplete()) {
    log.error(TAG, 'Complete data was not received.');
    return giveUp(machine, update);
  }
  resumption?.clear();
  const finished = await update.finish();
  if (performed === 'ESP_OK' && finished === 'ESP_OK') {
    log.info(TAG, 'ESP_HTTPS_OTA upgrade successful. Rebooting ...');
    await run.sleep(1000);
    return restartByApp(machine);
  }
  if (finished === 'ESP_ERR_OTA_VALIDATE_FAILED') {
    log.error(TAG, 'Image validation failed, image is corrupted');
  }
  log.error(TAG, `ESP_HTTPS_OTA upgrade failed 0x${(ESP_ERR[finished] >>> 0).toString(16)}`);
  return run.halt();
}

/** The example has it since 5.5. */
function resumes({ options }: Machine): boolean {
  return options.otaResumption && since(options.idf, '5.5');
}

/** `validate_image_header`, on what was read of the image so far. */
async function acceptsHeader(machine: Machine, ota: OtaOps, update: HttpsOta): Promise<boolean> {
  const { flash, log, options } = machine;
  const offered = await update.description();
  if (offered === null) {
    const name = since(options.idf, '5.3') ? 'esp_https_ota_get_img_desc' : 'esp_https_ota_read_img_desc';
    log.error(TAG, `${name} failed`);
    return false;
  }
  const running = descriptionAt(flash, ota.running.offset);
  if (running !== null) log.info(TAG, `Running firmware version: ${running.version}`);
  const refusal = headerRefusal(machine, running, offered);
  if (refusal === null) return true;
  log.warn(TAG, refusal);
  log.error(TAG, 'image header verification failed');
  return false;
}

function headerRefusal(
  machine: Machine,
  running: AppDescription | null,
  offered: AppDescription,
): string | null {
  if (!machine.options.skipVersionCheck && running !== null && sameVersion(running, offered))
    return 'Current running version is the same as a new. We will not continue the update.';
  const demanded = demandedSecureVersion(machine);
  if (demanded === null || offered.secureVersion >= demanded) return null;
  return `New firmware security version is less than eFuse programmed, ${offered.secureVersion} < ${demanded}`;
}

function giveUp({ log, run }: Machine, update: HttpsOta): Promise<never> {
  update.abort();
  log.error(TAG, 'ESP_HTTPS_OTA upgrade failed');
  return run.halt();
}

function printEvent({ log, options }: Machine, event: HttpsOtaEvent): void {
  if (since(options.idf, '5.0')) log.info(TAG, eventLine(event));
}

function eventLine(event: HttpsOtaEvent): string {
  switch (event.kind) {
    case 'start':
      return 'OTA started';
    case 'connected':
      return 'Connected to server';
    case 'readDescription':
      return 'Reading Image Description';
    case 'verifyChipId':
      return `Verifying chip id of new image: ${event.chipId}`;
    case 'verifyChipRevision':
      return `Verifying chip revision of new image: ${event.revision}`;
    case 'bootPartition':
      return `Boot partition updated. Next Partition: ${event.subtype}`;
    case 'finish':
      return 'OTA finish';
    case 'abort':
      return 'OTA abort';
    default:
      return event satisfies never;
  }
}
