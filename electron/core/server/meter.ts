import type { Socket } from 'node:net';

import type { BytesAre } from '../../../shared/ota/server-event.ts';
import type { SendBuffer, SocketBuffers } from '../ports.ts';

/** Counts the bytes of one body on their way to the peer. */
export interface Meter {
  readonly bytesAre: BytesAre;
  /** The peer's window as the transfer begins; null where the system does not tell. */
  readonly peerWindowBytes: number | null;
  /** The system has taken this much of the body off our hands. Answers how much has moved by now. */
  handed(bodyBytes: number): number;
  /** How much has moved by now. Never falls; keeps its last value once the connection is gone. */
  look(): number;
}

/** What TLS lets a record carry (RFC 8446, 5.1). */
export const FULL_RECORD_BYTES = 16_384;
/** What a record of TLS 1.2 with AES-GCM adds to what it carries; TLS 1.3 adds fewer. */
const RECORD_ADDS_BYTES = 29;
/** The least that any suite of ours adds: TLS 1.2 with ChaCha20-Poly1305. */
const RECORD_ADDS_LEAST_BYTES = 21;
/** The last record of a slice may be short, and weighs more then. */
const MARGIN_BYTES = 64;

/**
 * The meter for a body over this connection: what was delivered where the system tells, else what was handed over.
 * `recordBytes`: the most that one TLS record carries.
 */
export function meterFor(
  socket: Socket,
  totalBytes: number,
  socketBuffers: SocketBuffers | null,
  recordBytes = FULL_RECORD_BYTES,
): Meter {
  const read = (): SendBuffer | null => {
    const descriptor = descriptorOf(socket);
    return descriptor === null ? null : (socketBuffers?.readSend(descriptor) ?? null);
  };
  const now = read();
  if (now === null) return new HandedMeter();
  return new DeliveredMeter(read, totalBytes, recordBytes, now.peerWindowBytes);
}

/** Bounds what the system takes off our hands ahead of this peer, where it lets us. */
export function limitSend(socket: Socket, bytes: number, socketBuffers: SocketBuffers | null): void {
  const descriptor = descriptorOf(socket);
  if (descriptor !== null) socketBuffers?.limitSend(descriptor, bytes);
}

/** A socket's file descriptor; null once it is closed, and on Windows, where Node has none. */
export function descriptorOf(socket: Socket): number | null {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return null;
  const descriptor: unknown = Reflect.get(handle, 'fd');
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : null;
}

class HandedMeter implements Meter {
  readonly bytesAre = 'handed';
  readonly peerWindowBytes = null;
  #bytes = 0;

  handed(bodyBytes: number): number {
    this.#bytes = bodyBytes;
    return bodyBytes;
  }

  look(): number {
    return this.#bytes;
  }
}

/** Where a connection stood when the system had this much of the body; null where it does not count. */
interface Mark {
  readonly wireBytes: number | null;
  readonly bodyBytes: number;
}

/**
 * Turns what the peer has acknowledged of the connection, TLS records and all, into bytes of the body: exact each time
 * a slice is with the system, and in between a little low rather than high. Where the system tells only what waits, the
 * figure stands at the last slice while the next one is on its way.
 */
class DeliveredMeter implements Meter {
  readonly bytesAre = 'delivered';
  readonly peerWindowBytes: number | null;
  readonly #read: () => SendBuffer | null;
  readonly #totalBytes: number;
  readonly #recordBytes: number;
  #mark: Mark | null = null;
  #bytes = 0;

  constructor(
    read: () => SendBuffer | null,
    totalBytes: number,
    recordBytes: number,
    peerWindowBytes: number | null,
  ) {
    this.peerWindowBytes = peerWindowBytes;
    this.#read = read;
    this.#totalBytes = totalBytes;
    this.#recordBytes = recordBytes;
  }

  handed(bodyBytes: number): number {
    const buffer = this.#read();
    if (buffer === null) return this.#bytes;
    const { acknowledgedBytes, waitingBytes } = buffer;
    this.#mark = {
      wireBytes: acknowledgedBytes === null ? null : acknowledgedBytes + waitingBytes,
      bodyBytes,
    };
    return this.#rise(buffer, this.#mark);
  }

  look(): number {
    const buffer = this.#mark === null ? null : this.#read();
    return buffer === null || this.#mark === null ? this.#bytes : this.#rise(buffer, this.#mark);
  }

  #rise(buffer: SendBuffer, mark: Mark): number {
    this.#bytes = Math.max(this.#bytes, this.#delivered(buffer, mark));
    return this.#bytes;
  }

  #delivered({ acknowledgedBytes, waitingBytes }: SendBuffer, mark: Mark): number {
    if (acknowledgedBytes === null || mark.wireBytes === null)
      return Math.max(0, mark.bodyBytes - waitingBytes);
    const aheadBytes = acknowledgedBytes - mark.wireBytes;
    if (aheadBytes < 0 && waitingBytes > 0) return Math.max(0, mark.bodyBytes + aheadBytes);
    if (waitingBytes === 0 && aheadBytes >= this.#leastWireBytes(mark)) return this.#totalBytes;
    const bodyShare = this.#recordBytes / (this.#recordBytes + RECORD_ADDS_BYTES);
    const beyond = Math.max(0, Math.floor(aheadBytes * bodyShare) - MARGIN_BYTES);
    // Only a body that is wholly with the system can be wholly with the peer.
    const most = mark.bodyBytes < this.#totalBytes ? this.#totalBytes - 1 : this.#totalBytes;
    return Math.min(mark.bodyBytes + beyond, most);
  }

  /**
   * What the rest of the body takes on the wire: a peer may have all of it, and go, before we are told that the system
   * took the last slice.
   */
  #leastWireBytes(mark: Mark): number {
    const restBytes = this.#totalBytes - mark.bodyBytes;
    return restBytes + Math.ceil(restBytes / this.#recordBytes) * RECORD_ADDS_LEAST_BYTES;
  }
}
