import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';

import forge from 'node-forge';

import type { CertificateNames } from './certificate-names.ts';
import { binary, bitString, derOf, nothing, octets, parseDer, partsOf, sequence } from './der.ts';
import type { KeyPair } from './key-pair.ts';
import { leafKindOf } from './key-pair.ts';
import { caProfile, serverProfile } from './profiles.ts';

const DAY_MS = 86_400_000;
const signAsync = promisify(sign);
/** Of TBSCertificate: version, serial, signature, issuer, validity, subject stand before it. */
const PUBLIC_KEY_FIELD = 6;

/** Builds the self-signed CA certificate. PEM. */
export async function issueCa(keys: KeyPair, nowMs: number): Promise<string> {
  const certificate = blankCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKeyPem);
  const notBefore = wholeSeconds(nowMs - caProfile.validity.backdateDays * DAY_MS);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + caProfile.validity.years);
  certificate.validity = { notBefore, notAfter };
  const keyId = certificate.generateSubjectKeyIdentifier().getBytes();
  // Part of the key's digest keeps two CAs apart wherever only their names are shown.
  const commonName = `${caProfile.commonName} ${forge.util.bytesToHex(keyId).slice(0, 8)}`;
  certificate.setSubject([{ name: 'commonName', value: commonName }]);
  certificate.setIssuer([{ name: 'commonName', value: commonName }]);
  const { basicConstraints, keyUsage } = caProfile.extensions;
  certificate.setExtensions([
    { name: 'basicConstraints', ...basicConstraints },
    { name: 'keyUsage', ...keyUsage },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyId },
  ]);
  return signCertificate(
    certificate,
    publicKeyOf(keys.privateKeyPem),
    caProfile.signatureHash,
    keys.privateKeyPem,
  );
}

export interface ServerCertificateRequest {
  readonly caCertPem: string;
  readonly caKeyPem: string;
  readonly serverKeyPem: string;
  readonly names: CertificateNames;
  readonly nowMs: number;
}

/** Builds a server certificate for the names, signed by the CA, for an RSA or P-256 key. PEM. */
export async function issueServerCertificate(request: ServerCertificateRequest): Promise<string> {
  const { names, nowMs } = request;
  const ca = forge.pki.certificateFromPem(request.caCertPem);
  const publicKey = publicKeyOf(request.serverKeyPem);
  const certificate = blankCertificate();
  // Forge writes RSA keys alone: this one keeps the place of the server's own until the certificate is signed.
  certificate.publicKey = ca.publicKey;
  const notBefore = wholeSeconds(nowMs - serverProfile.validity.backdateDays * DAY_MS);
  certificate.validity = { notBefore, notAfter: serverNotAfter(notBefore, nowMs, ca.validity.notAfter) };
  certificate.setSubject([{ name: 'commonName', value: names.commonName }]);
  certificate.setIssuer(ca.subject.attributes);
  const { basicConstraints, keyUsage, extKeyUsage } = serverProfile.extensions;
  certificate.setExtensions([
    { name: 'basicConstraints', ...basicConstraints },
    { name: 'keyUsage', ...keyUsage[leafKindOf(request.serverKeyPem)] },
    { name: 'extKeyUsage', ...extKeyUsage },
    { id: forge.pki.oids.subjectKeyIdentifier, value: binary(derOf(octets(keyIdOf(publicKey)))) },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdOfCa(ca) },
    {
      name: 'subjectAltName',
      altNames: [
        ...names.dnsNames.map((value) => ({ type: 2, value })),
        ...names.ipAddresses.map((ip) => ({ type: 7, ip })),
      ],
    },
  ]);
  return signCertificate(certificate, publicKey, serverProfile.signatureHash, request.caKeyPem);
}

function serverNotAfter(notBefore: Date, nowMs: number, caNotAfter: Date): Date {
  const { months, maxDays } = serverProfile.validity;
  const byMonths = wholeSeconds(nowMs);
  byMonths.setUTCMonth(byMonths.getUTCMonth() + months);
  // Both ends count (RFC 5280, 4.1.2.5), so a span of whole days ends one second before.
  const byDays = notBefore.getTime() + maxDays * DAY_MS - 1_000;
  return new Date(Math.min(byMonths.getTime(), byDays, caNotAfter.getTime()));
}

function blankCertificate(): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  const serial = randomBytes(16);
  // A positive number without a leading zero byte.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  certificate.serialNumber = serial.toString('hex');
  return certificate;
}

/** SubjectPublicKeyInfo in DER. */
function publicKeyOf(privateKeyPem: string): Buffer {
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' });
}

/** RFC 5280, 4.2.1.2: SHA-1 of the public key's bits, without the count of unused ones. */
function keyIdOf(publicKey: Buffer): Buffer {
  // The bit string comes last: its tag, its length in one byte below 128 or after its count, and a byte of unused bits.
  const bits = derOf(partsOf(parseDer(publicKey))[1] ?? nothing());
  const length = bits[1] ?? 0;
  return createHash('sha1')
    .update(bits.subarray(length < 0x80 ? 3 : 3 + (length & 0x7f)))
    .digest();
}

/** A CA from elsewhere may have an identifier of its own making. */
function keyIdOfCa(ca: forge.pki.Certificate): string {
  const given: unknown = Reflect.get(ca.getExtension('subjectKeyIdentifier') ?? {}, 'subjectKeyIdentifier');
  return typeof given === 'string'
    ? forge.util.hexToBytes(given)
    : ca.generateSubjectKeyIdentifier().getBytes();
}

/** Node signs on its thread pool, many times faster than forge's arithmetic in JavaScript. */
async function signCertificate(
  certificate: forge.pki.Certificate,
  publicKey: Buffer,
  hash: string,
  signingKeyPem: string,
): Promise<string> {
  const algorithm = forge.pki.oids[`${hash}WithRSAEncryption`];
  if (algorithm === undefined) throw new Error(`No RSA signature with ${hash}.`);
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  certificate.signature = '';
  const [toBeSigned, signatureAlgorithm] = partsOf(forge.pki.certificateToAsn1(certificate));
  const fields = [...partsOf(toBeSigned)];
  fields[PUBLIC_KEY_FIELD] = parseDer(publicKey);
  const body = sequence(...fields);
  const signature = await signAsync(hash, derOf(body), signingKeyPem);
  if (signatureAlgorithm === undefined) throw new Error('No signature algorithm.');
  return toPem(derOf(sequence(body, signatureAlgorithm, bitString(signature))));
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1_000) * 1_000);
}
