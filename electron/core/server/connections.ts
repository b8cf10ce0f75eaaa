import type { Server as PlainServer } from 'node:http';
import type { Server } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock, SocketBuffers } from '../ports.ts';
import type { Admission } from './admission.ts';
import { descriptorOf, FULL_RECORD_BYTES, limitSend } from './meter.ts';
import { NARROW_BYTES } from './pace.ts';
import type { TlsRefusal } from './tls-refusal.ts';
import { readTlsRefusal } from './tls-refusal.ts';

/** One accepted TCP connection. */
export interface Connection {
  readonly id: number;
  /** The other side's address, IPv4 where it is one. */
  readonly peer: string;
  readonly peerPort: number;
  readonly openedAtMs: number;
  /** The socket below TLS. */
  readonly socket: Socket;
  /** False on the plain port. */
  readonly secure: boolean;
  /** Set when the handshake is done. */
  tls: { readonly version: string; readonly cipher: string } | null;
  /** The most that a record of ours carries. */
  recordBytes: number;
  readonly watchers: Set<ConnectionWatcher>;
}

/** Is told how a connection ends. */
export interface ConnectionWatcher {
  /** The peer says that it sends nothing more; what it acknowledged can still be read. */
  look(): void;
  /** The TCP connection is gone. */
  close(): void;
}

export interface ConnectionsDeps {
  readonly clock: Clock;
  readonly admission: Admission;
  readonly isSelf?: ((peer: string, peerPort: number) => boolean) | undefined;
  readonly onEvent: (event: ServerEvent) => void;
  readonly socketBuffers: SocketBuffers | null;
  readonly recordBytes?: (() => number | null) | undefined;
}

