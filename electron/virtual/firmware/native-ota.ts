import { since } from '../idf-release.ts';
import { HttpClient } from '../net/http-client.ts';
import type { AppDescription } from './app-description.ts';
import {
  DESCRIPTION_BYTES,
  DESCRIPTION_OFFSET,
  decodeDescription,
  descriptionAt,
  sameVersion,
} from './app-description.ts';
import { readUrl } from './console-url.ts';
import { ERRNO } from './esp-err.ts';
import type { Machine } from './machine.ts';
import type { OtaHandle, OtaOps } from './ota-ops.ts';
import { assertFailed } from './panic.ts';
import type { Partition } from './partitions.ts';
import { nextUpdatePartition } from './partitions.ts';
import { restartByApp } from './restart.ts';
import { GATEWAY } from './wifi.ts';

const TAG = 'native_ota_example';
const BUFFER_BYTES = 1024;
const HEAD_BYTES = DESCRIPTION_OFFSET + DESCRIPTION_BYTES;

/** `ota_example_task`: reads the URL, downloads, writes, and restarts; or ends as the program ends. */
export async function runNativeOta(
  machine: Machine,
  app: AppDescription,
  ota: OtaOps,
  partitions: readonly Partition[],
): Promise<never> {
  const { log, options } = machine;
  log.info(TAG, `Starting OTA example${since(options.idf, '5.0') ? ' task' : ''}`);
  printPartitions(machine, ota);
  if (options.dnsLine) log.info(TAG, `Main DNS: ${GATEWAY}`);
  const url = await readUrl(machine, app, TAG);
  const client = HttpClient.init(machine, url);
  if (client === null) return fatal(machine, 'Failed to initialise HTTP connection');
  const opened = await client.open();
  if (opened !== 'ESP_OK') return fatal(machine, `Failed to open HTTP connection: ${opened}`);
  await client.fetchHeaders();
  const target = nextUpdatePartition(partitions, ota.running);
  if (target === null) return assertFailed(machine, app, 'update_partition != NULL');
  log.info(TAG, `Writing to partition subtype ${target.subtype} at offset 0x${target.offset.toString(16)}`);
  const handle = await download(machine, client, ota, target);
  await finish(machine, client, ota, target, handle);
  log.info(TAG, 'Prepare to restart system!');
  return restartByApp(machine);
}

function printPartitions({ log }: Machine, ota: OtaOps): void {
  const { running } = ota;
  const configured = ota.bootPartition();
  const hex = (offset: number): string => `0x${offset.toString(16).padStart(8, '0')}`;
  if (configured !== null && configured.offset !== running.offset) {
    log.warn(
      TAG,
      `Configured OTA boot partition at offset ${hex(configured.offset)}, but running from offset ${hex(running.offset)}`,
    );
    log.warn(
      TAG,
      '(This can happen if either the OTA boot data or preferred boot image become corrupted somehow.)',
    );
  }
  const place = `(offset ${hex(running.offset)})`;
  log.info(TAG, `Running partition type ${running.type} subtype ${running.subtype} ${place}`);
}

/** The read loop; the handle is null where the body ended before anything was begun. */
async function download(
  machine: Machine,
  client: HttpClient,
  ota: OtaOps,
  target: Partition,
): Promise<OtaHandle | null> {
  const { log, options, observe, run } = machine;
  let handle: OtaHandle | null = null;
  let total = 0;
  for (;;) {
    const { result, bytes } = await client.read(BUFFER_BYTES);
    if (result < 0) return fatal(machine, `Error: SSL data read error ${result}`, client);
    if (result === 0) {
      if (client.errno === ERRNO.connectionReset || client.errno === ERRNO.notConnected) {
        log.error(TAG, `Connection closed, errno = ${client.errno}`);
        break;
      }
      if (client.isComplete()) {
        log.info(TAG, 'Connection closed');
        break;
      }
      // The program reads again at once; what else runs on this machine must not starve by it.
      await run.sleep(1);
      continue;
    }
    handle ??= await beginUpdate(machine, client, ota, target, bytes);
    if (ota.write(handle, bytes) !== 'ESP_OK') return fatal(machine, null, client);
    total += result;
    if (options.writtenLines) log.info(TAG, `Written image length ${total}`);
    await observe.received(total);
  }
  log.info(TAG, `Total Write binary data length: ${total}`);
  if (!client.isComplete()) return fatal(machine, 'Error in receiving complete file', client);
  return handle;
}

