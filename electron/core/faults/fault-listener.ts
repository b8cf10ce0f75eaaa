import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { SecureContext, TlsOptions } from 'node:tls';
import { createSecureContext, TLSSocket } from 'node:tls';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock, SocketBuffers } from '../ports.ts';
import { plainAddress } from '../server/connections.ts';
import { readTlsRefusal, refusalOf } from '../server/tls-refusal.ts';
import type { FaultConnection, FaultOffering } from './fault-exchange.ts';
import { FaultExchange } from './fault-exchange.ts';
import { RefusalTap } from './refusal-tap.ts';

export interface FaultListenerDeps {
  readonly clock: Clock;
  readonly socketBuffers: SocketBuffers | null;
  readonly onEvent: (event: ServerEvent) => void;
  /** Numbers for connections and requests, apart from the strict server's. */
  readonly nextId: () => number;
}

const PLAIN_ANSWER =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nBad request\n';

/** The server that misbehaves, for one push: a port of its own, whatever comes to it is this push's. */
export class FaultListener {
  readonly #deps: FaultListenerDeps;
  readonly #offering: FaultOffering;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #refused = new Set<FaultConnection>();

  /** `tls` null: plain HTTP where TLS is expected. */
  constructor(deps: FaultListenerDeps, offering: FaultOffering, tls: TlsOptions | null) {
    this.#deps = deps;
    this.#offering = offering;
    const secureContext = tls === null ? null : createSecureContext(tls);
    this.#server = createServer((socket) => {
      const connection = this.#accept(socket);
      if (connection === null) return;
      if (secureContext === null) this.#answerPlain(connection);
      else this.#handshake(connection, secureContext);
    });
    this.#server.on('error', () => undefined);
  }

  /** Answers the port; 0 takes a free one. @throws WorkbenchError server/address-in-use, server/listen-failed */
  async listen(port: number, bind: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => reject(listenError(error, port, bind));
      this.#server.once('error', failed);
      this.#server.listen({ port, host: bind }, () => {
        this.#server.off('error', failed);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends everything at once. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** With a TLS stream of its own, and not with Node's TLS server: what lies below is looked into. */
  #handshake(connection: FaultConnection, secureContext: SecureContext): void {
    const tap = new RefusalTap(connection.socket);
    const stream = new TLSSocket(tap, { isServer: true, secureContext });
    stream.once('secure', () => this.#establish(connection, stream));
    stream.on('error', (error) => {
      const refusal = tap.alert === null ? readTlsRefusal(error) : refusalOf(tap.alert);
      if (connection.tls === null) this.#refuse(connection, refusal);
      stream.destroy();
    });
  }

  /** Null where the connection was gone before it was looked at. */
  #accept(socket: Socket): FaultConnection | null {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return null;
    }
    const { clock, nextId, onEvent } = this.#deps;
    const connection: FaultConnection = {
      id: nextId(),
      peer: plainAddress(remoteAddress),
      peerPort: remotePort,
      openedAtMs: clock.nowMs(),
      socket,
      tls: null,
    };
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    onEvent({ kind: 'connected', ...about(connection, clock) });
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (connection.tls === null) this.#refuse(connection, { alert: null, code: 'tls/closed' });
      onEvent({ kind: 'disconnected', ...about(connection, clock) });
    });
    return connection;
  }

  #establish(connection: FaultConnection, stream: TLSSocket): void {
    const { clock, onEvent } = this.#deps;
    const version = stream.getProtocol() ?? '';
    const cipher = stream.getCipher().name;
    connection.tls = { version, cipher };
    const handshakeMs = clock.nowMs() - connection.openedAtMs;
    onEvent({ kind: 'tlsEstablished', ...about(connection, clock), version, cipher, handshakeMs });
    new FaultExchange(this.#deps, this.#offering, connection, stream).start();
  }

  #refuse(
    connection: FaultConnection,
    refusal: Pick<Extract<ServerEvent, { kind: 'tlsRefused' }>, 'alert' | 'code'>,
  ): void {
    if (this.#refused.has(connection)) return;
    this.#refused.add(connection);
    this.#deps.onEvent({ kind: 'tlsRefused', ...about(connection, this.#deps.clock), ...refusal });
  }

  /** A web server without TLS takes a ClientHello for a bad request. */
  #answerPlain(connection: FaultConnection): void {
    connection.socket.once('data', () => {
      this.#refuse(connection, { alert: null, code: 'tls/refused' });
      connection.socket.end(PLAIN_ANSWER);
    });
  }
}

function about({ id, peer, peerPort }: FaultConnection, clock: Clock) {
  return { connectionId: id, peer, peerPort, atMs: clock.nowMs() };
}

function listenError(error: NodeJS.ErrnoException, port: number, address: string): WorkbenchError {
  if (error.code === 'EADDRINUSE') return new WorkbenchError('server/address-in-use', { port, address });
  const detail = messageOf(error);
  return new WorkbenchError('server/listen-failed', { address, port, detail }, { cause: error });
}
