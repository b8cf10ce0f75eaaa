import type { Socket } from 'node:net';

import { WorkbenchError } from '../../../../shared/errors.ts';
import type { Clock, ModemLines, SerialLink, SerialListener } from '../../../core/ports.ts';

/** A server that takes no bytes for this long takes none. */
const WRITE_DEADLINE_MS = 5_000;
const CLOSE_DEADLINE_MS = 1_000;

export interface SocketLinkDeps {
  readonly path: string;
  readonly clock: Clock;
  /** Connected. */
  readonly socket: Socket;
  readonly listener: SerialListener;
}

/** A port behind a TCP connection that carries its bytes and nothing else: no lines, and no rate of ours. */
export class SocketLink implements SerialLink {
  readonly #deps: SocketLinkDeps;
  #ended = false;

  constructor(deps: SocketLinkDeps) {
    this.#deps = deps;
    const { socket } = deps;
    socket.on('data', (bytes: Buffer) => {
      if (!this.#ended) this.received(bytes);
    });
    socket.on('close', () => this.lost());
  }

  get hasModemLines(): boolean {
    return false;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.send(bytes);
  }

  setLines(_lines: ModemLines): Promise<void> {
    return Promise.reject(new WorkbenchError('serial/no-modem-lines', { path: this.#deps.path }));
  }

  /** The server's own rate holds. */
  setBaudRate(_baudRate: number): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const { socket, clock } = this.#deps;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(CLOSE_DEADLINE_MS, resolve);
      socket.end(() => {
        cancel();
        resolve();
      });
    });
    socket.destroy();
  }

  protected get isEnded(): boolean {
    return this.#ended;
  }

  protected received(bytes: Uint8Array): void {
    this.#deps.listener.onBytes(bytes);
  }

  /** Ends it from our side of a connection that is dead. */
  protected lost(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#deps.socket.destroy();
    this.#deps.listener.onClosed();
  }

  /** Bytes as they go over the wire. @throws WorkbenchError serial/port-gone, serial/write-failed */
  protected send(bytes: Uint8Array): Promise<void> {
    const { socket, clock, path } = this.#deps;
    if (this.#ended) return Promise.reject(this.gone());
    return new Promise((resolve, reject) => {
      const cancel = clock.after(WRITE_DEADLINE_MS, () =>
        reject(new WorkbenchError('serial/write-failed', { path, seconds: WRITE_DEADLINE_MS / 1000 })),
      );
      socket.write(bytes, (error) => {
        cancel();
        if (error) reject(this.gone());
        else resolve();
      });
    });
  }

  protected gone(): WorkbenchError {
    return new WorkbenchError('serial/port-gone', { path: this.#deps.path });
  }
}
