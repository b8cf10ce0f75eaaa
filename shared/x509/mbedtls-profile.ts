import type { PublicKeyFacts, X509Facts } from './x509-facts.ts';

/** First octet of KeyUsage. */
export const KEY_CERT_SIGN = 0x04;
const DIGITAL_SIGNATURE = 0x80;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';
/** SHA-256, 384 and 512 with RSA and with ECDSA (mbedtls_x509_crt_profile_default). */
const SOUND_SIGNATURES: ReadonlySet<string> = new Set([
  ...[11, 12, 13].map((last) => `1.2.840.113549.1.1.${last}`),
  ...[2, 3, 4].map((last) => `1.2.840.10045.4.3.${last}`),
]);
/** P-256, P-384, P-521, brainpoolP256r1, P384r1 and P512r1. */
const SOUND_CURVES: ReadonlySet<string> = new Set([
  '1.2.840.10045.3.1.7',
  '1.3.132.0.34',
  '1.3.132.0.35',
  '1.3.36.3.3.2.8.1.1.7',
  '1.3.36.3.3.2.8.1.1.11',
  '1.3.36.3.3.2.8.1.1.13',
]);
const LEAST_RSA_BITS = 2048;

export function isSoundSignature(oid: string): boolean {
  return SOUND_SIGNATURES.has(oid);
}

export function isSoundKey(key: PublicKeyFacts): boolean {
  if (key.kind === 'rsa') return key.bits >= LEAST_RSA_BITS;
  return key.kind === 'ec' && SOUND_CURVES.has(key.curveOid);
}

/** Without the extension everything is allowed. */
export function maySign({ keyUsage }: Pick<X509Facts, 'keyUsage'>, bit: number): boolean {
  return keyUsage === null || (keyUsage & bit) !== 0;
}

/** Whether a server may show it, with keys exchanged by ECDHE. */
export function mayServe({ keyUsage, extendedKeyUsage }: X509Facts): boolean {
  const serves = extendedKeyUsage?.some((oid) => oid === SERVER_AUTH || oid === ANY_PURPOSE) ?? true;
  return serves && maySign({ keyUsage }, DIGITAL_SIGNATURE);
}
