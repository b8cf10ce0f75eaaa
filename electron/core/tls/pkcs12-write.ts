import { createHash, createHmac, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';

import type { Asn1 } from './der.ts';
import { bmpString, derOf, explicit, integer, nothing, octets, oid, sequence, set } from './der.ts';
import { encryptPbes2 } from './pbes2.ts';
import { macKey } from './pkcs12-key.ts';

const DATA = '1.2.840.113549.1.7.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** The MAC is a way to try passwords too: computed in slices, it takes a good part of a second. */
const MAC_ITERATIONS = 100_000;

/** A certificate and its private key, both PEM. */
export interface NamedPair {
  readonly certPem: string;
  readonly keyPem: string;
  readonly friendlyName: string;
}

/** A PKCS#12 file (RFC 7292) with these pairs; the keys are encrypted with the password, the certificates are not. */
export async function writePkcs12(pairs: readonly NamedPair[], password: string): Promise<Buffer> {
  const certificateBags: Asn1[] = [];
  const keyBags: Asn1[] = [];
  for (const { certPem, keyPem, friendlyName } of pairs) {
    const certificate = new X509Certificate(certPem).raw;
    const key = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
    const { algorithm, encrypted } = await encryptPbes2(key, password);
    const attributes = attributesOf(friendlyName, createHash('sha1').update(certificate).digest());
    certificateBags.push(
      bag(CERT_BAG, sequence(oid(X509_CERTIFICATE), explicit(0, octets(certificate))), attributes),
    );
    keyBags.push(bag(SHROUDED_KEY_BAG, sequence(algorithm, octets(encrypted)), attributes));
  }
  const safe = derOf(sequence(data(derOf(sequence(...keyBags))), data(derOf(sequence(...certificateBags)))));
  return derOf(sequence(integer(3), data(safe), await macOf(safe, password)));
}

function data(bytes: Uint8Array): Asn1 {
  return sequence(oid(DATA), explicit(0, octets(bytes)));
}

function bag(type: string, value: Asn1, attributes: Asn1): Asn1 {
  return sequence(oid(type), explicit(0, value), attributes);
}

/** Certificate and key have the same id, by which readers put them together. */
function attributesOf(friendlyName: string, keyId: Buffer): Asn1 {
  return set(
    sequence(oid(FRIENDLY_NAME), set(bmpString(friendlyName))),
    sequence(oid(LOCAL_KEY_ID), set(octets(keyId))),
  );
}

async function macOf(content: Buffer, password: string): Promise<Asn1> {
  const salt = randomBytes(16);
  const key = await macKey('sha256', password, salt, MAC_ITERATIONS);
  const mac = createHmac('sha256', key).update(content).digest();
  return sequence(
    sequence(sequence(oid(SHA256), nothing()), octets(mac)),
    octets(salt),
    integer(MAC_ITERATIONS),
  );
}
