import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { RecordScanner } from './record-scanner.ts';

/** Level fatal, TLS 1.2, two bytes of content. */
const ALERT_RECORD_HEAD = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02];

export interface HandshakeGateDeps {
  readonly socket: Socket;
  /** Judges the server's certificates: null, the alert to refuse them with, or `drop` to close without a word. */
  readonly judge: (chain: readonly Buffer[]) => number | 'drop' | null;
  /** Offers TLS 1.1 at most. */
  readonly oldProtocol: boolean;
  /** Holds back what follows the ClientHello until the certificates are judged: TLS 1.3 shows them to the client alone. */
  readonly holds: boolean;
  /** What becomes of the server's bytes on their way: they arrive, are lost, or bring a reset. */
  readonly way: 'open' | 'lost' | 'reset';
}

interface Held {
  readonly chunk: Buffer;
  readonly done: (error?: Error | null) => void;
}

/** `legacy_version` in a record that begins with a ClientHello: behind the heads of record and message. */
const HELLO_VERSION_OFFSET = 9;
const TLS_1_1 = [3, 2];

/**
 * Stands between a socket and Node's TLS client, which would verify only after the handshake and never say
 * why it leaves. Certificates that are refused never reach it: the alert goes out first, as mbedTLS does it.
 */
export class HandshakeGate extends Duplex {
  readonly #socket: Socket;
  readonly #scanner: RecordScanner;
  readonly #judge: HandshakeGateDeps['judge'];
  #refused = false;
  #ended = false;
  #alerted = false;
  #dropped = false;
  #wasReset = false;
  #notTls = false;
  #serverAlert: number | null = null;
  #lowersHello: boolean;
  /** What waits for the verdict; null where nothing waits (any more). */
  #held: Held[] | null;
  #saidHello = false;

  constructor({ socket, judge, oldProtocol, holds, way }: HandshakeGateDeps) {
    super();
    this.#socket = socket;
    this.#lowersHello = oldProtocol;
    this.#held = holds ? [] : null;
    this.#judge = judge;
    this.#scanner = new RecordScanner({
      onCertificates: (chain) => {
        this.judge(chain);
      },
      onAlert: (description) => {
        this.#alerted = true;
        this.#serverAlert = description;
      },
      onNotTls: () => {
        this.#notTls = true;
      },
    });
    socket.on('data', (bytes: Buffer) => {
      if (way === 'open') this.#receive(bytes);
      else if (way === 'reset') this.#cut();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.push(null);
    });
    socket.on('error', (error) => {
      this.#wasReset = true;
      this.destroy(error);
    });
    // After its end in order, what has come is still read at the reader's own pace.
    socket.on('close', () => {
      if (!this.#ended) this.destroy();
    });
    socket.pause();
    // A server that lets nobody in may have reset it by now.
    if (socket.destroyed) {
      this.#wasReset = socket.errored !== null;
      process.nextTick(() => this.destroy());
    }
  }

  /** We have refused the server's certificate. */
  get refused(): boolean {
    return this.#refused;
  }

  /** We have closed the connection without a word. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /** A reset has come. */
  get wasReset(): boolean {
    return this.#wasReset;
  }

  /** The server has sent an alert: in a running connection its close_notify. */
  get alerted(): boolean {
    return this.#alerted;
  }

  /** Number of the alert that the server sent before encryption began. */
  get serverAlert(): number | null {
    return this.#serverAlert;
  }

  /** What came back is no TLS at all. */
  get notTls(): boolean {
    return this.#notTls;
  }

  /** Judges the server's certificates, DER and leaf first, where they were not in the open. */
  judge(chain: readonly Buffer[]): void {
    const verdict = this.#judge(chain);
    const held = this.#held ?? [];
    this.#held = null;
    if (verdict === 'drop') this.#drop();
    else if (verdict !== null) this.#refuse(verdict);
    for (const { chunk, done } of held) this._write(chunk, 'latin1', done);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A server turns such a hello down before anything is derived from it.
    if (this.#lowersHello) chunk.set(TLS_1_1, HELLO_VERSION_OFFSET);
    this.#lowersHello = false;
    const holds = this.#held !== null && this.#saidHello;
    this.#saidHello = true;
    if (holds) this.#held?.push({ chunk, done });
    else if (this.#refused || !this.#socket.writable) done();
    else this.#socket.write(chunk, (error) => done(error ?? null));
  }

  override _final(done: () => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#refused) this.#socket.destroy();
    done(error);
  }

  #receive(bytes: Buffer): void {
    if (this.#refused) return;
    this.#scanner.push(bytes);
    if (!this.#refused && !this.#dropped && !this.push(bytes)) this.#socket.pause();
  }

  #cut(): void {
    this.#wasReset = true;
    this.#socket.resetAndDestroy();
  }

  #drop(): void {
    this.#dropped = true;
    this.destroy();
  }

  /** Alert, then FIN; what the server still sends is read away, so that no RST overtakes the alert. */
  #refuse(alert: number): void {
    this.#refused = true;
    this.#socket.end(Buffer.from([...ALERT_RECORD_HEAD, alert]));
    this.#socket.resume();
    this.#socket.setTimeout(2000, () => this.#socket.destroy());
    this.emit('refused');
  }
}
