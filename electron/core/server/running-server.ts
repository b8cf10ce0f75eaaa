import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import { ownAddresses } from '../net/own-addresses.ts';
import type { Clock, SocketBuffers } from '../ports.ts';
import { Admission } from './admission.ts';
import type { Answer } from './answer.ts';
import { answer } from './answer.ts';
import type { Catalogue } from './catalogue.ts';
import type { Connection } from './connections.ts';
import { Connections } from './connections.ts';
import type { DownloadProgress } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { Exchanges } from './exchanges.ts';
import type { ListenAddress } from './listen.ts';
import { listen } from './listen.ts';
import type { Listeners } from './listeners.ts';
import { makeListeners } from './listeners.ts';
import { MalformedRequests } from './malformed-request.ts';
import { limitSend, meterFor } from './meter.ts';
import { Pace } from './pace.ts';
import type { ServerLimits } from './server-limits.ts';
import type { CredentialsFor } from './shown-certificate.ts';
import { ShownCertificate } from './shown-certificate.ts';
import type { TlsCredentials } from './tls-options.ts';

/** Whom a server serves; asked anew for each connection and request. */
export interface ServingRules {
  /** Whether a name in a Host header, in lower case and without a port, is this server's. */
  readonly isOurs: (name: string) => boolean;
  /** Addresses and networks that may connect; empty: all. */
  readonly allowed: () => readonly string[];
  /** Whether anyone is to be served now. */
  readonly isServing: () => boolean;
  /** Whether a peer is this program itself, which tries its own server at any time. */
  readonly isSelf?: ((peer: string, peerPort: number) => boolean) | undefined;
}

export interface RunningServerDeps {
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly version: string;
  readonly limits: ServerLimits;
  readonly rules: ServingRules;
  /** How many files and sockets this program may have open; null where that is not known. */
  readonly descriptorLimit: number | null;
  readonly socketBuffers: SocketBuffers | null;
  readonly onEvent: (event: ServerEvent) => void;
  readonly onCrowd?: ((isCrowd: boolean) => void) | undefined;
  readonly credentialsFor?: CredentialsFor | undefined;
  readonly recordBytes?: (() => number | null) | undefined;
}

/** One listening firmware server, over TLS and where asked for over plain HTTP besides. It has no way to a file. */
export class RunningServer {
  readonly #deps: RunningServerDeps;
  readonly #listeners: Listeners;
  readonly #certificate: ShownCertificate;
  readonly #connections: Connections;
  readonly #exchanges: Exchanges;
  readonly #malformed: MalformedRequests;
  readonly #sinceMs: number;
  #port = 0;
  #nextRequestId = 1;
  #stopping = false;

  constructor(deps: RunningServerDeps, credentials: TlsCredentials) {
    this.#deps = deps;
    this.#sinceMs = deps.clock.nowMs();
    this.#exchanges = new Exchanges(deps.onCrowd);
    this.#listeners = makeListeners(deps.limits, credentials, {
      onRequest: (request, response) => this.#handle(request, response),
      onConnect: (socket) => this.#refuse(socket, 405),
      onClientError: (error, socket) => this.#onClientError(error, socket),
    });
    const { secure, plain } = this.#listeners;
    this.#certificate = new ShownCertificate(secure, credentials, deps.credentialsFor);
    this.#malformed = new MalformedRequests({
      ...deps,
      nextRequestId: () => this.#nextRequestId++,
      isBusy: (connection) => this.#exchanges.isBusy(connection),
    });
    const admission = new Admission({ ...deps, ...deps.rules });
    this.#connections = new Connections({ ...deps, admission, isSelf: deps.rules.isSelf });
    this.#connections.attach(secure);
    this.#connections.attachPlain(plain);
  }

  /** Answers the ports; the plain one is null where none was asked for. @throws WorkbenchError as `listen` does */
  async listen(
    address: ListenAddress,
    plainPort: number | null,
  ): Promise<{ readonly port: number; readonly plainPort: number | null }> {
    const own = () => ownAddresses().map((each) => each.address);
    const { secure, plain } = this.#listeners;
    this.#port = await listen(secure, address, own);
    try {
      const bound = plainPort === null ? null : await listen(plain, { ...address, port: plainPort }, own);
      // The client whose connection could not be accepted sees it closed; the server goes on.
      for (const server of [secure, plain]) server.on('error', () => this.#connections.missed());
      return { port: this.#port, plainPort: bound };
    } catch (thrown) {
      secure.close();
      throw thrown;
    }
  }

  /** Takes a connection that came in elsewhere as one of its own. */
  adopt(socket: Socket): void {
    this.#listeners.secure.emit('connection', socket);
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  get connections(): number {
    return this.#connections.count;
  }

  /** The images that are being sent. */
  get downloads(): readonly DownloadProgress[] {
    return this.#exchanges.downloads;
  }

  /** Handshakes from now on show this certificate; running downloads go on. */
  setCredentials(credentials: TlsCredentials): void {
    this.#certificate.change(credentials);
  }

  /** Refuses new downloads, lets the running ones end within `drainMs`, then cuts. Answers what was cut. */
  async stop(drainMs: number): Promise<readonly DownloadProgress[]> {
    this.#stopping = true;
    const closed = this.#listeners.close();
    this.#connections.destroy((connection) => this.#exchanges.isBusy(connection));
    await this.#exchanges.drained(this.#deps.clock, drainMs);
    const cut = this.downloads;
    this.#connections.destroy();
    await closed;
    return cut;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connections.of(request.socket);
    if (connection === null) {
      request.socket.destroy();
      return;
    }
    if (hasTwoHosts(request)) {
      // Whichever of them another program heeds, we might heed the other.
      this.#refuse(request.socket, 400);
      return;
    }
    const reply = this.#answer(request, connection);
    if (reply.status < 300) reply.file?.grant.take(connection.peer);
    const { clock, limits, socketBuffers, onEvent } = this.#deps;
    // A few words need no proof of delivery, which a peer may delay.
    const buffers = reply.file === null ? null : socketBuffers;
    const meter = meterFor(connection.socket, reply.body.length, buffers, connection.recordBytes);
    const exchange = new Exchange(request, response, connection, reply, {
      clock,
      meter,
      pace: new Pace((bytes) => limitSend(connection.socket, bytes, socketBuffers), meter.peerWindowBytes),
      stallMs: limits.stallMs,
      lowestRate: { bytesPerSecond: limits.lowestBytesPerSecond, overMs: limits.lowestRateMs },
      requestId: this.#nextRequestId++,
      onEvent,
      onEnded: (ended) => {
        this.#exchanges.delete(exchange);
        if (reply.completes && ended.outcome === 'complete') reply.file?.grant.spend();
        onEvent(ended);
        this.#malformed.freed(connection);
      },
    });
    this.#exchanges.add(exchange);
    exchange.run();
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, connection: Connection): Answer {
    const { peer, secure } = connection;
    const { catalogue, rules, limits } = this.#deps;
    return answer(
      { method, target: url, headers, peer, secure },
      {
        catalogue,
        isOurs: rules.isOurs,
        isBusy: () => this.#exchanges.areFull(limits.downloads, connection),
        health: () => this.#health(),
      },
    );
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
    const connection = this.#connections.of(socket);
    // Handshakes that fail come here too; their connection tells of them.
    if (connection !== null) this.#malformed.onError(error, socket, connection);
  }

  #refuse(socket: Duplex, status: number): void {
    const connection = this.#connections.of(socket);
    if (connection === null) socket.destroy();
    else this.#malformed.refuse(socket, connection, status);
  }
}

function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length > 1;
}
