import { randomInt } from 'node:crypto';

import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock } from '../ports.ts';

/** Ports that no system lists for a service; a taken one is tried again with another. */
const FROM_PORT = 49_152;
const TO_PORT = 65_536;
/** Events of a connection that failed come soon after it. */
const LATE_MS = 2_000;

/** Where a connection of ours comes from. */
export interface LocalEnd {
  readonly address: string;
  readonly port: number;
}

/**
 * The connections that this program makes to its own server. What the server sees of them is no board's doing: they are
 * known by where they come from, which is chosen before the connection begins, so that no event of theirs is early.
 */
export class OwnConnections {
  readonly #clock: Clock;
  /** The address of the board that each stands for. */
  readonly #boards = new Map<string, string | null>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The local end of one connection from `address`, which stands for the board at `boardAddress`. */
  take(address: string, boardAddress: string | null): LocalEnd {
    let port = randomInt(FROM_PORT, TO_PORT);
    while (this.has(address, port)) port = randomInt(FROM_PORT, TO_PORT);
    this.#boards.set(keyOf(address, port), boardAddress);
    return { address, port };
  }

  /** For a connection that did not come about: the server may not know of it. */
  giveLater({ address, port }: LocalEnd): void {
    this.#clock.after(LATE_MS, () => this.#boards.delete(keyOf(address, port)));
  }

  /** Whether a peer of the server is this program itself. */
  has(peer: string, peerPort: number): boolean {
    return this.#boards.has(keyOf(peer, peerPort));
  }

  /** Whom to treat a peer as: the board that a connection of ours stands for, else itself. */
  standsFor(peer: string, peerPort: number): string {
    return this.#boards.get(keyOf(peer, peerPort)) ?? peer;
  }

  /** Whether an event is of such a connection; after its end the port is anybody's again. */
  owns({ kind, peer, peerPort }: ServerEvent): boolean {
    if (!this.has(peer, peerPort)) return false;
    if (kind === 'disconnected' || kind === 'connectionRefused') this.#boards.delete(keyOf(peer, peerPort));
    return true;
  }
}

function keyOf(address: string, port: number): string {
  return `${address} ${port}`;
}
