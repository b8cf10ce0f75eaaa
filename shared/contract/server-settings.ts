import * as z from 'zod';

const ms = (max: number) => z.int().min(100).max(max);

/** Addresses and networks: `192.168.1.20`, `192.168.1.0/24`, `fd00::/8`. */
const network = z
  .string()
  .max(60)
  .regex(/^[0-9a-f:.]+(\/\d{1,3})?$/i);

/** What one client may take of the firmware server. Boards on a bad line meet none of the defaults. */
export const limitsSchema = z.object({
  /** All together. */
  connections: z.int().min(1).max(100_000),
  /** Of one address; loopback is not counted, since a bench and the virtual boards share it. */
  connectionsPerAddress: z.int().min(1).max(100_000),
  /** Connections on which an image is being sent; the next one is answered 503. */
  downloads: z.int().min(1).max(100_000),
  /** From the TCP connection to the end of the TLS handshake: an ESP32 without acceleration takes seconds. */
  handshakeMs: ms(600_000),
  /** Of a request's line and headers together. A board sends about 200 bytes. */
  headerBytes: z.int().min(512).max(65_536),
  /** From the first byte of a request, or the end of the handshake, to the end of its headers. */
  headersMs: ms(600_000),
  /** Between two requests of one connection. */
  idleMs: ms(3_600_000),
  /** Without one byte of a response moving. */
  stallMs: ms(600_000),
  /** A response that moves less than this, measured over `lowestRateMs`, is ended. 0: any rate will do. */
  lowestBytesPerSecond: z.int().min(0).max(10_000_000),
  lowestRateMs: ms(600_000),
});

/** Whom the firmware server serves, where, and when. */
export const servingSchema = z.object({
  /** Where images are served without TLS, to firmware that allows it; null: nowhere. */
  plainPort: z.int().min(1).max(65_535).nullable(),
  /** Addresses that may connect; empty: all. */
  allowedBoards: z.array(network).max(1_000),
  /** `pushing`: only while an update runs; `auto`: so on a public network, always on any other. */
  serveWhen: z.enum(['always', 'pushing', 'auto']),
  /** How long running downloads may go on after a stop. */
  drainMs: z.int().min(0).max(600_000),
});

export type ServerLimits = Readonly<z.infer<typeof limitsSchema>>;
export type ServingSettings = z.infer<typeof servingSchema>;

/** A production line meets none of these. */
export const DEFAULT_LIMITS: ServerLimits = {
  connections: 2_048,
  connectionsPerAddress: 64,
  downloads: 512,
  handshakeMs: 30_000,
  headerBytes: 8 * 1024,
  headersMs: 15_000,
  idleMs: 60_000,
  stallMs: 30_000,
  lowestBytesPerSecond: 500,
  lowestRateMs: 30_000,
};

export const DEFAULT_SERVING: ServingSettings = {
  plainPort: null,
  allowedBoards: [],
  serveWhen: 'auto',
  drainMs: 5_000,
};
