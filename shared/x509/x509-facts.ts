import { toHex } from '../esp/hex.ts';
import type { Der } from './der.ts';
import { childrenOf, contentOf, integerOf, oidOf, readDer, TAG, wholeOf } from './der.ts';
import type { X509Extensions } from './x509-extensions.ts';
import { readExtensions } from './x509-extensions.ts';
import { distinguishedName, timeMs } from './x509-fields.ts';

/** What a certificate says, as far as a board judges by it. Read from its DER bytes. */
export interface X509Facts extends X509Extensions {
  /** The bytes it was read from, without what follows them; a view. */
  readonly der: Uint8Array;
  /** 1 to 3. */
  readonly version: number;
  /** DER of the names, hex, for comparison. */
  readonly issuerHex: string;
  readonly subjectHex: string;
  /** `CN=My CA, O=Example`: for people. */
  readonly subject: string;
  readonly issuer: string;
  /** Every CN of the subject. */
  readonly commonNames: readonly string[];
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** `1.2.840.113549.1.1.11`: RSA with SHA-256. */
  readonly signatureOid: string;
  readonly key: PublicKeyFacts;
}

export type PublicKeyFacts =
  | { readonly kind: 'rsa'; readonly bits: number }
  /** The OID of the curve; empty where it is spelled out in numbers. */
  | { readonly kind: 'ec'; readonly curveOid: string }
  | { readonly kind: 'other'; readonly oid: string };

const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;
const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';
const COMMON_NAME = '2.5.4.3';

/** The certificate at `at`, or null where none begins there. Never throws. */
export function readX509(bytes: Uint8Array, at = 0): X509Facts | null {
  const outer = readDer(bytes, at);
  if (outer?.tag !== TAG.sequence) return null;
  const [tbs, algorithm, signature, surplus] = childrenOf(outer);
  if (tbs?.tag !== TAG.sequence || algorithm?.tag !== TAG.sequence) return null;
  if (signature?.tag !== TAG.bitString || signature.end !== outer.end || surplus !== undefined) return null;
  const fields = childrenOf(tbs);
  const versioned = fields[0]?.tag === EXPLICIT_VERSION;
  const [serial, , issuer, validity, subject, publicKey] = versioned ? fields.slice(1) : fields;
  if (serial?.tag !== TAG.integer || publicKey?.tag !== TAG.sequence) return null;
  if (issuer?.tag !== TAG.sequence || subject?.tag !== TAG.sequence) return null;
  const [notBefore, notAfter] = childrenOf(validity).map(timeMs);
  const signatureOid = oidOf(childrenOf(algorithm)[0]);
  if (notBefore == null || notAfter == null || signatureOid === '') return null;
  const subjectName = distinguishedName(subject);
  return {
    der: wholeOf(outer),
    version: versioned ? (integerOf(childrenOf(fields[0])[0]) ?? 0) + 1 : 1,
    issuerHex: toHex(wholeOf(issuer)),
    subjectHex: toHex(wholeOf(subject)),
    subject: subjectName.text,
    issuer: distinguishedName(issuer).text,
    commonNames: subjectName.parts.filter(({ oid }) => oid === COMMON_NAME).map(({ value }) => value),
    notBeforeMs: notBefore,
    notAfterMs: notAfter,
    signatureOid,
    key: keyOf(publicKey),
    ...readExtensions(fields.find(({ tag }) => tag === EXPLICIT_EXTENSIONS)),
  };
}

/** True for a certificate that names itself as its issuer: a root, or one that stands for itself. */
export function isSelfIssued({ issuerHex, subjectHex }: X509Facts): boolean {
  return issuerHex === subjectHex;
}

function keyOf(publicKey: Der): PublicKeyFacts {
  const [algorithm, bits] = childrenOf(publicKey);
  const [type, parameters] = childrenOf(algorithm);
  const oid = oidOf(type);
  if (oid === EC) return { kind: 'ec', curveOid: oidOf(parameters) };
  if (oid !== RSA || bits === undefined) return { kind: 'other', oid };
  // The bit string begins with the number of its unused bits.
  const [modulus] = childrenOf(readDer(bits.bytes, bits.start + 1, bits.end));
  return { kind: 'rsa', bits: bitLength(contentOf(modulus)) };
}

function bitLength(number: Uint8Array): number {
  const from = number.findIndex((byte) => byte !== 0);
  if (from === -1) return 0;
  return (number.length - from) * 8 - Math.clz32(number[from] as number) + 24;
}
