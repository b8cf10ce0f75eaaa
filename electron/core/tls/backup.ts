import type { X509Certificate } from 'node:crypto';

import { WorkbenchError } from '../../../shared/errors.ts';
import { readOf } from './brought/arrange.ts';
import { day } from './brought/findings.ts';
import { readBroughtFiles } from './brought/read-files.ts';
import { keyName } from './certificate-view.ts';
import type { Certificates } from './certificates.ts';
import { writePkcs12 } from './pkcs12-write.ts';

/** Fewer characters are soon guessed. */
const LEAST_PASSWORD = 8;

/** CA certificate and key, PEM. */
export interface CaPair {
  readonly certPem: string;
  readonly keyPem: string;
}

/** All CAs of this program in one PKCS#12 file, the current one first. @throws WorkbenchError cert/password-short */
export async function backUp(
  [current, ...previous]: readonly Certificates[],
  password: string,
): Promise<Buffer> {
  if ([...password].length < LEAST_PASSWORD)
    throw new WorkbenchError('cert/password-short', { least: LEAST_PASSWORD });
  if (current === undefined) throw new Error('There is no CA to back up.');
  const named = (friendlyName: string) => (each: Certificates) => ({ ...each.caPair(), friendlyName });
  return writePkcs12(
    [named('OTA Workbench CA')(current), ...previous.map(named('OTA Workbench CA, previous'))],
    password,
  );
}

/**
 * The CAs of a backup, the one that was current first.
 * @throws WorkbenchError cert/not-a-backup, cert/restore-not-rsa, cert/not-a-ca, cert/ca-expired, and what
 *   `readBroughtFiles` throws for the file
 */
export async function readBackup(
  bytes: Uint8Array,
  password: string,
  nowMs: number,
): Promise<readonly [CaPair, ...CaPair[]]> {
  const file = { fileName: 'backup.p12', bytes };
  const { certificates, keys } = await readBroughtFiles([file], password);
  // Certificates and keys stand in the same order; what has no key is no CA of a backup.
  const pairs = keys.flatMap((key) => {
    const x509 = certificates.find((each) => each.checkPrivateKey(key));
    if (x509 === undefined) return [];
    checkCa(x509, nowMs);
    return [{ certPem: x509.toString(), keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString() }];
  });
  const [first, ...rest] = pairs.map(({ certPem, keyPem }) => ({ certPem: `${certPem.trim()}\n`, keyPem }));
  if (first === undefined) throw new WorkbenchError('cert/not-a-backup');
  return [first, ...rest];
}

function checkCa(x509: X509Certificate, nowMs: number): void {
  const { facts } = readOf(x509);
  const { subject } = facts;
  if (!facts.isCa) throw new WorkbenchError('cert/not-a-ca', { subject });
  if (facts.key.kind !== 'rsa')
    throw new WorkbenchError('cert/restore-not-rsa', { subject, key: keyName(facts.key) });
  if (facts.notAfterMs <= nowMs)
    throw new WorkbenchError('cert/ca-expired', { subject, date: day(facts.notAfterMs) });
}
