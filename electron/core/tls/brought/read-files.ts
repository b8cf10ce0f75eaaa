import type { KeyObject } from 'node:crypto';
import { createPrivateKey, X509Certificate } from 'node:crypto';

import { WorkbenchError } from '../../../../shared/errors.ts';
import { looksLikePkcs12, Pkcs12Error, readPkcs12 } from '../pkcs12-read.ts';
import { pemBlocks } from './pem-blocks.ts';
import { readDerKey, readPemKey } from './read-key.ts';

/** One of the files that were brought along. */
export interface BroughtFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What lies in files: each certificate and each key once, in the order of the files. */
export interface BroughtMaterial {
  readonly certificates: readonly X509Certificate[];
  readonly keys: readonly KeyObject[];
}

interface Found {
  readonly certificates: X509Certificate[];
  readonly keys: KeyObject[];
}

/**
 * Certificates and private keys in PEM, DER and PKCS#12 files.
 * @throws WorkbenchError cert/file-unreadable, cert/password-needed, cert/wrong-password, cert/key-form,
 *   cert/pkcs12-damaged, cert/pkcs12-form
 */
export async function readBroughtFiles(
  files: readonly BroughtFile[],
  password: string | null,
): Promise<BroughtMaterial> {
  const certificates = new Map<string, X509Certificate>();
  const keys = new Map<string, KeyObject>();
  for (const file of files) {
    const found = await readFile(file, password);
    if (found.certificates.length + found.keys.length === 0) throw unreadable(file.fileName);
    for (const each of found.certificates) certificates.set(each.fingerprint256, each);
    for (const each of found.keys)
      keys.set(each.export({ type: 'pkcs8', format: 'der' }).toString('hex'), each);
  }
  return { certificates: [...certificates.values()], keys: [...keys.values()] };
}

async function readFile({ fileName, bytes }: BroughtFile, password: string | null): Promise<Found> {
  const found: Found = { certificates: [], keys: [] };
  for (const { label, text } of pemBlocks(bytes)) {
    if (label.endsWith('PRIVATE KEY')) found.keys.push(await readPemKey(text, password, fileName));
    if (/^(X509 |TRUSTED )?CERTIFICATE$/.test(label)) found.certificates.push(certificateOf(text, fileName));
  }
  if (found.certificates.length + found.keys.length > 0) return found;
  if (looksLikePkcs12(bytes)) return readBundle(bytes, password, fileName);
  const key = await readDerKey(bytes, password, fileName);
  if (key !== null) return { certificates: [], keys: [key] };
  return { certificates: [certificateOf(bytes, fileName)], keys: [] };
}

async function readBundle(bytes: Uint8Array, password: string | null, file: string): Promise<Found> {
  try {
    const items = await readPkcs12(bytes, password ?? '');
    const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ der }) => der);
    return {
      certificates: of('certificate').map((der) => certificateOf(der, file)),
      keys: of('key').map((key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' })),
    };
  } catch (thrown) {
    if (!(thrown instanceof Pkcs12Error)) throw new WorkbenchError('cert/pkcs12-damaged', { file });
    if (thrown.kind === 'damaged') throw new WorkbenchError('cert/pkcs12-damaged', { file });
    if (thrown.kind === 'form')
      throw new WorkbenchError('cert/pkcs12-form', { file, detail: thrown.message });
    throw new WorkbenchError(password === null ? 'cert/password-needed' : 'cert/wrong-password', { file });
  }
}

function certificateOf(source: string | Uint8Array, file: string): X509Certificate {
  try {
    return new X509Certificate(typeof source === 'string' ? source : Buffer.from(source));
  } catch {
    throw unreadable(file);
  }
}

function unreadable(file: string): WorkbenchError {
  return new WorkbenchError('cert/file-unreadable', { file });
}
