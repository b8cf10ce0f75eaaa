/** TLS record types (RFC 5246). */
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const RECORD_HEADER_BYTES = 5;
const MESSAGE_HEADER_BYTES = 4;
const CERTIFICATE_MESSAGE = 11;

/** What can be read of a server's side of a TLS 1.2 connection without its keys. */
export interface RecordEvents {
  /** The Certificate message: DER of each certificate, leaf first. */
  onCertificates(chain: readonly Buffer[]): void;
  /** An alert; its number only where it is not encrypted yet. */
  onAlert(description: number | null): void;
  /** The first bytes are no TLS record. */
  onNotTls(): void;
}

/** Follows the records of one direction as they pass. Handshake messages may be split over records. */
export class RecordScanner {
  readonly #events: RecordEvents;
  #buffer: Buffer = Buffer.alloc(0);
  #handshake: Buffer = Buffer.alloc(0);
  /** Bytes of the current record whose content does not matter. */
  #skip = 0;
  #encrypted = false;
  #broken = false;

  constructor(events: RecordEvents) {
    this.#events = events;
  }

  push(bytes: Buffer): void {
    if (this.#broken) return;
    let rest = bytes;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
    }
    this.#buffer = this.#buffer.length === 0 ? rest : Buffer.concat([this.#buffer, rest]);
    while (this.#takeRecord()) {
      // All of it happens in the condition.
    }
  }

  /** Handles one record; false where more bytes are needed. */
  #takeRecord(): boolean {
    if (this.#broken || this.#buffer.length < RECORD_HEADER_BYTES) return false;
    const type = this.#buffer[0] as number;
    const length = this.#buffer.readUInt16BE(3);
    if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA || this.#buffer[1] !== 3) {
      this.#broken = true;
      this.#events.onNotTls();
      return false;
    }
    const end = RECORD_HEADER_BYTES + length;
    const matters = (type === HANDSHAKE || type === ALERT) && !this.#encrypted;
    if (this.#buffer.length < end) {
      if (matters) return false;
      this.#skip = end - this.#buffer.length;
    }
    const body = this.#buffer.subarray(RECORD_HEADER_BYTES, end);
    this.#buffer = this.#buffer.subarray(end);
    if (type === CHANGE_CIPHER_SPEC) this.#encrypted = true;
    if (type === ALERT) this.#events.onAlert(this.#encrypted ? null : (body[1] ?? null));
    if (type === HANDSHAKE && !this.#encrypted) this.#takeHandshake(body);
    return this.#skip === 0;
  }

  #takeHandshake(body: Buffer): void {
    this.#handshake = Buffer.concat([this.#handshake, body]);
    while (this.#handshake.length >= MESSAGE_HEADER_BYTES) {
      const end = MESSAGE_HEADER_BYTES + this.#handshake.readUIntBE(1, 3);
      if (this.#handshake.length < end) return;
      if (this.#handshake[0] === CERTIFICATE_MESSAGE) {
        this.#events.onCertificates(certificatesOf(this.#handshake.subarray(MESSAGE_HEADER_BYTES, end)));
      }
      this.#handshake = this.#handshake.subarray(end);
    }
  }
}

/** The list in a Certificate message: a length of 3 bytes, then each with a length of 3 bytes. */
function certificatesOf(message: Buffer): readonly Buffer[] {
  const chain: Buffer[] = [];
  for (let at = 3; at + 3 <= message.length; ) {
    const end = at + 3 + message.readUIntBE(at, 3);
    chain.push(Buffer.from(message.subarray(at + 3, end)));
    at = end;
  }
  return chain;
}
