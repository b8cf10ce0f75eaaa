/** Where an update stands. Every running phase has a deadline; `tick` after it decides. */
export type Phase =
  /** The board is silent to us: does anything tell where it stands? */
  | { readonly kind: 'observing'; readonly dueAtMs: number }
  /** Its lines reset the board (the runner does it on entry). */
  | { readonly kind: 'resetting'; readonly dueAtMs: number }
  /** A person is asked to press reset. */
  | { readonly kind: 'awaitingReset'; readonly dueAtMs: number }
  | { readonly kind: 'booting'; readonly awaits: 'boot' | 'address' | 'ready'; readonly dueAtMs: number }
  /** Address and ready line are there; the console is given time to open. */
  | { readonly kind: 'settling'; readonly dueAtMs: number }
  /** The runner checks, chooses the URL and writes it. */
  | { readonly kind: 'sending'; readonly dueAtMs: number }
  | {
      readonly kind: 'awaitingConnection';
      readonly resent: boolean;
      readonly dueAtMs: number;
      readonly failAtMs: number;
    }
  /** The runner writes the URL once more. */
  | { readonly kind: 'resending'; readonly dueAtMs: number; readonly failAtMs: number }
  | { readonly kind: 'handshaking'; readonly dueAtMs: number }
  | { readonly kind: 'requesting'; readonly dueAtMs: number }
  | { readonly kind: 'downloading'; readonly dueAtMs: number }
  | { readonly kind: 'verifying'; readonly dueAtMs: number }
  | { readonly kind: 'restarting'; readonly dueAtMs: number }
  /** It restarts; which image it chose is not known yet. `announced`: it said that it would. */
  | { readonly kind: 'bootingNew'; readonly announced: boolean; readonly dueAtMs: number }
  /** The offered image runs; does it stay? */
  | { readonly kind: 'confirming'; readonly dueAtMs: number; readonly restsAtMs: number | null }
  /** Something decided; what belongs to it is collected for a moment. */
  | { readonly kind: 'concluding'; readonly conclusion: Conclusion; readonly dueAtMs: number }
  | { readonly kind: 'ended' };

export type Conclusion = 'failure' | 'rolledBack';

/** Milliseconds; each runs from the last sign of progress. */
export const DEADLINES = {
  observe: 3_000,
  reset: 5_000,
  boot: 30_000,
  address: 30_000,
  ready: 30_000,
  /** The driver that reads the URL is installed shortly after the ready line. */
  settle: 150,
  send: 10_000,
  resend: 10_000,
  connection: 15_000,
  handshake: 15_000,
  header: 20_000,
  download: 20_000,
  verify: 30_000,
  restart: 30_000,
  confirm: 60_000,
  /** An app whose log has no line for it counts as confirmed after this long without a reset. */
  rest: 10_000,
  /** The server's word on a failure may come after the board's. */
  failure: 300,
  /** A first error line is usually followed by the task's end. */
  errorLine: 900,
  /** What the old image says of itself after a rollback. */
  oldImage: 900,
} as const;

/** Restarts of the new image, unconfirmed, after which it is called a loop. */
export const LOOP_BOOTS = 3;
