import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** Both PEM: the private key as PKCS#8, the public key as SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

export interface KeyProfile {
  readonly modulusBits: number;
  readonly publicExponent: number;
}

const generate = promisify(generateKeyPair);

/** Makes an RSA key pair on a thread of Node's pool, so that the program stays responsive meanwhile. */
export async function makeKeyPair(profile: KeyProfile): Promise<KeyPair> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: profile.modulusBits,
    publicExponent: profile.publicExponent,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}
