import { randomInt } from 'node:crypto';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock } from '../ports.ts';

/** Ports that no system lists for a service; a taken one is tried again with another. */
const FROM_PORT = 49_152;
const TO_PORT = 65_536;
/** Events of a connection that failed come soon after it. */
const LATE_MS = 2_000;

/**
 * The connections that this program makes to its own server. What the server sees of them is no board's doing: they are
 * known by the local port, which is chosen before the connection begins, so that no event of theirs is early.
 */
export class OwnConnections {
  readonly #clock: Clock;
  /** The address of the board that each stands for. */
  readonly #boards = new Map<number, string | null>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A port for one connection, which stands for the board at an address. */
  take(boardAddress: string | null): number {
    let port = randomInt(FROM_PORT, TO_PORT);
    while (this.#boards.has(port)) port = randomInt(FROM_PORT, TO_PORT);
    this.#boards.set(port, boardAddress);
    return port;
  }

  /** For a connection that did not come about: the server may not know of it. */
  giveLater(port: number): void {
    this.#clock.after(LATE_MS, () => this.#boards.delete(port));
  }

  /** True while a connection from this port is ours. */
  has(port: number): boolean {
    return this.#boards.has(port);
  }

  /** Whom to treat the peer as: the board that a connection of ours stands for, else itself. */
  standsFor(peer: string, peerPort: number): string {
    return this.#boards.get(peerPort) ?? peer;
  }

  /** Whether an event is of such a connection; after its end the port is anybody's again. */
  owns({ kind, peerPort }: ServerEvent): boolean {
    if (!this.#boards.has(peerPort)) return false;
    if (kind === 'disconnected' || kind === 'connectionRefused') this.#boards.delete(peerPort);
    return true;
  }
}