/** What the program does with the first bytes: both refusals, then `esp_ota_begin`. */
async function beginUpdate(
  machine: Machine,
  client: HttpClient,
  ota: OtaOps,
  target: Partition,
  bytes: Buffer,
): Promise<OtaHandle> {
  const { log } = machine;
  if (bytes.length <= HEAD_BYTES) {
    const text = `received package is not fit len ${bytes.length} , ${HEAD_BYTES}`;
    return fatal(machine, text, client);
  }
  const offered = decodeDescription(bytes.subarray(DESCRIPTION_OFFSET, HEAD_BYTES));
  log.info(TAG, `New firmware version: ${offered.version}`);
  await refuseVersions(machine, client, ota, offered);
  const handle = ota.begin(target);
  if (typeof handle === 'string') return fatal(machine, `esp_ota_begin failed (${handle})`, client);
  log.info(TAG, 'esp_ota_begin succeeded');
  return handle;
}

async function refuseVersions(
  machine: Machine,
  client: HttpClient,
  ota: OtaOps,
  offered: AppDescription,
): Promise<void> {
  const { flash, log, options } = machine;
  const running = descriptionAt(flash, ota.running.offset);
  if (running !== null) log.info(TAG, `Running firmware version: ${running.version}`);
  const lastInvalid = await ota.lastInvalidPartition();
  const failed = lastInvalid === null ? null : descriptionAt(flash, lastInvalid.offset);
  if (failed !== null) {
    log.info(TAG, `Last invalid firmware version: ${failed.version}`);
    if (sameVersion(failed, offered)) {
      log.warn(TAG, 'New version is the same as invalid version.');
      log.warn(
        TAG,
        `Previously, there was an attempt to launch the firmware with ${failed.version} version, but it failed.`,
      );
      log.warn(TAG, 'The firmware has been rolled back to the previous version.');
      return waitForEver(machine, client);
    }
  }
  if (!options.skipVersionCheck && running !== null && sameVersion(running, offered)) {
    log.warn(TAG, 'Current running version is the same as a new. We will not continue the update.');
    return waitForEver(machine, client);
  }
}

async function finish(
  machine: Machine,
  client: HttpClient,
  ota: OtaOps,
  target: Partition,
  handle: OtaHandle | null,
): Promise<void> {
  const ended = await ota.end(handle);
  if (ended === 'ESP_ERR_OTA_VALIDATE_FAILED') {
    return fatal(machine, 'Image validation failed, image is corrupted', client);
  }
  if (ended !== 'ESP_OK') return fatal(machine, `esp_ota_end failed (${ended})!`, client);
  const set = await ota.setBootPartition(target);
  if (set !== 'ESP_OK') return fatal(machine, `esp_ota_set_boot_partition failed (${set})!`, client);
}

/** `infinite_loop`: after a refusal the board waits for its reset button. */
async function waitForEver(machine: Machine, client: HttpClient): Promise<never> {
  const { log, run } = machine;
  client.close();
  log.info(TAG, 'When a new firmware is available on the server, press the reset button to download it');
  for (let count = 1; ; count += 1) {
    log.info(TAG, `Waiting for a new firmware ... ${count}`);
    await run.sleep(2000);
  }
}

/** `task_fatal_error`: the task is gone, the board idles until its reset. */
function fatal(machine: Machine, text: string | null, client: HttpClient | null = null): Promise<never> {
  if (text !== null) machine.log.error(TAG, text);
  client?.close();
  machine.log.error(TAG, 'Exiting task due to fatal error...');
  machine.observe.flashChanged();
  return machine.run.halt();
}
