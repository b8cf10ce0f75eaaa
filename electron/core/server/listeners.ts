import type { IncomingMessage, Server as PlainServer, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';

import type { ServerLimits } from './server-limits.ts';
import type { TlsCredentials } from './tls-options.ts';
import { tlsOptions } from './tls-options.ts';

export interface ListenerHandlers {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Somebody asks for a tunnel. */
  readonly onConnect: (socket: Duplex) => void;
  readonly onClientError: (error: unknown, socket: Duplex) => void;
}

/** Node's two servers under one firmware server; the plain one listens only where that is asked for. */
export interface Listeners {
  readonly secure: Server;
  readonly plain: PlainServer;
  /** Takes no more connections; resolves when the last one is gone. */
  close(): Promise<void>;
}

/** How often Node looks for clients whose headers or next request are overdue. */
const CHECK_MS = 1_000;

/**
 * Takes no more connections. Node's HTTP servers would besides destroy those whose reply has no more to be written to
 * it, though it may be on its way: only when all are gone do they tidy up.
 */
async function closed(server: Server | PlainServer): Promise<void> {
  await new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  server.close();
}

/** Makes both, with the same limits and the same ears. Neither listens yet. */
export function makeListeners(
  limits: ServerLimits,
  credentials: TlsCredentials,
  { onRequest, onConnect, onClientError }: ListenerHandlers,
): Listeners {
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, limits.headersMs),
    maxHeaderSize: limits.headerBytes,
  };
  const tls = { ...tlsOptions(credentials), handshakeTimeout: limits.handshakeMs };
  const secure = createServer({ ...options, ...tls }, onRequest);
  const plain = createPlainServer(options, onRequest);
  for (const server of [secure, plain]) {
    // An interim 100 is never sent: not every release of ESP-IDF reads past one.
    server.on('checkContinue', onRequest);
    server.on('checkExpectation', onRequest);
    server.on('connect', (_request, socket: Duplex) => onConnect(socket));
    server.on('clientError', onClientError);
  }
  return {
    secure,
    plain,
    close: async () => {
      await Promise.all([closed(secure), closed(plain)]);
    },
  };
}