/** Follows every connection of a server from TCP to its end, and tells what became of its handshake. */
export class Connections {
  readonly #deps: ConnectionsDeps;
  readonly #open = new Map<Socket, Connection>();
  readonly #byTlsSocket = new WeakMap<TLSSocket, Connection>();
  readonly #refused = new WeakSet<Connection>();
  #nextId = 1;

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
  }

  /** Follows the connections of a server without TLS. */
  attachPlain(server: PlainServer): void {
    server.on('connection', (socket: Socket) => {
      if (this.#accept(socket, false) !== null) readThroughStream(socket);
    });
  }

  attach(server: Server): void {
    server.on('connection', (socket: Socket) => this.#accept(socket, true));
    server.on('secureConnection', (tlsSocket) => this.#establish(tlsSocket));
    server.on('tlsClientError', (error, tlsSocket) => {
      const connection = this.#find(tlsSocket);
      if (connection !== undefined) this.#refuse(connection, readTlsRefusal(error));
      tlsSocket.destroy();
    });
  }

  /** The connection of a socket over which requests come: one whose handshake is done, or a plain one. */
  of(socket: Duplex): Connection | null {
    if (socket instanceof TLSSocket) return this.#byTlsSocket.get(socket) ?? null;
    const plain = socket instanceof Socket ? this.#open.get(socket) : undefined;
    return plain === undefined || plain.secure ? null : plain;
  }

  /** The system took a connection away before it was ours: this program has too many files open. */
  missed(): void {
    const atMs = this.#deps.clock.nowMs();
    const unknown = { connectionId: this.#nextId++, peer: '', peerPort: 0, atMs };
    this.#deps.onEvent({ kind: 'connectionRefused', ...unknown, reason: 'outOfDescriptors' });
  }

  get count(): number {
    return this.#open.size;
  }

  /** Ends connections at once: all, or those that `isBusy` does not keep. */
  destroy(isBusy: (connection: Connection) => boolean = () => false): void {
    for (const connection of this.#open.values()) {
      if (!isBusy(connection)) connection.socket.destroy();
    }
  }

  #accept(socket: Socket, secure: boolean): Connection | null {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy();
      return null;
    }
    const { clock, onEvent, socketBuffers, admission, isSelf } = this.#deps;
    const peer = plainAddress(remoteAddress);
    const connection: Connection = {
      id: this.#nextId++,
      peer,
      peerPort: remotePort,
      openedAtMs: clock.nowMs(),
      socket,
      secure,
      tls: null,
      recordBytes: FULL_RECORD_BYTES,
      watchers: new Set(),
    };
    const self = isSelf?.(peer, remotePort) ?? false;
    const reason = self ? null : admission.refusal(peer, descriptorOf(socket));
    if (reason !== null) {
      socket.destroy();
      onEvent({ kind: 'connectionRefused', ...this.#about(connection), reason });
      return null;
    }
    const leave = admission.enter(peer);
    this.#open.set(socket, connection);
    onEvent({ kind: 'connected', ...this.#about(connection) });
    socket.once('close', () => {
      leave();
      this.#open.delete(socket);
      if (secure && connection.tls === null) this.#refuse(connection, { alert: null, code: 'tls/closed' });
      for (const watcher of connection.watchers) watcher.close();
      onEvent({ kind: 'disconnected', ...this.#about(connection) });
    });
    if (!secure) this.#watchEnd(socket, connection);
    limitSend(socket, NARROW_BYTES, socketBuffers);
    return connection;
  }

  #establish(tlsSocket: TLSSocket): void {
    const connection = this.#find(tlsSocket);
    if (connection === undefined) {
      tlsSocket.destroy();
      return;
    }
    readThroughStream(tlsSocket);
    this.#byTlsSocket.set(tlsSocket, connection);
    this.#watchEnd(tlsSocket, connection);
    const version = tlsSocket.getProtocol() ?? '';
    const cipher = tlsSocket.getCipher().name;
    connection.tls = { version, cipher };
    this.#limitRecords(connection, tlsSocket);
    const { atMs, ...about } = this.#about(connection);
    const handshakeMs = atMs - connection.openedAtMs;
    this.#deps.onEvent({ kind: 'tlsEstablished', ...about, atMs, version, cipher, handshakeMs });
  }

  /** Only now: mbedTLS before 3.6.3 cannot join a message of the handshake that is split over records. */
  #limitRecords(connection: Connection, tlsSocket: TLSSocket): void {
    const recordBytes = this.#deps.recordBytes?.() ?? null;
    if (recordBytes !== null && tlsSocket.setMaxSendFragment(recordBytes))
      connection.recordBytes = recordBytes;
  }

  /** Before Node's HTTP server hears of it, which takes the connection away where a reply is on its way. */
  #watchEnd(socket: Socket, { watchers }: Connection): void {
    socket.prependOnceListener('end', () => {
      for (const watcher of watchers) watcher.look();
    });
  }

  #refuse(connection: Connection, refusal: TlsRefusal): void {
    if (this.#refused.has(connection)) return;
    this.#refused.add(connection);
    this.#deps.onEvent({ kind: 'tlsRefused', ...this.#about(connection), ...refusal });
  }

  #find(tlsSocket: TLSSocket): Connection | undefined {
    return this.#open.get(socketBelow(tlsSocket));
  }

  #about({ id, peer, peerPort }: Connection) {
    return { connectionId: id, peer, peerPort, atMs: this.#deps.clock.nowMs() };
  }
}

/**
 * Has Node's HTTP parser fed by the stream instead of by the handle below it, which does not heed a pause: with more
 * requests in one write than their replies find room for, the parser would be fed while it is paused, and the
 * connection would end with HPE_PAUSED.
 */
function readThroughStream(socket: Socket): void {
  socket.on('data', () => undefined);
}

/**
 * Node keeps it as `_parent`. Addresses do not tell: a board that refuses sends its alert and resets the connection,
 * and a socket that was reset has no address any more.
 */
function socketBelow(tlsSocket: TLSSocket): Socket {
  const below: unknown = Reflect.get(tlsSocket, '_parent');
  return below instanceof Socket ? below : tlsSocket;
}

/** A server that listens on IPv6 sees IPv4 peers as `::ffff:192.168.1.7`. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
