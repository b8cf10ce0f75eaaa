import type { KeyObject } from 'node:crypto';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

/** The key with which an installation signs its reports, Ed25519. */
export interface SigningKey {
  /** SHA-256 of the public key (DER, SubjectPublicKeyInfo): names the key. */
  readonly keyId: string;
  readonly publicPem: string;
  /** 64 bytes over the manifest's. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** The key in `file`, made there at the first use for its owner alone. @throws where it cannot be read or written */
export async function openSigningKey(file: string): Promise<SigningKey> {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeFileAtomic(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const privateKey = createPrivateKey(readFileSync(file));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`);
  const publicKey = createPublicKey(privateKey);
  return {
    keyId: keyIdOf(publicKey),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** Names a public key; null for a text that holds no Ed25519 key. */
export function publicKeyId(pem: string): string | null {
  const key = publicKeyOf(pem);
  return key === null ? null : keyIdOf(key);
}

/** Whether this key signed these bytes. */
export function isSignedBy(publicPem: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(publicPem);
  return key !== null && verify(null, bytes, key, signature);
}

/** The key id of an installation that has signed before; null for one that has not. */
export function knownKeyId(file: string): string | null {
  try {
    return keyIdOf(createPublicKey(createPrivateKey(readFileSync(file))));
  } catch {
    return null;
  }
}

function publicKeyOf(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
