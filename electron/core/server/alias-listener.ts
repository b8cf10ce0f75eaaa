import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';

import { listen } from './listen.ts';

/** A second port of the firmware server: what connects there is handed to it, and counts as its own. */
export class AliasListener {
  readonly #adopt: (socket: Socket) => boolean;
  #server: Server | null = null;
  #port: number | null = null;

  /** `adopt`: false where the firmware server does not run; the connection is closed then. */
  constructor(adopt: (socket: Socket) => boolean) {
    this.#adopt = adopt;
  }

  /** Where it listens; null while it does not. */
  get port(): number | null {
    return this.#port;
  }

  /** @throws WorkbenchError server/address-in-use, server/address-not-ours, server/permission-denied, server/listen-failed */
  async start(port: number, bind: string, ownAddresses: () => readonly string[]): Promise<number> {
    await this.stop();
    const server = createServer({ noDelay: true }, (socket) => {
      if (!this.#adopt(socket)) socket.destroy();
    });
    const bound = await listen(server, { port, bind }, ownAddresses);
    // A connection that cannot be accepted is closed by the system; the next one is tried again.
    server.on('error', () => undefined);
    this.#server = server;
    this.#port = bound;
    return bound;
  }

  /** Takes no more connections; those that came stay with the firmware server. */
  stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#port = null;
    if (server === null) return Promise.resolve();
    // Adopted connections still count for this server's `close`; nobody waits for them here.
    return new Promise((resolve) => {
      server.close();
      setImmediate(resolve);
    });
  }
}
