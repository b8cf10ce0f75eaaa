import type { FoundCertificate } from '../esp/found-certificate.ts';
import type { SelfTest } from './self-test.ts';

/** What is known of the trust between a board and this bench. */
export interface BoardTrust {
  /** SHA-256 fingerprints of the certificates that a board may trust here. */
  readonly ours: readonly string[];
  /** What the firmware that runs carries; null where its image is not in the library. */
  readonly running: readonly FoundCertificate[] | null;
  /** Null before the URL is about to be sent. */
  readonly selfTest: SelfTest | null;
}
