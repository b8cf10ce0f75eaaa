import { createPublicKey, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';

import forge from 'node-forge';

import type { CertificateNames } from './certificate-names.ts';
import type { KeyPair } from './key-pair.ts';
import { caProfile, serverProfile } from './profiles.ts';

const DAY_MS = 86_400_000;
const signAsync = promisify(sign);

/** Builds the self-signed CA certificate. PEM. */
export async function issueCa(keys: KeyPair, nowMs: number): Promise<string> {
  const certificate = blankCertificate(keys.publicKeyPem);
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
  return signCertificate(certificate, caProfile.signatureHash, keys.privateKeyPem);
}

export interface ServerCertificateRequest {
  readonly caCertPem: string;
  readonly caKeyPem: string;
  readonly serverKeyPem: string;
  readonly names: CertificateNames;
  readonly nowMs: number;
}

/** Builds a server certificate for the names, signed by the CA. PEM. */
export async function issueServerCertificate(request: ServerCertificateRequest): Promise<string> {
  const { names, nowMs } = request;
  const ca = forge.pki.certificateFromPem(request.caCertPem);
  const publicKeyPem = createPublicKey(request.serverKeyPem).export({ type: 'spki', format: 'pem' });
  const certificate = blankCertificate(publicKeyPem.toString());
  const notBefore = wholeSeconds(nowMs - serverProfile.validity.backdateDays * DAY_MS);
  certificate.validity = { notBefore, notAfter: serverNotAfter(notBefore, nowMs, ca.validity.notAfter) };
  certificate.setSubject([{ name: 'commonName', value: names.commonName }]);
  certificate.setIssuer(ca.subject.attributes);
  const { basicConstraints, keyUsage, extKeyUsage } = serverProfile.extensions;
  certificate.setExtensions([
    { name: 'basicConstraints', ...basicConstraints },
    { name: 'keyUsage', ...keyUsage },
    { name: 'extKeyUsage', ...extKeyUsage },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: ca.generateSubjectKeyIdentifier().getBytes() },
    {
      name: 'subjectAltName',
      altNames: [
        ...names.dnsNames.map((value) => ({ type: 2, value })),
        ...names.ipAddresses.map((ip) => ({ type: 7, ip })),
      ],
    },
  ]);
  return signCertificate(certificate, serverProfile.signatureHash, request.caKeyPem);
}

function serverNotAfter(notBefore: Date, nowMs: number, caNotAfter: Date): Date {
  const { months, maxDays } = serverProfile.validity;
  const byMonths = wholeSeconds(nowMs);
  byMonths.setUTCMonth(byMonths.getUTCMonth() + months);
  // Both ends count (RFC 5280, 4.1.2.5), so a span of whole days ends one second before.
  const byDays = notBefore.getTime() + maxDays * DAY_MS - 1_000;
  return new Date(Math.min(byMonths.getTime(), byDays, caNotAfter.getTime()));
}

function blankCertificate(publicKeyPem: string): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKeyPem);
  const serial = randomBytes(16);
  // A positive number without a leading zero byte.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  certificate.serialNumber = serial.toString('hex');
  return certificate;
}

/** Node signs on its thread pool, many times faster than forge's arithmetic in JavaScript. */
async function signCertificate(
  certificate: forge.pki.Certificate,
  hash: string,
  signingKeyPem: string,
): Promise<string> {
  const algorithm = forge.pki.oids[`${hash}WithRSAEncryption`];
  if (algorithm === undefined) throw new Error(`No RSA signature with ${hash}.`);
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  certificate.signature = '';
  const [toBeSigned] = forge.pki.certificateToAsn1(certificate).value;
  if (toBeSigned === undefined || typeof toBeSigned === 'string') throw new Error('No TBSCertificate.');
  const signature = await signAsync(hash, derOf(toBeSigned), signingKeyPem);
  certificate.signature = signature.toString('binary');
  return toPem(derOf(forge.pki.certificateToAsn1(certificate)));
}

function derOf(value: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(value).getBytes(), 'binary');
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1_000) * 1_000);
}
