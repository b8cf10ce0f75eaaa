import type { CertificateView } from '../../../shared/contract/certificates-values.ts';
import type { PublicKeyFacts } from '../../../shared/x509/x509-facts.ts';
import { readX509 } from '../../../shared/x509/x509-facts.ts';
import { readCertificate } from './certificate-facts.ts';

const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
};
const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** What is shown of a certificate. @param source PEM or DER. @throws Error for what is no certificate */
export function certificateView(source: string | Buffer): CertificateView {
  const facts = readCertificate(source);
  const x509 = readX509(facts.der);
  return {
    sha256Fingerprint: facts.sha256Fingerprint,
    subject: x509?.subject ?? '',
    issuer: x509?.issuer ?? '',
    notBefore: new Date(facts.notBeforeMs).toISOString(),
    notAfter: new Date(facts.notAfterMs).toISOString(),
    key: x509 === null ? facts.keyType : keyName(x509.key),
    hash: hashName(x509?.signatureOid ?? ''),
    isCa: facts.isCa,
    dnsNames: facts.dnsNames,
    ipAddresses: facts.ipAddresses,
  };
}

/** `RSA-2048`, `P-256`; a curve without a common name by its OID. */
export function keyName(key: PublicKeyFacts): string {
  if (key.kind === 'rsa') return `RSA-${key.bits}`;
  return key.kind === 'ec' ? (CURVES[key.curveOid] ?? key.curveOid) : key.oid;
}

/** `sha256`; the OID for a signature without a common name. */
export function hashName(signatureOid: string): string {
  return HASHES[signatureOid] ?? signatureOid;
}
