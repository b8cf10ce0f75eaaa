import type { PemBlock } from '../x509/pem.ts';
import { findPem } from '../x509/pem.ts';
import type { X509Facts } from '../x509/x509-facts.ts';
import { isSelfIssued, readX509 } from '../x509/x509-facts.ts';
import type { FoundCertificate } from './found-certificate.ts';
import { toHex } from './hex.ts';
import type { Sha256 } from './image-facts.ts';

/** More are not listed: a firmware has a handful. */
const MAX_FOUND = 100;
/** What looks like a certificate and is none costs time; random bytes have a few of these in 16 MiB. */
const MAX_CANDIDATES = 2_000;
const SEQUENCE = 0x30;
const TWO_LENGTH_BYTES = 0x82;

/**
 * The certificates in an app image or ELF, PEM and DER, in the order in which they lie there. Certificate bundles
 * (`esp_crt_bundle`) hold names and keys only and give none, nor do encrypted images. Never throws, copies nothing
 * large: 16 MiB take about 10 ms.
 */
export function findCertificates(bytes: Uint8Array, sha256: Sha256): readonly FoundCertificate[] {
  const blocks = findPem(bytes).slice(0, MAX_FOUND);
  const ended = endedByNul(bytes, blocks);
  const pem = blocks.flatMap(({ offset, der }, index) => {
    const facts = readX509(der);
    return facts === null ? [] : [describe(facts, offset, ended[index] ? 'pemText' : 'pem', sha256)];
  });
  const der = findDer(bytes).map(([offset, facts]) => describe(facts, offset, 'der', sha256));
  return [...pem, ...der].sort((a, b) => a.offset - b.offset).slice(0, MAX_FOUND);
}

function describe(
  facts: X509Facts,
  offset: number,
  form: FoundCertificate['form'],
  sha256: Sha256,
): FoundCertificate {
  return {
    offset,
    form,
    sha256Fingerprint: toHex(sha256(facts.der)),
    subject: facts.subject,
    notAfter: new Date(facts.notAfterMs).toISOString(),
    isCa: facts.isCa,
    selfIssued: isSelfIssued(facts),
  };
}

/** Of several in one text, the last alone is followed by the NUL. */
function endedByNul(bytes: Uint8Array, blocks: readonly PemBlock[]): readonly boolean[] {
  const ended: boolean[] = [];
  for (const [index, { end }] of [...blocks.entries()].reverse()) {
    let at = end;
    while (at < end + 8 && isSpace(bytes[at])) at += 1;
    ended[index] = bytes[at] === 0 || (blocks[index + 1]?.offset === at && ended[index + 1] === true);
  }
  return ended;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0x20;
}

/** A certificate and the body inside it are sequences whose lengths need two bytes, or the body's one. */
function findDer(bytes: Uint8Array): readonly (readonly [number, X509Facts])[] {
  const found: (readonly [number, X509Facts])[] = [];
  let candidates = 0;
  for (let at = bytes.indexOf(SEQUENCE); at !== -1; at = bytes.indexOf(SEQUENCE, at + 1)) {
    if (bytes[at + 1] !== TWO_LENGTH_BYTES || !looksLikeBody(bytes, at)) continue;
    candidates += 1;
    if (candidates > MAX_CANDIDATES || found.length >= MAX_FOUND) return found;
    const facts = readX509(bytes, at);
    if (facts === null) continue;
    found.push([at, facts]);
    at += facts.der.length - 1;
  }
  return found;
}

function looksLikeBody(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== SEQUENCE) return false;
  const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  const long = bytes[at + 5] === TWO_LENGTH_BYTES;
  const inner = long
    ? ((bytes[at + 6] as number) << 8) | (bytes[at + 7] as number)
    : (bytes[at + 6] as number);
  if (!long && bytes[at + 5] !== 0x81) return false;
  // Behind the body come an algorithm and a signature.
  return inner < length && inner > length / 4;
}
