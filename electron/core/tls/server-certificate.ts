import type { LeafKind } from '../../../shared/contract/certificates-values.ts';
import type { CheckedCa } from './certificate-check.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { readCertificate } from './certificate-facts.ts';
import { removeCertificateFile, writeCertificateFile } from './certificate-files.ts';
import type { CertificateNames } from './certificate-names.ts';
import { coversNames } from './certificate-names.ts';
import { issueServerCertificate } from './issue-certificate.ts';
import { leafKindOf, makeLeafKey } from './key-pair.ts';
import { serverProfile } from './profiles.ts';

const DAY_MS = 86_400_000;

/** What a TLS server needs. The key is for it alone: never for an event, a log or a page. */
export interface ServerCredentials {
  readonly keyPem: string;
  readonly certPem: string;
}

/** Credentials and what their certificate says. */
export interface ServerCertificate extends ServerCredentials {
  readonly facts: CertificateFacts;
}

/**
 * Issues a certificate for a key that is kept and writes it into the folder. The key stays when the certificate is
 * replaced, so the two files never disagree.
 */
export async function issueInto(
  dir: string,
  ca: CheckedCa,
  keyPem: string,
  names: CertificateNames,
  nowMs: number,
): Promise<ServerCertificate> {
  const certPem = await issueServerCertificate({
    caCertPem: ca.certPem,
    caKeyPem: ca.keyPem,
    serverKeyPem: keyPem,
    names,
    nowMs,
  });
  await writeCertificateFile(dir, 'serverCert', certPem);
  return { keyPem, certPem, facts: readCertificate(certPem) };
}

/**
 * A key of the wanted kind: the one given, or a new one in its place. The old certificate goes first: a key alone is
 * given a certificate at the next start, a certificate of another key is an error.
 */
export async function keyOfKind(dir: string, keyPem: string, kind: LeafKind): Promise<string> {
  if (leafKindOf(keyPem) === kind) return keyPem;
  const { privateKeyPem } = await makeLeafKey(kind);
  await removeCertificateFile(dir, 'serverCert');
  await writeCertificateFile(dir, 'serverKey', privateKeyPem);
  return privateKeyPem;
}

/**
 * True while the certificate has begun, is not about to end, and names everything wanted. One that ends with its CA
 * cannot be made to last longer.
 */
export function serves(
  facts: CertificateFacts,
  names: CertificateNames,
  nowMs: number,
  caNotAfterMs: number,
): boolean {
  const renewBeforeMs = serverProfile.validity.renewBeforeDays * DAY_MS;
  const current =
    facts.notBeforeMs <= nowMs &&
    (nowMs + renewBeforeMs < facts.notAfterMs || facts.notAfterMs >= caNotAfterMs);
  return current && coversNames(facts, names);
}
