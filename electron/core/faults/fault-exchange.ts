import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type { RequestEnded, ServerEvent } from '../../../shared/ota/server-event.ts';
import type { Cancel, Clock, SocketBuffers } from '../ports.ts';
import { descriptorOf } from '../server/meter.ts';
import type { AskedRequest } from './asked-request.ts';
import { RequestReader } from './asked-request.ts';
import type { FaultPlan, FaultReply, ReplyStep } from './fault-reply.ts';
import { faultReply } from './fault-reply.ts';

/** One accepted TCP connection of the misbehaving server. */
export interface FaultConnection {
  readonly id: number;
  readonly peer: string;
  readonly peerPort: number;
  readonly openedAtMs: number;
  /** The socket below TLS. */
  readonly socket: Socket;
  /** Set when the handshake is done. */
  tls: { readonly version: string; readonly cipher: string } | null;
}

export interface FaultExchangeDeps {
  readonly clock: Clock;
  readonly socketBuffers: SocketBuffers | null;
  readonly nextId: () => number;
  readonly onEvent: (event: ServerEvent) => void;
}

/** What one listener serves: a plan and its push. */
export interface FaultOffering {
  readonly plan: FaultPlan;
  readonly pushId: string;
  readonly imageId: string;
  readonly fileName: string;
}

const MAX_SHOWN_PATH = 300;
/** Between two reports of progress. */
const REPORT_MS = 100;
/** How long what was sent may be on its way before a reset, and between two looks. */
const ARRIVAL_MS = 2_000;
const ARRIVAL_LOOK_MS = 50;

/** The requests of one connection, one after the other, each answered step by step as its reply says. */
export class FaultExchange {
  readonly #deps: FaultExchangeDeps;
  readonly #offering: FaultOffering;
  readonly #connection: FaultConnection;
  readonly #stream: TLSSocket;
  readonly #reader = new RequestReader();
  readonly #waiting: AskedRequest[] = [];
  #busy = false;
  #gone = false;
  #wake: () => void = () => undefined;

  constructor(
    deps: FaultExchangeDeps,
    offering: FaultOffering,
    connection: FaultConnection,
    stream: TLSSocket,
  ) {
    this.#deps = deps;
    this.#offering = offering;
    this.#connection = connection;
    this.#stream = stream;
  }

  start(): void {
    const stream = this.#stream;
    stream.on('error', () => stream.destroy());
    stream.on('end', () => stream.end());
    stream.on('close', () => {
      this.#gone = true;
      this.#wake();
    });
    stream.on('data', (bytes: Buffer) => {
      const requests = this.#reader.push(bytes);
      if (requests === null) stream.destroy();
      else this.#waiting.push(...requests);
      void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (
      let asked = this.#waiting.shift();
      asked !== undefined && !this.#gone;
      asked = this.#waiting.shift()
    ) {
      await this.#answer(asked, faultReply(this.#offering.plan, asked));
    }
    this.#busy = false;
  }

  async #answer(asked: AskedRequest, reply: FaultReply): Promise<void> {
    const { clock, onEvent } = this.#deps;
    const about = this.#about(asked);
    const { status, totalBytes } = reply;
    const startedAtMs = clock.nowMs();
    onEvent({ kind: 'requestStarted', ...about, atMs: startedAtMs, status, totalBytes });
    let bytes = 0;
    let reportedAtMs = startedAtMs;
    for (const step of reply.steps) {
      await this.#take(step);
      if (this.#gone) break;
      if (step.kind !== 'bytes') continue;
      bytes += step.body;
      const atMs = clock.nowMs();
      if (atMs - reportedAtMs < REPORT_MS) continue;
      reportedAtMs = atMs;
      onEvent({ kind: 'requestProgress', ...about, atMs, bytes, bytesAre: 'handed' });
    }
    const atMs = clock.nowMs();
    const ended: RequestEnded = {
      kind: 'requestEnded',
      ...about,
      atMs,
      status,
      image: this.#offering.fileName,
      tls: this.#connection.tls,
      bytes,
      totalBytes,
      bytesAre: 'handed',
      durationMs: atMs - startedAtMs,
      outcome: bytes >= totalBytes ? 'complete' : 'closedEarly',
    };
    onEvent(ended);
  }

  #take(step: ReplyStep): Promise<void> {
    if (this.#gone) return Promise.resolve();
    switch (step.kind) {
      case 'bytes':
        return this.#write(step.bytes);
      case 'wait':
        return this.#wait(step.ms);
      case 'reset':
        return this.#reset();
      case 'end':
        this.#stream.end();
        return Promise.resolve();
    }
  }

  /** Resolves when the system has taken the bytes, or the connection is gone. */
  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#stream.write(bytes, () => resolve());
    });
  }

  #wait(ms: number): Promise<void> {
    let cancel: Cancel = () => undefined;
    return new Promise<void>((resolve) => {
      this.#wake = resolve;
      cancel = this.#deps.clock.after(ms, resolve);
    }).finally(() => cancel());
  }

  /** RST, once the peer has what was sent before: an RST throws away what is still on its way. */
  async #reset(): Promise<void> {
    const { clock } = this.#deps;
    const { socket } = this.#connection;
    const lastMs = clock.nowMs() + ARRIVAL_MS;
    do await this.#wait(ARRIVAL_LOOK_MS);
    while (!this.#gone && clock.nowMs() < lastMs && this.#waitingBytes(socket) > 0);
    socket.resetAndDestroy();
    this.#gone = true;
  }

  /** Without a way to the system's buffers everything counts as on its way. */
  #waitingBytes(socket: Socket): number {
    const descriptor = descriptorOf(socket);
    if (descriptor === null) return 1;
    return this.#deps.socketBuffers?.readSend(descriptor)?.waitingBytes ?? 1;
  }

  #about({ method, target }: AskedRequest) {
    const { id, peer, peerPort } = this.#connection;
    const { imageId, pushId } = this.#offering;
    return {
      connectionId: id,
      peer,
      peerPort,
      requestId: this.#deps.nextId(),
      method,
      path: target.slice(0, MAX_SHOWN_PATH),
      imageId,
      pushId,
    };
  }
}
