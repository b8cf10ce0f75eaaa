import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import type { LeafKind } from '../../../shared/contract/certificates-values.ts';
import { serverProfile } from './profiles.ts';

/** Both PEM: the private key as PKCS#8, the public key as SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

export interface RsaKeyProfile {
  readonly modulusBits: number;
  readonly publicExponent: number;
}

const generate = promisify(generateKeyPair);

/** Makes an RSA key pair on a thread of Node's pool, so that the program stays responsive meanwhile. */
export async function makeKeyPair(profile: RsaKeyProfile): Promise<KeyPair> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: profile.modulusBits,
    publicExponent: profile.publicExponent,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}

/** The same for a server certificate of this kind. */
export async function makeLeafKey(kind: LeafKind): Promise<KeyPair> {
  if (kind === 'rsa2048') return makeKeyPair(serverProfile.key);
  const { namedCurve } = serverProfile.p256Key;
  const { privateKey, publicKey } = await generate('ec', {
    namedCurve,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}

/** Of which kind a private key is. */
export function leafKindOf(privateKeyPem: string): LeafKind {
  return createPublicKey(privateKeyPem).asymmetricKeyType === 'ec' ? 'p256' : 'rsa2048';
}
