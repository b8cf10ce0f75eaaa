import type { FoundCertificate } from '../esp/found-certificate.ts';
import type { ImageKind } from '../esp/image-facts.ts';
import type { TrustComparison } from '../x509/compare-trust.ts';

/** What a firmware's file carries to trust a server by, beside what leads to this bench. */
export interface FirmwareTrust {
  readonly fileName: string;
  readonly kind: ImageKind;
  /** In the order in which they lie in the file. */
  readonly certificates: readonly FoundCertificate[];
  /** SHA-256 fingerprints of the certificates that a board may trust here. */
  readonly ours: readonly string[];
  readonly comparison: TrustComparison;
}
