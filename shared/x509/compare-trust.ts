import type { FoundCertificate } from '../esp/found-certificate.ts';

/** How the certificates in a firmware stand to those that lead to a server. */
export type TrustComparison =
  /** One of them is ours. */
  | 'equal'
  /** It has certificates to trust, and none is ours. */
  | 'different'
  /** Nothing to trust was found: a bundle, NVS, or an encrypted image may hold it. */
  | 'none';

/**
 * Compares what a firmware embeds with the certificates that a board may trust here, by SHA-256 of their DER bytes.
 * A certificate that is no CA and was issued by another (a client's own) says nothing, unless it is the very one.
 */
export function compareTrust(found: readonly FoundCertificate[], ours: readonly string[]): TrustComparison {
  if (found.some(({ sha256Fingerprint }) => ours.includes(sha256Fingerprint))) return 'equal';
  return anchorsOf(found).length > 0 ? 'different' : 'none';
}

/** Those that firmware may trust a server by. */
export function anchorsOf(found: readonly FoundCertificate[]): readonly FoundCertificate[] {
  return found.filter(({ isCa, selfIssued }) => isCa || selfIssued);
}
