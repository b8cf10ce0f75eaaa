import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { RecordScanner } from './record-scanner.ts';

/** Level fatal, TLS 1.2, two bytes of content. */
const ALERT_RECORD_HEAD = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02];

export interface HandshakeGateDeps {
  readonly socket: Socket;
  /** Judges the server's certificates; the number of the alert to refuse them with, or null. */
  readonly judge: (chain: readonly Buffer[]) => number | null;
}

/**
 * Stands between a socket and Node's TLS client, which would verify only after the handshake and never say
 * why it leaves. Certificates that are refused never reach it: the alert goes out first, as mbedTLS does it.
 */
export class HandshakeGate extends Duplex {
  readonly #socket: Socket;
  readonly #scanner: RecordScanner;
  #refused = false;
  #alerted = false;
  #notTls = false;
  #serverAlert: number | null = null;

  constructor({ socket, judge }: HandshakeGateDeps) {
    super();
    this.#socket = socket;
    this.#scanner = new RecordScanner({
      onCertificates: (chain) => {
        const alert = judge(chain);
        if (alert !== null) this.#refuse(alert);
      },
      onAlert: (description) => {
        this.#alerted = true;
        this.#serverAlert = description;
      },
      onNotTls: () => {
        this.#notTls = true;
      },
    });
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.pause();
  }

  /** We have refused the server's certificate. */
  get refused(): boolean {
    return this.#refused;
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

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#refused || !this.#socket.writable) done();
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
    if (!this.#refused && !this.push(bytes)) this.#socket.pause();
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
