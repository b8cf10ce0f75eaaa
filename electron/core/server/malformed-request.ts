import type { Duplex } from 'node:stream';

import type { RequestEnded, ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock } from '../ports.ts';
import type { Connection } from './connections.ts';

const REPLIES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Who does not take these few words in this time does not get them: Node watches over the connection no more. */
const LINGER_MS = 2_000;

export interface MalformedDeps {
  readonly clock: Clock;
  readonly nextRequestId: () => number;
  readonly onEvent: (event: ServerEvent) => void;
  /** Whether replies to earlier requests are still on their way. */
  readonly isBusy: (connection: Connection) => boolean;
}

/** Answers bytes that are no request, after the replies that are due before, once for each connection. */
export class MalformedRequests {
  readonly #deps: MalformedDeps;
  readonly #refused = new WeakSet<Duplex>();
  readonly #waiting = new Map<Connection, { readonly socket: Duplex; readonly status: number }>();

  constructor(deps: MalformedDeps) {
    this.#deps = deps;
  }

  /** What Node's HTTP server could not read, or a connection that failed. */
  onError(error: unknown, socket: Duplex, connection: Connection): void {
    const status = statusOf(error);
    if (status === null) socket.destroy();
    else this.refuse(socket, connection, status);
  }

  refuse(socket: Duplex, connection: Connection, status: number): void {
    // More of the same may come while the reply is on its way.
    if (this.#refused.has(socket)) return;
    this.#refused.add(socket);
    if (!this.#deps.isBusy(connection)) {
      refuseNow(socket, connection, status, this.#deps);
      return;
    }
    this.#waiting.set(connection, { socket, status });
    socket.once('close', () => this.#waiting.delete(connection));
  }

  /** An earlier reply has ended. */
  freed(connection: Connection): void {
    const next = this.#waiting.get(connection);
    if (next === undefined || this.#deps.isBusy(connection)) return;
    this.#waiting.delete(connection);
    refuseNow(next.socket, connection, next.status, this.#deps);
  }
}

/** The status for what Node's HTTP parser threw, or null where the connection itself failed. */
export function statusOf(error: unknown): number | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code.startsWith('HPE_') ? 400 : null;
}

/** Answers, ends the connection, and tells of it as of a request without a path. */
function refuseNow(socket: Duplex, connection: Connection, status: number, deps: MalformedDeps): void {
  const words = `${REPLIES[status] ?? 'Bad Request'}`;
  const head = [`HTTP/1.1 ${status} ${words}`, 'Connection: close', `Content-Length: ${words.length + 1}`];
  if (socket.writable) {
    socket.end(`${head.join('\r\n')}\r\n\r\n${words}\n`, () => socket.destroy());
    const cancel = deps.clock.after(LINGER_MS, () => socket.destroy());
    socket.once('close', cancel);
  } else socket.destroy();
  // Nothing was asked when the time for a first request ran out.
  if (status === 408) return;
  const request = {
    connectionId: connection.id,
    peer: connection.peer,
    peerPort: connection.peerPort,
    atMs: deps.clock.nowMs(),
    requestId: deps.nextRequestId(),
    method: '',
    path: '',
    imageId: null,
    pushId: null,
    status,
    totalBytes: words.length + 1,
  };
  const ended: RequestEnded = {
    ...request,
    kind: 'requestEnded',
    image: null,
    tls: connection.tls,
    bytes: words.length + 1,
    bytesAre: 'handed',
    durationMs: 0,
    outcome: 'complete',
  };
  deps.onEvent({ ...request, kind: 'requestStarted' });
  deps.onEvent(ended);
}
