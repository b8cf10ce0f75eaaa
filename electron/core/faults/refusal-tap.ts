import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Record types of TLS and what stands before a record (RFC 8446, 5.1). */
const ALERT = 21;
const HEADER_BYTES = 5;
/** Level and description; an encrypted alert is longer. */
const ALERT_BYTES = 2;

/**
 * Lies between a connection and TLS, and reads what a client says of the certificate. Under TLS 1.3 mbedTLS sends its
 * refusal before it encrypts, which Electron's TLS library takes for a broken record: it tells nobody what was in it.
 */
export class RefusalTap extends Duplex {
  readonly socket: Socket;
  readonly #alerts = new PlainAlerts();

  constructor(socket: Socket) {
    super();
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#alerts.push(bytes);
      if (!this.push(bytes)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
  }

  /** The last alert that came unencrypted; null where none did. */
  get alert(): number | null {
    return this.#alerts.last;
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    // What a connection that breaks does not take ends with it.
    this.socket.write(bytes, () => done());
  }

  override _final(done: () => void): void {
    this.socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}

/** Finds the unencrypted alerts among the records of one direction of a connection. */
export class PlainAlerts {
  last: number | null = null;
  /** What came of a record that is not whole, as far as it is of use. */
  #begun = Buffer.alloc(0);
  /** Bytes of a record that are passed over. */
  #skip = 0;

  push(bytes: Buffer): void {
    let rest = bytes.subarray(Math.min(this.#skip, bytes.length));
    this.#skip -= bytes.length - rest.length;
    rest = this.#begun.length === 0 ? rest : Buffer.concat([this.#begun, rest]);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readUInt16BE(3);
      if (rest[0] === ALERT && length === ALERT_BYTES) {
        if (rest.length < HEADER_BYTES + ALERT_BYTES) break;
        this.last = rest[HEADER_BYTES + 1] ?? null;
      }
      this.#skip = Math.max(0, HEADER_BYTES + length - rest.length);
      rest = rest.subarray(HEADER_BYTES + length);
    }
    this.#begun = Buffer.from(rest);
  }
}
