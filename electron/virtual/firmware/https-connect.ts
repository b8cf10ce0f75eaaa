import type { HttpClient } from '../net/http-client.ts';
import type { EspErr } from './esp-err.ts';
import { ESP_ERR } from './esp-err.ts';
import type { Machine } from './machine.ts';

const TAG = 'esp_https_ota';
const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 10;

/** `_http_connect`: follows redirects, refuses by status. */
export async function connect(
  machine: Machine,
  client: HttpClient,
  headers: readonly string[],
): Promise<EspErr> {
  const { log } = machine;
  for (let redirects = 0; ; redirects += 1) {
    const opened = await client.open('GET', headers);
    if (opened !== 'ESP_OK') {
      log.error(TAG, `Failed to open HTTP connection: ${opened}`);
      return opened;
    }
    if ((await client.fetchHeaders()) < 0) return 'ESP_FAIL';
    const refusal = statusRefusal(client.status);
    if (refusal !== null) {
      log.error(TAG, refusal);
      return 'ESP_FAIL';
    }
    if (!REDIRECTS.includes(client.status)) return 'ESP_OK';
    if (redirects >= MAX_REDIRECTS || !client.redirect()) {
      log.error(TAG, 'URL redirection Failed');
      return 'ESP_FAIL';
    }
    while ((await client.read(256)).result > 0) {
      // What came with the redirect is read away.
    }
  }
}

function statusRefusal(status: number): string | null {
  if (status === 404 || status === 403) return `File not found(${status})`;
  if (status === 401) return `Reached max_authorization_retries (${status})`;
  if (status >= 500) return `Server error (${status})`;
  return status >= 400 ? `Client error (${status})` : null;
}

/** The length of the whole, asked with HEAD before it is fetched in parts. */
export async function askLength(machine: Machine, client: HttpClient): Promise<number | 'failed'> {
  const { log } = machine;
  const opened = await client.open('HEAD');
  const headers = opened === 'ESP_OK' ? await client.fetchHeaders() : -1;
  const { contentLength, status } = client;
  client.close();
  if (headers < 0) {
    log.error(TAG, `ESP HTTP client perform failed: ${opened === 'ESP_OK' ? -1 : ESP_ERR[opened]}`);
    return 'failed';
  }
  if (status === 200) return contentLength;
  log.error(TAG, `Received incorrect http status ${status}`);
  return 'failed';
}

/** The Range header of the part that starts at `from`; none where all is fetched at once. */
export function rangeHeader({ options }: Machine, from: number, total: number | null): readonly string[] {
  const size = options.partialDownloadBytes;
  if (size === null || total === null || (from === 0 && total <= size)) return [];
  return [total - from > size ? `Range: bytes=${from}-${from + size - 1}` : `Range: bytes=${from}-`];
}
