import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

import type { Asn1 } from './der.ts';
import { bytesOf, integer, integerOf, nothing, octets, oid, oidOf, partsOf, sequence } from './der.ts';

export const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const HMAC_SHA256 = '1.2.840.113549.2.9';
const AES_256_CBC = '2.16.840.1.101.3.4.1.42';

const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  [HMAC_SHA256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  [AES_256_CBC]: { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/** Makes a guess at the password cost a good part of a second. */
const ITERATIONS = 600_000;
/** Files of any origin: more would be a way to keep the program busy. */
const MOST_ITERATIONS = 10_000_000;
const derive = promisify(pbkdf2);

/** A form of encryption that is not read here; the message names it. */
export class UnknownForm extends Error {}

/** Encrypts with a password (PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC); the algorithm goes along. */
export async function encryptPbes2(
  plain: Uint8Array,
  password: string,
): Promise<{ readonly algorithm: Asn1; readonly encrypted: Buffer }> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const key = await derive(password, salt, ITERATIONS, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const algorithm = sequence(
    oid(PBES2),
    sequence(
      sequence(
        oid(PBKDF2),
        sequence(octets(salt), integer(ITERATIONS), sequence(oid(HMAC_SHA256), nothing())),
      ),
      sequence(oid(AES_256_CBC), octets(iv)),
    ),
  );
  return { algorithm, encrypted: Buffer.concat([cipher.update(plain), cipher.final()]) };
}

/**
 * Undoes PBES2 with any of the usual ciphers.
 * @param parameters Of the AlgorithmIdentifier
 * @throws UnknownForm; Error where the password is wrong or the bytes are damaged
 */
export async function decryptPbes2(
  parameters: Asn1 | undefined,
  encrypted: Uint8Array,
  password: string,
): Promise<Buffer> {
  const [derivation, encryption] = partsOf(parameters);
  const [kdf, kdfParameters] = partsOf(derivation);
  if (oidOf(kdf) !== PBKDF2) throw new UnknownForm(`key derivation ${oidOf(kdf)}`);
  const [salt, rounds, ...more] = partsOf(kdfParameters);
  // The length of the key may stand before the PRF, which is HMAC-SHA-1 where none is named.
  const prf = more.find((part) => typeof part.value !== 'string');
  const prfOid = prf === undefined ? '1.2.840.113549.2.7' : oidOf(partsOf(prf)[0]);
  const [cipherOid, iv] = partsOf(encryption);
  const hash = HASHES[prfOid];
  const cipher = CIPHERS[oidOf(cipherOid)];
  if (hash === undefined) throw new UnknownForm(`PRF ${prfOid}`);
  if (cipher === undefined) throw new UnknownForm(`cipher ${oidOf(cipherOid)}`);
  const iterations = integerOf(rounds);
  if (iterations > MOST_ITERATIONS) throw new UnknownForm(`${iterations} iterations`);
  const key = await derive(password, bytesOf(salt), iterations, cipher.keyBytes, hash);
  const decipher = createDecipheriv(cipher.name, key, bytesOf(iv));
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}
