import forge from 'node-forge';

import type { Asn1 } from './der.ts';
import { bytesOf, derOf, integerOf, octets, oidOf, partsOf, sequence } from './der.ts';
import { decryptPbes2, PBES2, UnknownForm } from './pbes2.ts';

/** PKCS#12's own: SHA-1 with 3DES (both forms) and with RC2 (128 and 40 bits). Forge computes these in JavaScript. */
const OLD_FORMS = [3, 4, 5, 6].map((last) => `1.2.840.113549.1.12.1.${last}`);
const MOST_OLD_ITERATIONS = 200_000;

/**
 * Undoes any form of encryption with a password that PKCS#8 and PKCS#12 files have.
 * @param algorithm AlgorithmIdentifier
 * @throws UnknownForm; Error where the password is wrong or the bytes are damaged
 */
export async function decryptWithPassword(
  algorithm: Asn1 | undefined,
  encrypted: Uint8Array,
  password: string,
): Promise<Buffer> {
  const [name, parameters] = partsOf(algorithm);
  const form = oidOf(name);
  if (form === PBES2) return decryptPbes2(parameters, encrypted, password);
  if (!OLD_FORMS.includes(form)) throw new UnknownForm(form);
  const [salt, iterations] = partsOf(parameters);
  if (bytesOf(salt).length === 0 || integerOf(iterations) > MOST_OLD_ITERATIONS)
    throw new UnknownForm(`${form} with ${integerOf(iterations)} iterations`);
  if (algorithm === undefined) throw new UnknownForm(form);
  // Certificates are encrypted in the same way as the keys that this function is named for.
  const plain: Asn1 | null = forge.pki.decryptPrivateKeyInfo(
    sequence(algorithm, octets(encrypted)),
    password,
  );
  if (plain === null) throw new Error('The padding is wrong.');
  return derOf(plain);
}
