import type { Errno, EspErr } from '../firmware/esp-err.ts';
import { ERRNO, ESP_ERR } from '../firmware/esp-err.ts';
import type { Machine } from '../firmware/machine.ts';
import { since } from '../idf-release.ts';
import type { FirmwareUrl } from './firmware-url.ts';
import { hostHeader, parseFirmwareUrl } from './firmware-url.ts';
import { HttpResponse } from './http-response.ts';
import type { Transport, TransportRead } from './transport.ts';
import { connectTransport, TRANSPORT } from './transport.ts';

const TAG = 'HTTP_CLIENT';
/** DEFAULT_HTTP_BUF_SIZE */
const BUFFER_BYTES = 512;

/** `esp_http_client_read`: the bytes, or a negative number. */
export interface HttpRead {
  readonly result: number;
  readonly bytes: Buffer;
}

/** esp_http_client as the OTA examples use it: open, fetch the headers, read; with its lines. */
export class HttpClient {
  readonly #machine: Machine;
  #url: FirmwareUrl;
  #hostHeader: string;
  readonly #pace: Pace;
  #transport: Transport | null = null;
  #response = new HttpResponse();
  /** Body bytes that came with the headers. */
  #cached: Buffer = Buffer.alloc(0);
  /** `is_chunked`: also set where no length was given. */
  #unbounded = false;
  #headersRead = false;
  /** A redirect leads to another server: the connection cannot serve again. */
  #moved = false;
  /** A 401 asked for Basic. */
  #basicAsked = false;
  /** What the C library's `errno` holds after a read. */
  errno: Errno = ERRNO.none;

  /** `esp_http_client_init`; null after its error lines. */
  static init(machine: Machine, url: string): HttpClient | null {
    const parsed = parseFirmwareUrl(url);
    if (parsed !== null) return new HttpClient(machine, parsed);
    machine.log.error(TAG, `Error parse url ${url}`);
    machine.log.error(TAG, 'Failed to set URL');
    return null;
  }

  private constructor(machine: Machine, url: FirmwareUrl) {
    this.#machine = machine;
    this.#url = url;
    this.#hostHeader = hostHeader(url);
    this.#pace = new Pace(machine);
  }

  /** -1 until the headers were read. */
  get status(): number {
    return this.#response.status;
  }

  get contentLength(): number {
    return this.#response.contentLength;
  }

  header(name: string): string | null {
    return this.#response.header(name);
  }

