import { since } from '../idf-release.ts';
import type { HttpClient } from '../net/http-client.ts';
import type { EspErr } from './esp-err.ts';
import { ESP_ERR } from './esp-err.ts';
import type { Machine } from './machine.ts';

const TAG = 'esp_https_ota';
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 10;
/** DEFAULT_MAX_AUTH_RETRIES */
const MAX_AUTHORIZATIONS = 10;
/** DEFAULT_OTA_BUF_SIZE: with less than this nothing is resumed. */
const LEAST_RESUMED_BYTES = 1024;

/** What a download begins with. */
export interface Beginning {
  /** Bytes that are in the slot already; null: the program does not resume at all. */
  readonly resumeBytes: number | null;
}

/** Where a download stands once the server has answered. */
export interface Begun {
  /** 0: from the beginning. */
  readonly fromBytes: number;
  /** Of the whole image; null where it was not asked for. */
  readonly totalBytes: number | null;
}

/**
 * The connecting half of `esp_https_ota_begin`: the length of the whole where it is fetched in parts, then the first
 * request, from where an earlier download stopped; null after its error lines.
 */
export async function beginDownload(
  machine: Machine,
  client: HttpClient,
  { resumeBytes }: Beginning,
): Promise<Begun | null> {
  const { log, options } = machine;
  const inParts = options.partialDownloadBytes !== null;
  const totalBytes = inParts ? await askLength(machine, client) : null;
  if (totalBytes === 'failed') return null;
  const fromBytes = resumeBytes !== null && resumeBytes >= LEAST_RESUMED_BYTES ? resumeBytes : 0;
  // From 6.0 on even a fresh start asks with a range, to learn whether the server knows them.
  const asksRange = resumeBytes !== null && !inParts && (fromBytes > 0 || since(options.idf, '6.0'));
  const headers = asksRange ? [`Range: bytes=${fromBytes}-`] : rangeHeader(machine, fromBytes, totalBytes);
  const connected = await connect(machine, client, headers, asksRange);
  if (connected === 'ESP_OK') return { fromBytes, totalBytes };
  if (connected === 'ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE' && resumeBytes !== null) {
    log.error(
      TAG,
      `OTA resumption failed with err: ${ESP_ERR[connected]}${since(options.idf, '6.0') ? '.' : ''}`,
    );
    const fallback = since(options.idf, '6.0')
      ? 'Falling back to OTA without resumption and restarting'
      : 'Restarting';
    log.info(TAG, `${fallback} download from beginning`);
    client.close();
    const again = await connect(machine, client, rangeHeader(machine, 0, totalBytes), false);
    if (again === 'ESP_OK') return { fromBytes: 0, totalBytes };
  }
  log.error(TAG, 'Failed to establish HTTP connection');
  client.close();
  return null;
}

/** `_http_connect`: follows redirects, refuses by status. */
export async function connect(
  machine: Machine,
  client: HttpClient,
  headers: readonly string[],
  needsRange = false,
): Promise<EspErr> {
  const { log } = machine;
  let authorizations = 0;
  for (let redirects = 0; ; redirects += 1) {
    const opened = await client.open('GET', headers);
    if (opened !== 'ESP_OK') {
      log.error(TAG, `Failed to open HTTP connection: ${opened}`);
      return opened;
    }
    if ((await client.fetchHeaders()) < 0) return 'ESP_FAIL';
    if (client.status === 401 && authorizations < MAX_AUTHORIZATIONS) {
      authorizations += 1;
      client.addAuth();
      await readAway(client);
      redirects -= 1;
      continue;
    }
    const refused = refusal(machine, client.status, needsRange);
    if (refused !== null) return refused;
    if (!REDIRECTS.includes(client.status)) return 'ESP_OK';
    if (redirects >= MAX_REDIRECTS || !client.redirect()) {
      log.error(TAG, 'URL redirection Failed');
      return 'ESP_FAIL';
    }
    await readAway(client);
  }
}

