import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

import type { Reply } from '../../shared/contract/transport.ts';
import type { Settings } from '../../shared/contract/values.ts';
import { WIRE_PROTOCOL } from '../../shared/contract/wire.ts';
import { messageOf, WorkbenchError } from '../../shared/errors.ts';
import type { Core } from '../core/core.ts';
import { PageFiles } from '../core/page/page-files.ts';
import { connectPage } from './bridge.ts';
import { makeToken, mayConnect } from './guard.ts';
import { createPageHandler } from './page-server.ts';

/** An image of 16 MiB and what stands around it. */
const MAX_FRAME_BYTES = 17 * 1024 * 1024;
const LOOPBACK = '127.0.0.1';
const GOING_AWAY = 1001;
/** A page that is suspended does not answer the close. */
const GOODBYE_MS = 300;

export interface StationOptions {
  /** The built page. */
  readonly pageDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Answers at `/metrics` whatever the settings say. */
  readonly metrics?: boolean;
}

export interface Station {
  /** With the token in its fragment, which never reaches a request line or a log. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The headless shell: the page and its WebSocket on the loopback address.
 * @throws WorkbenchError server/address-in-use, server/permission-denied, server/listen-failed
 */
export async function startStation(
  core: Pick<Core, 'dispatch' | 'onPush' | 'states'>,
  options: StationOptions,
): Promise<Station> {
  const token = makeToken();
  const server = createServer();
  const port = (): number => (server.address() as AddressInfo | null)?.port ?? 0;
  server.on(
    'request',
    createPageHandler(new PageFiles(options.pageDir), port, () => readMetrics(core, options)),
  );

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: () => WIRE_PROTOCOL,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    if (mayConnect(request, port(), token)) {
      sockets.handleUpgrade(request, socket, head, (page) => connectPage(page, core));
    } else {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    }
  });

  await listen(server, options.port);
  return {
    url: `http://${LOOPBACK}:${port()}/#token=${token}`,
    close: async () => {
      await Promise.all([...sockets.clients].map(sayGoodbye));
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** What is counted, where that is wanted: by the option, or by the settings as they stand. */
async function readMetrics(
  core: Pick<Core, 'dispatch' | 'states'>,
  { metrics = false }: StationOptions,
): Promise<string | null> {
  const settings = core.states().find(({ name }) => name === 'settings')?.value as Settings | undefined;
  if (!metrics && settings?.metrics.enabled !== true) return null;
  const reply = (await core.dispatch('metrics.read', {})) as Reply<{ readonly text: string }>;
  return reply.ok ? reply.value.text : null;
}

function sayGoodbye(page: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => page.terminate(), GOODBYE_MS);
    page.once('close', () => {
      clearTimeout(giveUp);
      resolve();
    });
    page.close(GOING_AWAY);
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(cause, port)));
    server.listen(port, LOOPBACK, () => resolve());
  });
}

function listenError(cause: NodeJS.ErrnoException, port: number): WorkbenchError {
  const params = { address: LOOPBACK, port };
  if (cause.code === 'EADDRINUSE') return new WorkbenchError('server/address-in-use', params, { cause });
  if (cause.code === 'EACCES') return new WorkbenchError('server/permission-denied', params, { cause });
  return new WorkbenchError('server/listen-failed', { ...params, detail: messageOf(cause) }, { cause });
}