  /** `esp_http_client_set_redirection`; false without a Location that can be used. */
  redirect(): boolean {
    const location = this.header('location');
    if (location === null) return false;
    const next = location.startsWith('/') ? { ...this.#url, target: location } : parseFirmwareUrl(location);
    if (next === null) return false;
    // Another host is named without its port; the same host keeps the header of the first request.
    if (next.host.toLowerCase() !== this.#url.host.toLowerCase()) this.#hostHeader = next.host;
    this.#moved = next.host !== this.#url.host || next.port !== this.#url.port;
    this.#url = next;
    return true;
  }

  /** `esp_http_client_add_auth`: does what a 401 asks for, where the firmware was built to. */
  addAuth(): void {
    const { log, options } = this.#machine;
    const asked = this.header('www-authenticate');
    if (asked === null) {
      log.warn(TAG, 'This request requires authentication, but does not provide header information for that');
    } else if (options.basicAuth === 'onRequest' && /^Basic/.test(asked)) {
      this.#basicAsked = true;
    } else {
      log.error(TAG, `This authentication method is not supported: ${asked}`);
    }
  }

  /** `esp_http_client_open` with nothing to send. */
  async open(method: 'GET' | 'HEAD' = 'GET', headers: readonly string[] = []): Promise<EspErr> {
    const { log } = this.#machine;
    if (this.#url.scheme !== 'https' && this.#url.scheme !== 'http') {
      log.error(TAG, 'No transport found');
      return 'ESP_ERR_HTTP_INVALID_TRANSPORT';
    }
    if (this.#moved) this.close();
    this.#moved = false;
    this.#transport ??= await connectTransport(this.#machine, this.#url);
    if (this.#transport === null) {
      log.error(TAG, 'Connection failed, sock < 0');
      return 'ESP_ERR_HTTP_CONNECT';
    }
    this.#response = new HttpResponse();
    this.#cached = Buffer.alloc(0);
    this.#unbounded = false;
    this.#headersRead = false;
    const requestLine = `${method} ${this.#url.target} HTTP/1.1`;
    // `http_client_prepare_first_line`: the line and its end must fit DEFAULT_HTTP_BUF_SIZE.
    if (requestLine.length + '\r\n'.length >= BUFFER_BYTES) {
      log.error(TAG, 'Out of buffer');
      return 'ESP_FAIL';
    }
    const lines = [
      requestLine,
      'User-Agent: ESP32 HTTP Client/1.0',
      `Host: ${this.#hostHeader}`,
      ...this.#authorization(),
      ...headers,
    ];
    this.#transport.write(`${lines.join('\r\n')}\r\n\r\n`);
    return 'ESP_OK';
  }

  /** `esp_http_client_fetch_headers`: the content length, 0 where none is given, or a negative number. */
  async fetchHeaders(): Promise<number> {
    while (!this.#response.started) {
      const read = await this.#receive(BUFFER_BYTES);
      if (read.length === TRANSPORT.timeout) {
        if (!since(this.#machine.options.idf, '5.0')) return ESP_ERR.ESP_FAIL;
        this.#machine.log.warn(TAG, 'Connection timed out before data was ready!');
        return -ESP_ERR.ESP_ERR_HTTP_EAGAIN;
      }
      if (read.length < 0) return ESP_ERR.ESP_FAIL;
      this.#cached = Buffer.concat([this.#cached, this.#response.push(read.bytes)]);
    }
    this.#headersRead = true;
    if (this.contentLength > 0) return this.contentLength;
    this.#unbounded = true;
    return 0;
  }

  /** `esp_http_client_read`: fills the buffer unless the body ends, the connection breaks or time runs out. */
  async read(size: number): Promise<HttpRead> {
    const parts = [this.#cached.subarray(0, size)];
    let count = parts[0]?.length ?? 0;
    this.#cached = this.#cached.subarray(count);
    while (count < size && this.#dataRemains()) {
      this.errno = ERRNO.none;
      const read = await this.#receive(Math.min(size - count, BUFFER_BYTES));
      if (read.length <= 0) {
        this.errno = read.errno;
        const failure = this.#afterFailedRead(read, count);
        return failure === null ? { result: count, bytes: Buffer.concat(parts) } : failure;
      }
      const body = this.#response.push(read.bytes);
      parts.push(body);
      count += body.length;
    }
    await this.#pace.take(count);
    return { result: count, bytes: Buffer.concat(parts) };
  }

  /** `esp_http_client_is_complete_data_received` */
  isComplete(): boolean {
    if (this.#unbounded) return this.#response.complete;
    return this.#response.bodyBytes === Math.max(0, this.contentLength);
  }

  /** `esp_http_client_close` */
  close(): void {
    this.#transport?.close();
    this.#transport = null;
  }

  #authorization(): readonly string[] {
    const { login } = this.#url;
    const sends = this.#machine.options.basicAuth === 'always' || this.#basicAsked;
    if (login === null || !sends) return [];
    return [`Authorization: Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`];
  }

  #dataRemains(): boolean {
    if (this.#unbounded) return !this.#response.complete;
    return this.#headersRead && this.#response.bodyBytes < this.contentLength;
  }

  /** What `esp_http_client_read` returns after a read of no bytes; null: what it has got so far. */
  #afterFailedRead(read: TransportRead, count: number): HttpRead | null {
    const { log, options } = this.#machine;
    const modern = since(options.idf, '5.0');
    const expected = read.length === TRANSPORT.closedByFin && this.#unbounded;
    if (expected) this.#response.end();
    if (read.errno !== ERRNO.none && !expected) {
      log.warn(TAG, `esp_transport_read returned:${read.length} and errno:${read.errno} `);
    }
    if (read.length === TRANSPORT.timeout) {
      // Before 5.0 a timeout is no event: the caller asks again, without end.
      return count > 0 || !modern ? null : failed(-ESP_ERR.ESP_ERR_HTTP_EAGAIN);
    }
    if (modern && read.length !== TRANSPORT.closedByFin) {
      log.error(
        TAG,
        `transport_read: error - ${read.length === TRANSPORT.failed ? '57347 | ESP_ERR_TCP_TRANSPORT_CONNECTION_FAILED' : '-1 | ESP_FAIL'}`,
      );
    }
    if (options.readErrors === 'errno') return null;
    return count === 0 && !this.isComplete() ? failed(ESP_ERR.ESP_FAIL) : null;
  }

  async #receive(maxBytes: number): Promise<TransportRead> {
    if (this.#transport === null)
      return { length: TRANSPORT.failed, bytes: Buffer.alloc(0), errno: ERRNO.none };
    return this.#transport.read(maxBytes);
  }
}

/** The Wi-Fi rate: waits once enough has been taken to be worth a timer. */
class Pace {
  readonly #machine: Machine;
  #owedMs = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async take(bytes: number): Promise<void> {
    const { wifiBytesPerSecond, timeScale } = this.#machine.options;
    if (wifiBytesPerSecond === null) return;
    this.#owedMs += (bytes * 1000) / wifiBytesPerSecond;
    if (this.#owedMs * timeScale < 4) return;
    const startMs = this.#machine.run.uptimeMs();
    await this.#machine.run.sleep(this.#owedMs);
    // A timer that comes late is made up for, up to a tenth of a second.
    this.#owedMs = Math.max(-100, this.#owedMs - (this.#machine.run.uptimeMs() - startMs));
  }
}

function failed(result: number): HttpRead {
  return { result, bytes: Buffer.alloc(0) };
}
