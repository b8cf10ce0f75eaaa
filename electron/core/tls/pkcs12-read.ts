import { createHmac } from 'node:crypto';

import { decryptWithPassword } from './decrypt-with-password.ts';
import type { Asn1 } from './der.ts';
import { bytesOf, derOf, integerOf, oidOf, parseDer, partsOf, textOf } from './der.ts';
import { UnknownForm } from './pbes2.ts';
import { macKey, sameMac } from './pkcs12-key.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const SAFE_CONTENTS_BAG = '1.2.840.113549.1.12.10.1.6';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';

const MAC_HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const MOST_ITERATIONS = 10_000_000;

/** Something in a PKCS#12 file, in the order of the file. Both DER: a certificate, or a key as PKCS#8. */
export interface Pkcs12Item {
  readonly kind: 'certificate' | 'key';
  readonly der: Buffer;
  readonly friendlyName: string | null;
}

/** What may be wrong with a PKCS#12 file; `form`: it uses what is not read here. */
export class Pkcs12Error extends Error {
  readonly kind: 'damaged' | 'wrongPassword' | 'form';

  constructor(kind: Pkcs12Error['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** True for bytes that begin as a PKCS#12 file does: a sequence with the version 3 and a content's type. */
export function looksLikePkcs12(bytes: Uint8Array): boolean {
  const at = Buffer.from(bytes.subarray(0, 16)).indexOf(Buffer.from([0x02, 0x01, 0x03, 0x30]));
  return bytes[0] === 0x30 && at >= 2 && at <= 6;
}

/** Certificates and keys of a PKCS#12 file (RFC 7292), old forms of encryption too. @throws Pkcs12Error */
export async function readPkcs12(bytes: Uint8Array, password: string): Promise<readonly Pkcs12Item[]> {
  let safe: Buffer;
  let mac: Asn1 | undefined;
  try {
    const [, content, macData] = partsOf(parseDer(bytes));
    safe = dataOf(content);
    mac = macData;
  } catch (thrown) {
    if (thrown instanceof Pkcs12Error) throw thrown;
    throw new Pkcs12Error('damaged', 'It is not whole.');
  }
  if (mac !== undefined) await checkMac(mac, safe, password);
  try {
    const items: Pkcs12Item[] = [];
    for (const content of partsOf(parseDer(safe))) items.push(...(await itemsOf(content, password)));
    return items;
  } catch (thrown) {
    if (thrown instanceof UnknownForm) throw new Pkcs12Error('form', thrown.message);
    // What the MAC vouches for is not damaged; without one, a wrong password looks the same.
    throw new Pkcs12Error(mac === undefined ? 'wrongPassword' : 'damaged', 'It cannot be decrypted.');
  }
}

async function checkMac(mac: Asn1, content: Buffer, password: string): Promise<void> {
  let hashOid: string;
  let wanted: Buffer;
  let salt: Buffer;
  let iterations: number;
  try {
    const [digest, macSalt, rounds] = partsOf(mac);
    const [algorithm, value] = partsOf(digest);
    hashOid = oidOf(partsOf(algorithm)[0]);
    [wanted, salt] = [bytesOf(value), bytesOf(macSalt)];
    iterations = rounds === undefined ? 1 : integerOf(rounds);
  } catch {
    throw new Pkcs12Error('damaged', 'Its MAC is not whole.');
  }
  const hash = MAC_HASHES[hashOid];
  if (hash === undefined) throw new Pkcs12Error('form', `MAC ${hashOid}`);
  if (iterations > MOST_ITERATIONS) throw new Pkcs12Error('form', `${iterations} iterations`);
  const key = await macKey(hash, password, salt, iterations);
  if (sameMac(createHmac(hash, key).update(content).digest(), wanted)) return;
  throw new Pkcs12Error('wrongPassword', 'The MAC does not fit.');
}

/** The octets of a ContentInfo of type data. */
function dataOf(content: Asn1 | undefined): Buffer {
  const [type, holder] = partsOf(content);
  if (oidOf(type) !== DATA) throw new Pkcs12Error('form', `content ${oidOf(type)}`);
  return bytesOf(partsOf(holder)[0]);
}

async function itemsOf(content: Asn1, password: string): Promise<readonly Pkcs12Item[]> {
  const [type, holder] = partsOf(content);
  const form = oidOf(type);
  if (form === DATA) return bagsOf(parseDer(bytesOf(partsOf(holder)[0])), password);
  if (form !== ENCRYPTED_DATA) throw new UnknownForm(`content ${form}`);
  const [, encryptedContent] = partsOf(partsOf(holder)[0]);
  const [, algorithm, encrypted] = partsOf(encryptedContent);
  return bagsOf(parseDer(await decryptWithPassword(algorithm, bytesOf(encrypted), password)), password);
}

async function bagsOf(contents: Asn1, password: string): Promise<readonly Pkcs12Item[]> {
  const items: Pkcs12Item[] = [];
  for (const bag of partsOf(contents)) {
    const [type, holder, attributes] = partsOf(bag);
    const value = partsOf(holder)[0];
    const friendlyName = nameOf(attributes);
    const kind = oidOf(type);
    if (kind === SAFE_CONTENTS_BAG && value !== undefined) items.push(...(await bagsOf(value, password)));
    if (kind === KEY_BAG && value !== undefined) items.push({ kind: 'key', der: derOf(value), friendlyName });
    if (kind === SHROUDED_KEY_BAG) {
      const [algorithm, encrypted] = partsOf(value);
      const der = await decryptWithPassword(algorithm, bytesOf(encrypted), password);
      // One wrong password in 256 leaves a padding that looks right.
      partsOf(parseDer(der));
      items.push({ kind: 'key', der, friendlyName });
    }
    if (kind === CERT_BAG) {
      const [certificateType, certificate] = partsOf(value);
      if (oidOf(certificateType) !== X509_CERTIFICATE) continue;
      items.push({ kind: 'certificate', der: bytesOf(partsOf(certificate)[0]), friendlyName });
    }
  }
  return items;
}

function nameOf(attributes: Asn1 | undefined): string | null {
  if (attributes === undefined) return null;
  for (const attribute of partsOf(attributes)) {
    const [type, values] = partsOf(attribute);
    if (oidOf(type) !== FRIENDLY_NAME) continue;
    return textOf(partsOf(values)[0]);
  }
  return null;
}
