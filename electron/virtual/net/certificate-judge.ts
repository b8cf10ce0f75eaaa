import type { DerCertificate } from './der-certificate.ts';
import { readCertificate } from './der-certificate.ts';
import type { HostRule } from './host-match.ts';
import { hostMatches } from './host-match.ts';

/** Bits of `mbedtls_x509_crt_verify`'s flags (x509.h). */
export const BADCERT = {
  EXPIRED: 0x1,
  CN_MISMATCH: 0x4,
  NOT_TRUSTED: 0x8,
  OTHER: 0x100,
  FUTURE: 0x200,
  KEY_USAGE: 0x800,
  EXT_KEY_USAGE: 0x1000,
  BAD_MD: 0x4000,
  BAD_PK: 0x8000,
  BAD_KEY: 0x10000,
} as const;

export interface JudgeRules {
  readonly trusted: readonly DerCertificate[];
  /** Null: the host is not compared. */
  readonly host: string | null;
  readonly hostRule: HostRule;
  /** Null: dates are not compared. */
  readonly nowMs: number | null;
}

const KEY_CERT_SIGN = 0x04;
const DIGITAL_SIGNATURE = 0x80;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_PURPOSE = '2.5.29.37.0';
/** SHA-256, 384 and 512 with RSA and with ECDSA: the default profile. */
const SOUND_SIGNATURES = [
  ...[11, 12, 13].map((last) => `1.2.840.113549.1.1.${last}`),
  ...[2, 3, 4].map((last) => `1.2.840.10045.4.3.${last}`),
];
const SOUND_CURVES = ['prime256v1', 'secp384r1', 'secp521r1', 'brainpoolP256r1', 'brainpoolP384r1'];
const LEAST_RSA_BITS = 2048;

/** Judges a server's certificates, leaf first, as mbedTLS does; 0: accepted. */
export function judgeChain(chain: readonly Buffer[], rules: JudgeRules): number {
  let certificates: readonly DerCertificate[];
  try {
    certificates = chain.map(readCertificate);
  } catch {
    return BADCERT.OTHER;
  }
  const [leaf] = certificates;
  if (leaf === undefined) return BADCERT.OTHER;
  return hostFlags(leaf, rules) | chainFlags(certificates, rules) | keyFlags(leaf) | usageFlags(leaf);
}

/** The fatal alert that tells the server why, in mbedTLS's order (ssl_parse_certificate_verify). */
export function alertFor(flags: number): number {
  if (flags & BADCERT.OTHER) return 49;
  if (flags & BADCERT.CN_MISMATCH) return 42;
  if (flags & (BADCERT.KEY_USAGE | BADCERT.EXT_KEY_USAGE | BADCERT.BAD_PK | BADCERT.BAD_KEY)) return 43;
  if (flags & BADCERT.EXPIRED) return 45;
  return flags & BADCERT.NOT_TRUSTED ? 48 : 46;
}

function hostFlags(leaf: DerCertificate, { host, hostRule }: JudgeRules): number {
  return host === null || hostMatches(leaf, host, hostRule) ? 0 : BADCERT.CN_MISMATCH;
}

/** Walks from the leaf to a trusted certificate (x509_crt_verify_chain). */
function chainFlags(certificates: readonly DerCertificate[], rules: JudgeRules): number {
  const [leaf] = certificates;
  let child = leaf as DerCertificate;
  let flags = 0;
  for (let depth = 0; depth <= certificates.length; depth += 1) {
    flags |= dateFlags(child, rules.nowMs);
    if (!SOUND_SIGNATURES.includes(child.signatureOid)) flags |= BADCERT.BAD_MD;
    if (depth === 0 && rules.trusted.some(({ der }) => der.equals(child.der))) return flags;
    const top = rules.trusted.find((parent) => issued(parent, child, depth, true));
    if (top !== undefined) return flags | keyFlags(top) | dateFlags(top, rules.nowMs);
    const next = certificates
      .slice(1)
      .find((parent) => parent !== child && issued(parent, child, depth, false));
    if (next === undefined) return flags | BADCERT.NOT_TRUSTED;
    flags |= keyFlags(next);
    child = next;
  }
  return flags | BADCERT.NOT_TRUSTED;
}

/** Whether `parent` may sign and has signed `child`; `depth` counts what lies between it and the leaf. */
function issued(parent: DerCertificate, child: DerCertificate, depth: number, trusted: boolean): boolean {
  if (parent.subject !== child.issuer) return false;
  const needsCaBit = !trusted || parent.version === 3;
  if (needsCaBit && !parent.isCa) return false;
  if (needsCaBit && parent.keyUsage !== null && (parent.keyUsage & KEY_CERT_SIGN) === 0) return false;
  if (parent.pathLength !== null && depth > parent.pathLength) return false;
  return child.x509.verify(parent.x509.publicKey);
}

function dateFlags({ notBeforeMs, notAfterMs }: DerCertificate, nowMs: number | null): number {
  if (nowMs === null) return 0;
  return (nowMs > notAfterMs ? BADCERT.EXPIRED : 0) | (nowMs < notBeforeMs ? BADCERT.FUTURE : 0);
}

function keyFlags({ x509 }: DerCertificate): number {
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  if (asymmetricKeyType === 'rsa') {
    return (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS ? BADCERT.BAD_KEY : 0;
  }
  if (asymmetricKeyType !== 'ec') return BADCERT.BAD_PK;
  return SOUND_CURVES.includes(asymmetricKeyDetails?.namedCurve ?? '') ? 0 : BADCERT.BAD_KEY;
}

/** What the leaf may be used for, with key exchange by ECDHE. */
function usageFlags({ keyUsage, extendedKeyUsage }: DerCertificate): number {
  const signs = keyUsage === null || (keyUsage & DIGITAL_SIGNATURE) !== 0;
  const serves =
    extendedKeyUsage === null || extendedKeyUsage.some((oid) => oid === SERVER_AUTH || oid === ANY_PURPOSE);
  return (signs ? 0 : BADCERT.KEY_USAGE) | (serves ? 0 : BADCERT.EXT_KEY_USAGE);
}
