import type { RequestState } from '../../../shared/contract/values.ts';
import type {
  ConnectionRefused,
  RequestEnded,
  RequestStarted,
  ServerEvent,
  TlsRefused,
} from '../../../shared/ota/server-event.ts';

/** Requests kept for the page. */
const KEPT = 50;

/** The last requests and refused handshakes, newest first, as the page lists them. */
export class RequestList {
  #requests: readonly RequestState[] = [];
  readonly #onChange: (requests: readonly RequestState[]) => void;

  constructor(onChange: (requests: readonly RequestState[]) => void) {
    this.#onChange = onChange;
  }

  see(event: ServerEvent): void {
    if (event.kind === 'tlsRefused') this.#add(refusedRow(event));
    if (event.kind === 'connectionRefused') this.#add(turnedAwayRow(event));
    if (event.kind === 'requestStarted') this.#add(startedRow(event));
    if (event.kind === 'requestEnded') this.#change(event.requestId, endedRow(event));
    if (event.kind === 'requestProgress') {
      this.#change(event.requestId, { bytes: event.bytes, bytesAre: event.bytesAre });
    }
  }

  #add(row: RequestState): void {
    this.#requests = [row, ...this.#requests].slice(0, KEPT);
    this.#onChange(this.#requests);
  }

  #change(requestId: number, change: Partial<RequestState>): void {
    const id = `request-${requestId}`;
    this.#requests = this.#requests.map((row) => (row.id === id ? { ...row, ...change } : row));
    this.#onChange(this.#requests);
  }
}

const EMPTY = {
  method: null,
  path: null,
  status: null,
  image: null,
  tls: null,
  bytes: 0,
  totalBytes: 0,
  bytesAre: 'handed',
  durationMs: 0,
  alert: null,
  code: null,
} as const;

function refusedRow({ connectionId, atMs, peer, alert, code }: TlsRefused): RequestState {
  return { ...EMPTY, id: `tls-${connectionId}`, atMs, peer, alert, code, outcome: 'tlsRefused' };
}

function turnedAwayRow({ connectionId, atMs, peer, reason }: ConnectionRefused): RequestState {
  return {
    ...EMPTY,
    id: `refused-${connectionId}`,
    atMs,
    peer,
    code: `refused/${reason}`,
    outcome: 'refused',
  };
}

function startedRow(event: RequestStarted): RequestState {
  const { requestId, atMs, peer, method, path, status, totalBytes } = event;
  return {
    ...EMPTY,
    id: `request-${requestId}`,
    atMs,
    peer,
    method,
    path,
    status,
    totalBytes,
    outcome: 'running',
  };
}

function endedRow({
  status,
  image,
  tls,
  bytes,
  totalBytes,
  bytesAre,
  durationMs,
  outcome,
}: RequestEnded): Partial<RequestState> {
  return { status, image, tls, bytes, totalBytes, bytesAre, durationMs, outcome };
}
