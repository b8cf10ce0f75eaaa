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

export interface MalformedDeps {
  readonly clock: Clock;
  readonly requestId: number;
  readonly onEvent: (event: ServerEvent) => void;
}

/** The status for what Node's HTTP parser threw, or null where the connection itself failed. */
export function statusOf(error: unknown): number | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code.startsWith('HPE_') ? 400 : null;
}

/** Answers bytes that are no request, ends the connection, and tells of it as of a request without a path. */
export function refuseMalformed(
  socket: Duplex,
  connection: Connection,
  status: number,
  deps: MalformedDeps,
): void {
  const words = `${REPLIES[status] ?? 'Bad Request'}`;
  const head = [`HTTP/1.1 ${status} ${words}`, 'Connection: close', `Content-Length: ${words.length + 1}`];
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${words}\n`, () => socket.destroy());
  else socket.destroy();
  // Nothing was asked when the time for a first request ran out.
  if (status === 408) return;
  const request = {
    connectionId: connection.id,
    peer: connection.peer,
    peerPort: connection.peerPort,
    atMs: deps.clock.nowMs(),
    requestId: deps.requestId,
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
