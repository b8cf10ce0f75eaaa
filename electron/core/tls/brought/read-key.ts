import type { KeyObject } from 'node:crypto';
import { createPrivateKey } from 'node:crypto';

import { messageOf, WorkbenchError } from '../../../../shared/errors.ts';
import { decryptWithPassword } from '../decrypt-with-password.ts';
import type { Asn1 } from '../der.ts';
import { bytesOf, parseDer, partsOf } from '../der.ts';
import { UnknownForm } from '../pbes2.ts';

/**
 * A private key out of its PEM block.
 * @throws WorkbenchError cert/password-needed, cert/wrong-password, cert/key-form
 */
export async function readPemKey(text: string, password: string | null, file: string): Promise<KeyObject> {
  if (text.startsWith('-----BEGIN ENCRYPTED ')) {
    const body = text.split('\n').slice(1, -2).join('');
    return readEncryptedKey(Buffer.from(body, 'base64'), password, file);
  }
  const encrypted = text.includes('Proc-Type: 4,ENCRYPTED');
  if (encrypted && password === null) throw new WorkbenchError('cert/password-needed', { file });
  try {
    return createPrivateKey({ key: text, format: 'pem', passphrase: password ?? '' });
  } catch (thrown) {
    const unknown = /unsupported|unknown cipher/i.test(messageOf(thrown));
    if (encrypted && !unknown) throw new WorkbenchError('cert/wrong-password', { file });
    throw new WorkbenchError('cert/key-form', { file, detail: formOf(thrown) });
  }
}

/** A private key in DER of any form, or null for what is none. @throws WorkbenchError as `readPemKey` */
export async function readDerKey(
  bytes: Uint8Array,
  password: string | null,
  file: string,
): Promise<KeyObject | null> {
  const key = Buffer.from(bytes);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key, format: 'der', type });
    } catch {
      // Of another form.
    }
  }
  return encryptedParts(bytes) === null ? null : readEncryptedKey(bytes, password, file);
}

/** PKCS#8's EncryptedPrivateKeyInfo. */
async function readEncryptedKey(
  bytes: Uint8Array,
  password: string | null,
  file: string,
): Promise<KeyObject> {
  const parts = encryptedParts(bytes);
  if (parts === null) throw new WorkbenchError('cert/key-form', { file, detail: 'damaged' });
  if (password === null) throw new WorkbenchError('cert/password-needed', { file });
  try {
    const key = await decryptWithPassword(parts.algorithm, parts.encrypted, password);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch (thrown) {
    if (thrown instanceof UnknownForm)
      throw new WorkbenchError('cert/key-form', { file, detail: thrown.message });
    throw new WorkbenchError('cert/wrong-password', { file });
  }
}

function encryptedParts(bytes: Uint8Array): { readonly algorithm: Asn1; readonly encrypted: Buffer } | null {
  try {
    const [algorithm, encrypted, surplus] = partsOf(parseDer(bytes));
    if (algorithm === undefined || surplus !== undefined) return null;
    partsOf(algorithm);
    return { algorithm, encrypted: bytesOf(encrypted) };
  } catch {
    return null;
  }
}

/** The code alone: a parser's message is for programmers. */
function formOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
}
