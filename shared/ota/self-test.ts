import type { BoardVerdict } from '../x509/judge-chain.ts';

/** What a TLS connection of our own to a board's URL showed, made right before the URL is sent. */
export type SelfTest = SelfTestJudged | SelfTestFailed;

interface Tried {
  /** The host of the URL. */
  readonly host: string;
  /** The address that was connected: the host's, where it is one of this machine's; else where the server listens. */
  readonly through: string;
  /** The host is not this machine's: its certificate was judged, the way to it was not tried. */
  readonly elsewhere: boolean;
  readonly durationMs: number;
}

/** The handshake was done; each verdict stands for the boards of some releases. */
export interface SelfTestJudged extends Tried {
  readonly kind: 'judged';
  /** `TLSv1.2` */
  readonly version: string;
  /** OpenSSL's name of the suite. */
  readonly cipher: string;
  /** Both host rules, with dates compared and without. */
  readonly verdicts: readonly BoardVerdict[];
}

/** No handshake came of it. */
export interface SelfTestFailed extends Tried {
  readonly kind: 'failed';
  /** `refused`: nothing listens there; `handshake`: the server turned the suites or protocol of boards down. */
  readonly why: 'refused' | 'unreachable' | 'timeout' | 'closed' | 'handshake';
  /** The system's or OpenSSL's code. */
  readonly detail: string;
}