/** What came with a redirect or a 401. */
async function readAway(client: HttpClient): Promise<void> {
  while ((await client.read(256)).result > 0) {
    // Nobody wants it.
  }
}

function refusal({ log, options }: Machine, status: number, needsRange: boolean): EspErr | null {
  if (status === 416 && since(options.idf, '5.5')) {
    log.info(TAG, `Requested range is incorrect (status code: ${status})`);
    return 'ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE';
  }
  const text = statusRefusal(status);
  if (text !== null) {
    log.error(TAG, text);
    return 'ESP_FAIL';
  }
  if (!needsRange || status === 206 || REDIRECTS.includes(status) || !since(options.idf, '6.0')) return null;
  log.warn(TAG, 'Server ignored the requested Range header');
  log.warn(TAG, 'OTA resumption requires server with range request support.');
  return 'ESP_ERR_HTTP_RANGE_NOT_SATISFIABLE';
}

function statusRefusal(status: number): string | null {
  if (status === 404 || status === 403) return `File not found(${status})`;
  if (status === 401) return `Reached max_authorization_retries (${status})`;
  if (status >= 500) return `Server error (${status})`;
  return status >= 400 ? `Client error (${status})` : null;
}

/** The length of the whole, asked with HEAD, and from 6.0 on with a range of one byte where HEAD is refused. */
async function askLength(machine: Machine, client: HttpClient): Promise<number | 'failed'> {
  const { log, options } = machine;
  const asked = await perform(machine, client, 'HEAD', []);
  if (asked !== 'ESP_OK') return performFailed(machine, asked);
  if (client.status === 200) return closed(client, client.contentLength);
  if (since(options.idf, '6.0')) {
    const ranged = await perform(machine, client, 'GET', ['Range: bytes=0-0']);
    if (ranged !== 'ESP_OK') return performFailed(machine, ranged);
    if (client.status === 200) return closed(client, client.contentLength);
    const total = /\/(\d+)$/.exec(client.header('content-range') ?? '')?.[1];
    if (client.status === 206 && total !== undefined) return closed(client, Number(total));
  }
  log.error(TAG, `Received incorrect http status ${client.status}`);
  client.close();
  return 'failed';
}

function closed(client: HttpClient, length: number): number {
  client.close();
  return length;
}

function performFailed({ log }: Machine, error: EspErr): 'failed' {
  log.error(TAG, `ESP HTTP client perform failed: ${ESP_ERR[error]}`);
  return 'failed';
}

/** `esp_http_client_perform` up to the headers of the last answer: it follows redirects by itself. */
async function perform(
  machine: Machine,
  client: HttpClient,
  method: 'HEAD' | 'GET',
  headers: readonly string[],
): Promise<EspErr> {
  for (let redirects = 0; ; redirects += 1) {
    client.close();
    const opened = await client.open(method, headers);
    if (opened !== 'ESP_OK') return opened;
    if ((await client.fetchHeaders()) < 0) return 'ESP_ERR_HTTP_FETCH_HEADER';
    if (!REDIRECTS.includes(client.status)) return 'ESP_OK';
    if (redirects >= MAX_REDIRECTS) {
      machine.log.error('HTTP_CLIENT', `Error, reach max_redirection_count count=${MAX_REDIRECTS}`);
      return 'ESP_ERR_HTTP_MAX_REDIRECT';
    }
    if (!client.redirect()) return 'ESP_FAIL';
  }
}

/** The Range header of the part that starts at `from`; none where all is fetched at once. */
export function rangeHeader({ options }: Machine, from: number, total: number | null): readonly string[] {
  const size = options.partialDownloadBytes;
  if (size === null || total === null || (from === 0 && total <= size)) return [];
  return [total - from > size ? `Range: bytes=${from}-${from + size - 1}` : `Range: bytes=${from}-`];
}
