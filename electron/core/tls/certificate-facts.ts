import { createPrivateKey, X509Certificate } from 'node:crypto';

/** What a certificate says, read by Node, so RSA and EC alike. */
export interface CertificateFacts {
  /** 64 lower-case hex digits. */
  readonly sha256Fingerprint: string;
  readonly der: Buffer;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly isCa: boolean;
  /** `rsa`, `ec` */
  readonly keyType: string;
  readonly ipAddresses: readonly string[];
  readonly dnsNames: readonly string[];
}

/** @param source PEM, of which the first is read, or DER. @throws Error where it holds no certificate. */
export function readCertificate(source: string | Buffer): CertificateFacts {
  const certificate = new X509Certificate(source);
  // Node's form is "DNS:localhost, IP Address:127.0.0.1".
  const entries = (certificate.subjectAltName ?? '').split(', ');
  const withPrefix = (prefix: string): string[] =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return {
    sha256Fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    der: certificate.raw,
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
    isCa: certificate.ca,
    keyType: certificate.publicKey.asymmetricKeyType ?? '',
    ipAddresses: withPrefix('IP Address:').map(shortAddress),
    dnsNames: withPrefix('DNS:'),
  };
}

/** True when the private key belongs to the certificate. @throws Error where either cannot be read. */
export function keyFits(certPem: string, keyPem: string): boolean {
  return new X509Certificate(certPem).checkPrivateKey(createPrivateKey(keyPem));
}

/** True when `caPem` names itself as the issuer of `certPem` and its key made the signature. */
export function isIssuedBy(certPem: string, caPem: string): boolean {
  const certificate = new X509Certificate(certPem);
  const ca = new X509Certificate(caPem);
  return certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
}

/** Node writes IPv6 addresses in full; names are kept in their short form. */
function shortAddress(address: string): string {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
