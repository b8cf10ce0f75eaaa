/** What the firmware server saw. `peer` is the other side's IPv4 or IPv6 address without port. */
export type ServerEvent =
  | Connected
  | ConnectionRefused
  | TlsEstablished
  | TlsRefused
  | RequestStarted
  | RequestProgress
  | RequestEnded
  | Disconnected;

interface OfConnection {
  /** Grows by one for each accepted TCP connection. */
  readonly connectionId: number;
  readonly peer: string;
  readonly peerPort: number;
  readonly atMs: number;
}

export interface Connected extends OfConnection {
  readonly kind: 'connected';
}

/** Closed before a byte of it was read; nothing else is told of it. */
export interface ConnectionRefused extends OfConnection {
  readonly kind: 'connectionRefused';
  readonly reason: RefusalReason;
}

/**
 * `notAllowed`: not in the list of board addresses. `notServing`: no push runs. `outOfDescriptors`: this program can
 * hold no more connections; where the system would not even say whose it was, `peer` is empty.
 */
export type RefusalReason =
  | 'notAllowed'
  | 'notServing'
  | 'tooManyConnections'
  | 'tooManyFromAddress'
  | 'outOfDescriptors';

export interface TlsEstablished extends OfConnection {
  readonly kind: 'tlsEstablished';
  /** `TLSv1.2`, `TLSv1.3` */
  readonly version: string;
  /** OpenSSL's name of the suite. */
  readonly cipher: string;
  readonly handshakeMs: number;
}

/** A handshake that did not end well. */
export interface TlsRefused extends OfConnection {
  readonly kind: 'tlsRefused';
  /** The alert the other side sent (RFC 8446, section 6), or null where none could be read. */
  readonly alert: number | null;
  readonly code: TlsRefusalCode;
}

export type TlsRefusalCode =
  | 'tls/unknown-ca'
  | 'tls/host-mismatch'
  | 'tls/expired'
  | 'tls/refused'
  | 'tls/unsupported-certificate'
  | 'tls/no-shared-protocol'
  | 'tls/no-shared-cipher'
  | 'tls/handshake-failed'
  | 'tls/not-tls'
  | 'tls/closed'
  | 'tls/timeout';

interface OfRequest extends OfConnection {
  readonly requestId: number;
  readonly method: string;
  /** The path as asked for, cut at 300 characters. */
  readonly path: string;
  /** Null where the path is not in the catalogue. */
  readonly imageId: string | null;
  /** The push whose URL this is; null for plain serving. */
  readonly pushId: string | null;
}

export interface RequestStarted extends OfRequest {
  readonly kind: 'requestStarted';
  readonly status: number;
  /** Bytes of the body that will be sent. */
  readonly totalBytes: number;
  /** It came without TLS. */
  readonly plain?: true;
}

/** At most ten a second and request. */
export interface RequestProgress extends OfRequest {
  readonly kind: 'requestProgress';
  readonly bytes: number;
  readonly bytesAre: BytesAre;
}

/** `handed`: given to the system's kernel. `delivered`: acknowledged by the peer's TCP. */
export type BytesAre = 'handed' | 'delivered';

export interface RequestEnded extends OfRequest {
  readonly kind: 'requestEnded';
  readonly status: number;
  readonly image: string | null;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly bytesAre: BytesAre;
  readonly durationMs: number;
  readonly outcome: 'complete' | 'closedEarly' | 'stalled';
}

export interface Disconnected extends OfConnection {
  readonly kind: 'disconnected';
}
