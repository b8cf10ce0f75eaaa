import { since } from '../idf-release.ts';
import { HttpClient } from '../net/http-client.ts';
import type { AppDescription } from './app-description.ts';
import { DESCRIPTION_BYTES, DESCRIPTION_OFFSET, decodeDescription, hasMagic } from './app-description.ts';
import type { EspErr } from './esp-err.ts';
import { ESP_ERR } from './esp-err.ts';
import type { Beginning, Begun } from './https-connect.ts';
import { beginDownload, connect, rangeHeader } from './https-connect.ts';
import type { HttpsOtaEvent } from './https-ota-event.ts';
import { fitsChip } from './https-ota-event.ts';
import { decodeHeader } from './image-header.ts';
import type { Machine } from './machine.ts';
import type { OtaHandle, OtaOps } from './ota-ops.ts';
import type { Partition } from './partitions.ts';
import { nextUpdatePartition } from './partitions.ts';

const TAG = 'esp_https_ota';
/** IMAGE_HEADER_SIZE, and the size of its buffer. */
const BUFFER_BYTES = 1024;

export interface HttpsOtaDeps {
  readonly machine: Machine;
  readonly ota: OtaOps;
  readonly partitions: readonly Partition[];
  readonly onEvent: (event: HttpsOtaEvent) => void;
}

/** How `perform` left the update. */
export type Performed = 'inProgress' | EspErr;

/** The esp_https_ota component (components/esp_https_ota), with its lines. */
export class HttpsOta {
  readonly #deps: HttpsOtaDeps;
  readonly #client: HttpClient;
  readonly #target: Partition;
  /** Bytes in the slot when the download began. */
  readonly #resumedBytes: number;
  #header: Buffer | null = null;
  #handle: OtaHandle | null = null;
  #succeeded = false;
  #imageLength: number;

  private constructor(deps: HttpsOtaDeps, client: HttpClient, target: Partition, begun: Begun) {
    this.#deps = deps;
    this.#client = client;
    this.#target = target;
    this.#resumedBytes = begun.fromBytes;
    this.#imageLength = begun.totalBytes ?? client.contentLength;
  }

  /** `esp_https_ota_begin`; null after its error lines. */
  static async begin(
    deps: HttpsOtaDeps,
    url: string,
    beginning: Beginning = { resumeBytes: null },
  ): Promise<HttpsOta | null> {
    const { machine, onEvent, ota, partitions } = deps;
    const { log, options } = machine;
    onEvent({ kind: 'start' });
    if (!mayConnect(machine)) return null;
    const client = HttpClient.init(machine, url);
    if (client === null) {
      log.error(TAG, 'Failed to initialise HTTP connection');
      return null;
    }
    const begun = await beginDownload(machine, client, beginning);
    if (begun === null) return null;
    onEvent({ kind: 'connected' });
    log.info(TAG, 'Starting OTA...');
    const target = nextUpdatePartition(partitions, ota.running);
    if (target === null) {
      const given = 'Given staging partition or another suitable Passive OTA partition could not be found';
      log.error(TAG, since(options.idf, '5.5') ? given : 'Passive OTA partition not found');
      return null;
    }
    const place = `partition ${since(options.idf, '5.4') ? '' : `subtype ${target.subtype} `}at offset 0x${target.offset.toString(16)}`;
    log.info(
      TAG,
      since(options.idf, '5.4') ? `Writing to <${target.label}> ${place}` : `Writing to ${place}`,
    );
    return new HttpsOta(deps, client, target, begun);
  }

  /** `esp_https_ota_get_img_desc`; null after its error lines. */
  async description(): Promise<AppDescription | null> {
    const { log } = this.#deps.machine;
    this.#deps.onEvent({ kind: 'readDescription' });
    // What is resumed has its header in the slot.
    const { flash } = this.#deps.machine;
    const header =
      this.#resumedBytes > 0 ? flash.read(this.#target.offset, BUFFER_BYTES) : await this.#readHeader();
    if (header === null) return null;
    const found = decodeDescription(
      header.subarray(DESCRIPTION_OFFSET, DESCRIPTION_OFFSET + DESCRIPTION_BYTES),
    );
    if (hasMagic(found)) return found;
    log.error(TAG, 'Incorrect app descriptor magic');
    return null;
  }

  /** `esp_https_ota_perform`: one step. */
  async perform(): Promise<Performed> {
    return this.#handle === null ? this.#start() : this.#next();
  }

  /** `esp_https_ota_get_image_len_read` */
  get imageBytes(): number {
    return this.#handle?.writtenBytes ?? 0;
  }

