import type { IncomingMessage, ServerResponse } from 'node:http';

import type { RequestEnded, RequestStarted, ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Clock } from '../ports.ts';
import type { Answer } from './answer.ts';
import type { Connection } from './connections.ts';
import type { Meter } from './meter.ts';
import type { Pace } from './pace.ts';
import type { LowestRate } from './rate-floor.ts';
import type { TransferEnd } from './transfer.ts';
import { Transfer } from './transfer.ts';

const MAX_SHOWN_PATH = 300;

export interface ExchangeDeps {
  readonly clock: Clock;
  readonly meter: Meter;
  readonly pace: Pace;
  readonly stallMs: number;
  readonly lowestRate: LowestRate;
  readonly requestId: number;
  readonly onEvent: (event: ServerEvent) => void;
  /** Called once, synchronously, after which nothing more is told of it. */
  readonly onEnded: (event: RequestEnded) => void;
}

/** How far a download has come. */
export interface DownloadProgress {
  /** The push it belongs to; null for plain serving. */
  readonly pushId: string | null;
  readonly peer: string;
  readonly path: string;
  readonly image: string | null;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** One request and its reply, told as events from the first byte to the last. */
export class Exchange {
  readonly connection: Connection;
  readonly #deps: ExchangeDeps;
  readonly #answer: Answer;
  readonly #method: string;
  readonly #target: string;
  readonly #startedAtMs: number;
  readonly #transfer: Transfer;
  readonly #response: ServerResponse;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    answer: Answer,
    deps: ExchangeDeps,
  ) {
    this.#deps = deps;
    this.connection = connection;
    this.#answer = answer;
    this.#method = request.method ?? '';
    this.#target = request.url ?? '';
    this.#startedAtMs = deps.clock.nowMs();
    this.#response = response;
    // Without a length HTTP/1.0 knows no other end than that of the connection.
    const endless = answer.form === 'chunked' && request.httpVersion === '1.0';
    const closes = !response.shouldKeepAlive || answer.headers.Connection === 'close' || endless;
    this.#transfer = new Transfer(response, answer.body, closes, {
      ...deps,
      onProgress: (bytes) => {
        const { bytesAre } = deps.meter;
        deps.onEvent({ kind: 'requestProgress', ...this.#about(), bytes, bytesAre });
      },
      onEnd: (end) => {
        connection.watchers.delete(this.#transfer);
        deps.onEnded(this.#ended(end));
      },
      destroy: () => connection.socket.destroy(),
    });
  }

  /** True while an image is being sent. */
  get isDownload(): boolean {
    return this.#answer.file !== null && this.#answer.body.length > 0;
  }

  /** Sends the reply. */
  run(): void {
    const { status, headers, body, form } = this.#answer;
    const started: RequestStarted = {
      kind: 'requestStarted',
      ...this.#about(),
      status,
      totalBytes: body.length,
      ...(this.connection.secure ? {} : { plain: true }),
    };
    this.#deps.onEvent(started);
    if (form === 'untilClose') this.#response.useChunkedEncodingByDefault = false;
    this.connection.watchers.add(this.#transfer);
    this.#response.writeHead(status, headers);
    this.#transfer.start();
  }

  /** How far it has come, for a server that must stop. */
  progress(): DownloadProgress {
    return {
      pushId: this.#answer.file?.pushId ?? null,
      peer: this.connection.peer,
      path: this.#target.slice(0, MAX_SHOWN_PATH),
      image: this.#answer.file?.image.fileName ?? null,
      bytes: this.#transfer.bytes,
      totalBytes: this.#answer.body.length,
    };
  }

  #ended(end: TransferEnd): RequestEnded {
    return {
      kind: 'requestEnded',
      ...this.#about(),
      status: this.#answer.status,
      image: this.#answer.file?.image.fileName ?? null,
      tls: this.connection.tls,
      bytes: end.bytes,
      totalBytes: this.#answer.body.length,
      bytesAre: this.#deps.meter.bytesAre,
      durationMs: this.#deps.clock.nowMs() - this.#startedAtMs,
      outcome: end.outcome,
    };
  }

  #about() {
    const { id, peer, peerPort } = this.connection;
    return {
      connectionId: id,
      peer,
      peerPort,
      atMs: this.#deps.clock.nowMs(),
      requestId: this.#deps.requestId,
      method: this.#method,
      path: this.#target.slice(0, MAX_SHOWN_PATH),
      imageId: this.#answer.file?.image.imageId ?? null,
      pushId: this.#answer.file?.pushId ?? null,
    };
  }
}
