import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import { ownAddresses } from '../net/own-addresses.ts';
import type { Clock, SocketBuffers } from '../ports.ts';
import { answer } from './answer.ts';
import type { Catalogue } from './catalogue.ts';
import type { Connection } from './connections.ts';
import { Connections, plainAddress } from './connections.ts';
import type { DownloadProgress } from './exchange.ts';
import { Exchange } from './exchange.ts';
import type { ListenAddress } from './listen.ts';
import { listen } from './listen.ts';
import { refuseMalformed, statusOf } from './malformed-request.ts';
import { limitSend, meterFor } from './meter.ts';
import { Pace } from './pace.ts';
import type { ServerLimits } from './server-limits.ts';
import type { TlsCredentials } from './tls-options.ts';
import { sameCredentials, tlsOptions } from './tls-options.ts';

export interface RunningServerDeps {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly version: string;
  readonly limits: ServerLimits;
  readonly socketBuffers: SocketBuffers | null;
  readonly onEvent: (event: ServerEvent) => void;
  readonly credentialsFor?: ((peer: string) => TlsCredentials | null) | undefined;
  readonly recordBytes?: (() => number | null) | undefined;
}

/** How often Node looks for clients whose headers or next request are overdue. */
const CHECK_MS = 1_000;
/** Of a request's line and headers together. A board sends about 200 bytes. */
const MAX_HEADER_BYTES = 8 * 1024;

/** One listening HTTPS server, from its start to its end. It has no way to a file. */
export class RunningServer {
  readonly #deps: RunningServerDeps;
  readonly #server: Server;
  readonly #connections: Connections;
  readonly #exchanges = new Set<Exchange>();
  readonly #sinceMs: number;
  /** What a peer is shown that nothing else is chosen for. */
  #usual: TlsCredentials;
  /** What the next handshake shows. */
  #shown: TlsCredentials;
  #port = 0;
  #nextRequestId = 1;
  #stopping = false;
  /** Called after each exchange. */
  #whenIdle: () => void = () => undefined;

  constructor(deps: RunningServerDeps, credentials: TlsCredentials) {
    this.#deps = deps;
    this.#sinceMs = deps.clock.nowMs();
    this.#usual = credentials;
    this.#shown = credentials;
    const { limits } = deps;
    const handle = (request: IncomingMessage, response: ServerResponse) => this.#handle(request, response);
    this.#server = createServer(
      {
        ...tlsOptions(credentials),
        handshakeTimeout: limits.handshakeMs,
        headersTimeout: limits.headersMs,
        requestTimeout: limits.headersMs,
        keepAliveTimeout: limits.idleMs,
        connectionsCheckingInterval: Math.min(CHECK_MS, limits.headersMs),
        maxHeaderSize: MAX_HEADER_BYTES,
      },
      handle,
    );
    this.#connections = new Connections(deps);
    this.#connections.attach(this.#server);
    // Node takes the certificate when a connection is accepted, in a listener of its own behind this one.
    this.#server.prependListener('connection', (socket: Socket) => this.#chooseFor(socket));
    // An interim 100 is never sent: not every release of ESP-IDF reads past one.
    this.#server.on('checkContinue', handle);
    this.#server.on('connect', (_request, socket: Duplex) => this.#refuse(socket, 405));
    this.#server.on('clientError', (error, socket) => this.#onClientError(error, socket));
  }

  /** Answers the port. @throws WorkbenchError as `listen` does */
  async listen(address: ListenAddress): Promise<number> {
    const own = () => ownAddresses().map((each) => each.address);
    this.#port = await listen(this.#server, address, own);
    // Accepting may fail while the system is out of descriptors. The client then sees a closed connection and the
    // server goes on.
    this.#server.on('error', () => undefined);
    return this.#port;
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  get connections(): number {
    return this.#connections.count;
  }

  get downloads(): number {
    return [...this.#exchanges].filter((exchange) => exchange.isDownload).length;
  }

  /** Handshakes from now on show this certificate; running downloads go on. */
  setCredentials(credentials: TlsCredentials): void {
    this.#usual = credentials;
    this.#show(credentials);
  }

  /** Refuses new downloads, lets the running ones end within `drainMs`, then cuts. Answers what was cut. */
  async stop(drainMs: number): Promise<readonly DownloadProgress[]> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#connections.destroy((connection) => this.#isBusy(connection));
    await this.#drained(drainMs);
    const cut = [...this.#exchanges].filter((exchange) => exchange.isDownload);
    const report = cut.map((exchange) => exchange.progress());
    this.#connections.destroy();
    await closed;
    return report;
  }

  #drained(drainMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#deps.clock.after(drainMs, resolve);
      const whenIdle = (): void => {
        if (this.#exchanges.size > 0) return;
        cancel();
        resolve();
      };
      this.#whenIdle = whenIdle;
      whenIdle();
    });
  }

  #isBusy(connection: Connection): boolean {
    return [...this.#exchanges].some((exchange) => exchange.connection === connection);
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connectionOf(request.socket);
    if (connection === null) {
      request.socket.destroy();
      return;
    }
    const { clock, catalogue, limits, socketBuffers, onEvent } = this.#deps;
    const reply = answer(
      {
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers,
        peer: connection.peer,
      },
      { catalogue, health: () => this.#health() },
    );
    const exchange = new Exchange(request, response, connection, reply, {
      clock,
      // A few words need no proof of delivery, which a peer may delay.
      meter: meterFor(
        connection.socket,
        reply.body.length,
        reply.file === null ? null : socketBuffers,
        connection.recordBytes,
      ),
      pace: new Pace((bytes) => limitSend(connection.socket, bytes, socketBuffers)),
      stallMs: limits.stallMs,
      requestId: this.#nextRequestId++,
      onEvent,
      onEnded: (ended) => {
        this.#exchanges.delete(exchange);
        onEvent(ended);
        this.#whenIdle();
      },
    });
    this.#exchanges.add(exchange);
    exchange.run();
  }

  #chooseFor({ remoteAddress = '' }: Socket): void {
    this.#show(this.#deps.credentialsFor?.(plainAddress(remoteAddress)) ?? this.#usual);
  }

  #show(credentials: TlsCredentials): void {
    if (sameCredentials(credentials, this.#shown)) return;
    this.#server.setSecureContext(tlsOptions(credentials));
    this.#shown = credentials;
  }

  #health() {
    return {
      status: this.#stopping ? ('stopping' as const) : ('ok' as const),
      version: this.#deps.version,
      uptimeSeconds: Math.floor((this.#deps.clock.nowMs() - this.#sinceMs) / 1_000),
      port: this.#port,
    };
  }

  #onClientError(error: unknown, socket: Duplex): void {
    const connection = this.#connectionOf(socket);
    // Handshakes that fail come here too; their connection tells of them.
    if (connection === null) return;
    const status = statusOf(error);
    if (status === null || this.#isBusy(connection)) socket.destroy();
    else this.#refuse(socket, status);
  }

  #refuse(socket: Duplex, status: number): void {
    const connection = this.#connectionOf(socket);
    if (connection === null) socket.destroy();
    else refuseMalformed(socket, connection, status, { ...this.#deps, requestId: this.#nextRequestId++ });
  }

  #connectionOf(socket: Duplex): Connection | null {
    return socket instanceof TLSSocket ? this.#connections.of(socket) : null;
  }
}
