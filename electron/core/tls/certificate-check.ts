import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { isIssuedBy, keyFits, readCertificate } from './certificate-facts.ts';
import type { CertificateTexts } from './certificate-files.ts';
import { CERTIFICATE_FILES } from './certificate-files.ts';

/** A CA whose certificate and key fit each other. */
export interface CheckedCa {
  readonly certPem: string;
  readonly keyPem: string;
  readonly facts: CertificateFacts;
}

/**
 * The CA in the folder, or null where the folder has nothing at all.
 * @throws WorkbenchError cert/invalid where files are missing, damaged, or of different CAs: boards in the field
 *   trust this CA, so nothing is put in its place.
 */
export function checkCa(dir: string, texts: CertificateTexts, nowMs: number): CheckedCa | null {
  const { caCert, caKey, serverCert, serverKey } = texts;
  if (caCert === null && caKey === null && serverCert === null && serverKey === null) return null;
  const invalid = (detail: string, cause?: unknown) =>
    new WorkbenchError('cert/invalid', { dir, detail }, { cause });
  if (caCert === null) throw invalid(`${CERTIFICATE_FILES.caCert} is missing`);
  if (caKey === null) throw invalid(`${CERTIFICATE_FILES.caKey} is missing`);
  const facts = attempt(
    () => readCertificate(caCert),
    (cause) => invalid(`${CERTIFICATE_FILES.caCert} is damaged`, cause),
  );
  const fits = attempt(
    () => keyFits(caCert, caKey),
    (cause) => invalid(`${CERTIFICATE_FILES.caKey} is damaged`, cause),
  );
  if (!fits) throw invalid(`${CERTIFICATE_FILES.caKey} belongs to another certificate`);
  if (!facts.isCa) throw invalid(`${CERTIFICATE_FILES.caCert} is not a CA certificate`);
  if (facts.keyType !== 'rsa') throw invalid(`${CERTIFICATE_FILES.caCert} has a key that is not RSA`);
  if (facts.notAfterMs <= nowMs) throw invalid(`${CERTIFICATE_FILES.caCert} has expired`);
  return { certPem: caCert, keyPem: caKey, facts };
}

/** What the folder has of a server certificate. */
export type ServerFiles =
  /** Neither file: key and certificate are to be made. */
  | { readonly kind: 'none' }
  /** A key that waits for its certificate. */
  | { readonly kind: 'key'; readonly keyPem: string }
  | {
      readonly kind: 'pair';
      readonly keyPem: string;
      readonly certPem: string;
      readonly facts: CertificateFacts;
    };

/** @throws WorkbenchError cert/server-invalid where a file is damaged, or of another key or CA. */
export function checkServer(dir: string, texts: CertificateTexts, caCertPem: string): ServerFiles {
  const { serverCert: certPem, serverKey: keyPem } = texts;
  const invalid = (detail: string, cause?: unknown) =>
    new WorkbenchError('cert/server-invalid', { dir, detail }, { cause });
  if (keyPem === null) {
    if (certPem === null) return { kind: 'none' };
    throw invalid(`${CERTIFICATE_FILES.serverKey} is missing`);
  }
  if (certPem === null) return { kind: 'key', keyPem };
  const facts = attempt(
    () => readCertificate(certPem),
    (cause) => invalid(`${CERTIFICATE_FILES.serverCert} is damaged`, cause),
  );
  const fits = attempt(
    () => keyFits(certPem, keyPem),
    (cause) => invalid(`${CERTIFICATE_FILES.serverKey} is damaged`, cause),
  );
  if (!fits) throw invalid(`${CERTIFICATE_FILES.serverKey} belongs to another certificate`);
  if (!isIssuedBy(certPem, caCertPem)) throw invalid(`${CERTIFICATE_FILES.serverCert} is of another CA`);
  return { kind: 'pair', keyPem, certPem, facts };
}

function attempt<T>(read: () => T, failure: (cause: unknown) => WorkbenchError): T {
  try {
    return read();
  } catch (thrown) {
    // The parser's message alone goes along: it quotes nothing of a key.
    throw failure(messageOf(thrown));
  }
}
