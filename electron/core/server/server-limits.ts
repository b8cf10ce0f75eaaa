/** What one client may take. Times in milliseconds. A board on a bad line meets none of them. */
export interface ServerLimits {
  /** From the TCP connection to the end of the TLS handshake: an ESP32 without acceleration takes seconds. */
  readonly handshakeMs: number;
  /** From the first byte of a request, or the end of the handshake, to the end of its headers. */
  readonly headersMs: number;
  /** Between two requests of one connection. */
  readonly idleMs: number;
  /** Without one byte of a response moving. */
  readonly stallMs: number;
  readonly connections: number;
  /** For one address; loopback is not counted, since a bench and the virtual boards share it. */
  readonly connectionsPerAddress: number;
}

export const SERVER_LIMITS: ServerLimits = {
  handshakeMs: 30_000,
  headersMs: 15_000,
  idleMs: 60_000,
  stallMs: 30_000,
  connections: 2_048,
  connectionsPerAddress: 64,
};