  /** `esp_https_ota_is_complete_data_received` */
  isComplete(): boolean {
    if (this.#deps.machine.options.partialDownloadBytes === null) return this.#client.isComplete();
    return this.#handle?.writtenBytes === this.#imageLength;
  }

  /** `esp_https_ota_finish` */
  async finish(): Promise<EspErr> {
    const { machine, onEvent, ota } = this.#deps;
    let err: EspErr = this.#handle === null ? 'ESP_OK' : await ota.end(this.#handle);
    this.#client.close();
    if (err === 'ESP_OK' && this.#succeeded) {
      err = await ota.setBootPartition(this.#target);
      if (err === 'ESP_OK') onEvent({ kind: 'bootPartition', subtype: this.#target.subtype });
      else machine.log.error(TAG, `esp_ota_set_boot_partition failed! err=0x${number(err)}`);
    }
    onEvent({ kind: 'finish' });
    return err;
  }

  /** `esp_https_ota_abort` */
  abort(): void {
    this.#deps.onEvent({ kind: 'abort' });
    this.#client.close();
    this.#deps.machine.observe.flashChanged();
  }

  async #readHeader(): Promise<Buffer | null> {
    const { log } = this.#deps.machine;
    const parts: Buffer[] = [];
    let missing = BUFFER_BYTES;
    while (missing > 0 && !this.#client.isComplete()) {
      const { result, bytes } = await this.#client.read(missing);
      if (result === -ESP_ERR.ESP_ERR_HTTP_EAGAIN) continue;
      if (result < 0) {
        log.error(TAG, `Connection closed, errno = ${this.#client.errno}`);
        break;
      }
      parts.push(bytes);
      missing -= result;
    }
    if (missing > 0) {
      log.error(TAG, 'Complete headers were not received');
      return null;
    }
    this.#header = Buffer.concat(parts);
    return this.#header;
  }

  async #start(): Promise<Performed> {
    const { machine, ota } = this.#deps;
    const handle = ota.begin(this.#target);
    const resumes = this.#resumedBytes > 0;
    if (typeof handle === 'string') {
      machine.log.error(TAG, `esp_ota_${resumes ? 'resume' : 'begin'} failed (${handle})`);
      return handle;
    }
    this.#handle = handle;
    if (resumes) {
      handle.writtenBytes = this.#resumedBytes;
      return this.#next();
    }
    const header = this.#header ?? (await this.#readHeader());
    if (header === null) return 'ESP_FAIL';
    const fits = fitsChip(this.#deps.machine, decodeHeader(header), this.#deps.onEvent);
    return fits ? this.#write(handle, header) : 'ESP_ERR_INVALID_VERSION';
  }

  async #next(): Promise<Performed> {
    const { log } = this.#deps.machine;
    const { result, bytes } = await this.#client.read(BUFFER_BYTES);
    if (result === -ESP_ERR.ESP_ERR_HTTP_EAGAIN) return 'inProgress';
    if (result < 0) {
      log.error(TAG, `data read ${result}, errno ${this.#client.errno}`);
      return 'ESP_FAIL';
    }
    const handle = this.#handle as OtaHandle;
    if (result > 0) return this.#write(handle, bytes);
    if (!this.#client.isComplete()) {
      log.error(TAG, 'Connection closed before complete data was received!');
      return 'ESP_FAIL';
    }
    if (this.#deps.machine.options.partialDownloadBytes !== null && handle.writtenBytes < this.#imageLength) {
      return this.#nextPart(handle.writtenBytes);
    }
    this.#succeeded = true;
    return 'ESP_OK';
  }

  async #nextPart(from: number): Promise<Performed> {
    const { machine } = this.#deps;
    this.#client.close();
    const connected = await connect(machine, this.#client, rangeHeader(machine, from, this.#imageLength));
    if (connected === 'ESP_OK') return 'inProgress';
    machine.log.error(TAG, 'Failed to establish HTTP connection');
    return 'ESP_FAIL';
  }

  async #write(handle: OtaHandle, bytes: Uint8Array): Promise<Performed> {
    const { machine, ota } = this.#deps;
    const err = ota.write(handle, bytes);
    if (err !== 'ESP_OK') {
      machine.log.error(TAG, `Error: esp_ota_write failed! err=0x${number(err)}`);
      return err;
    }
    await machine.observe.received(handle.writtenBytes);
    return 'inProgress';
  }
}

/** Without a CA esp_https_ota begins only where it was built to do without TLS. */
function mayConnect({ log, options }: Machine): boolean {
  if (options.verifiesServer) return true;
  if (options.allowHttp) {
    const name = since(options.idf, '5.0') ? 'CONFIG_ESP_HTTPS_OTA_ALLOW_HTTP' : 'CONFIG_OTA_ALLOW_HTTP';
    log.warn(TAG, `Continuing with insecure option because ${name} is set.`);
    return true;
  }
  log.error(TAG, 'No option for server verification is enabled in esp_http_client config.');
  return false;
}

function number(err: EspErr): string {
  return (ESP_ERR[err] >>> 0).toString(16);
}
