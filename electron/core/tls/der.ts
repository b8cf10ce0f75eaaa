import forge from 'node-forge';

/** ASN.1 as forge builds and reads it. */
export type Asn1 = forge.asn1.Asn1;

const { Class, Type } = forge.asn1;

export function sequence(...children: readonly Asn1[]): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...children]);
}

export function set(...children: readonly Asn1[]): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.SET, true, [...children]);
}

/** The dotted form. */
export function oid(text: string): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.OID, false, forge.asn1.oidToDer(text).getBytes());
}

export function octets(bytes: Uint8Array): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, binary(bytes));
}

/** Without unused bits. */
export function bitString(bytes: Uint8Array): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, `\0${binary(bytes)}`);
}

export function integer(value: number): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.INTEGER, false, forge.asn1.integerToDer(value).getBytes());
}

export function nothing(): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.NULL, false, '');
}

/** A BMPString, as friendly names are. */
export function bmpString(text: string): Asn1 {
  return forge.asn1.create(Class.UNIVERSAL, Type.BMPSTRING, false, text);
}

/** `[number] EXPLICIT` */
export function explicit(number: number, child: Asn1): Asn1 {
  return forge.asn1.create(Class.CONTEXT_SPECIFIC, number, true, [child]);
}

/** @throws Error for anything but one whole DER (or BER) value */
export function parseDer(bytes: Uint8Array): Asn1 {
  return forge.asn1.fromDer(forge.util.createBuffer(binary(bytes)));
}

export function derOf(value: Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(value).getBytes(), 'binary');
}

/** The elements inside. @throws Error where it has none */
export function partsOf(value: Asn1 | undefined): readonly Asn1[] {
  if (value === undefined || typeof value.value === 'string') throw new Error('An element is missing.');
  return value.value;
}

/** The bytes of an element without elements; an octet string in parts (BER) is joined. @throws Error */
export function bytesOf(value: Asn1 | undefined): Buffer {
  if (value === undefined) throw new Error('An element is missing.');
  if (typeof value.value === 'string') return Buffer.from(value.value, 'binary');
  return Buffer.concat(value.value.map(bytesOf));
}

/** The dotted form of an OID. @throws Error where it is none */
export function oidOf(value: Asn1 | undefined): string {
  if (value?.type !== Type.OID || typeof value.value !== 'string') throw new Error('An OID is missing.');
  return forge.asn1.derToOid(value.value);
}

/** The text of a BMPString, or null for anything else. */
export function textOf(value: Asn1 | undefined): string | null {
  return value?.type === Type.BMPSTRING && typeof value.value === 'string' ? value.value : null;
}

/** A whole number of up to six bytes. @throws Error */
export function integerOf(value: Asn1 | undefined): number {
  const bytes = bytesOf(value);
  if (value?.type !== Type.INTEGER || bytes.length === 0 || bytes.length > 6) throw new Error('No number.');
  return bytes.readUIntBE(0, bytes.length);
}

export function binary(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('binary');
}
