/** A certificate that stands in a firmware's bytes. */
export interface FoundCertificate {
  /** Of its first byte in the file. */
  readonly offset: number;
  /**
   * `pemText`: PEM that ends with a NUL byte, as EMBED_TXTFILES makes it and mbedTLS wants it; `pem`: without one;
   * `der`: bytes, as EMBED_FILES embeds a .der file.
   */
  readonly form: 'pem' | 'pemText' | 'der';
  /** Of its DER bytes. */
  readonly sha256Fingerprint: string;
  /** `CN=My CA, O=Example` */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly notAfter: string;
  /** basicConstraints say CA:TRUE. */
  readonly isCa: boolean;
  /** It names itself as its issuer, as roots do and certificates that stand for themselves. */
  readonly selfIssued: boolean;
}
