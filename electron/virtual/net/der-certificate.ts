import { X509Certificate } from 'node:crypto';

import forge from 'node-forge';

/** The fields of a certificate that mbedTLS judges by, read from its DER bytes. */
export interface DerCertificate {
  readonly der: Buffer;
  /** 1 to 3. */
  readonly version: number;
  /** DER of the names, for comparison. */
  readonly issuer: string;
  readonly subject: string;
  readonly commonNames: readonly string[];
  /** Null without the extension; other kinds of name are left out. */
  readonly altNames: {
    readonly dnsNames: readonly string[];
    /** 4 or 16 bytes, hex. */
    readonly ipAddresses: readonly string[];
    readonly uris: readonly string[];
  } | null;
  readonly isCa: boolean;
  readonly pathLength: number | null;
  /** First octet of the KeyUsage bit string, 0x80 digitalSignature, 0x04 keyCertSign; null without it. */
  readonly keyUsage: number | null;
  /** OIDs; null without the extension. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly signatureOid: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** The same certificate for checking signatures. */
  readonly x509: X509Certificate;
}

const { asn1 } = forge;
type Node = forge.asn1.Asn1;

const OID = {
  commonName: '2.5.4.3',
  altName: '2.5.29.17',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
};
const EXPLICIT_VERSION = 0;
const EXPLICIT_EXTENSIONS = 3;

/** @throws Error for bytes that are no certificate */
export function readCertificate(der: Buffer): DerCertificate {
  const x509 = new X509Certificate(der);
  const [tbs, algorithm] = children(parse(der.toString('latin1')));
  const fields = children(tbs);
  const versioned =
    fields[0]?.tagClass === asn1.Class.CONTEXT_SPECIFIC && fields[0].type === EXPLICIT_VERSION;
  const [, , issuer, , subject] = versioned ? fields.slice(1) : fields;
  const extensions = readExtensions(fields.find(isExtensions));
  const constraints = children(extensions.get(OID.basicConstraints));
  return {
    der,
    version: versioned ? integer(children(fields[0])[0]) + 1 : 1,
    issuer: derOf(issuer),
    subject: derOf(subject),
    commonNames: commonNames(subject),
    altNames: altNames(extensions.get(OID.altName)),
    isCa: constraints.some((node) => node.type === asn1.Type.BOOLEAN && node.value !== '\0'),
    pathLength: pathLength(constraints),
    keyUsage: keyUsage(extensions.get(OID.keyUsage)),
    extendedKeyUsage: oids(extensions.get(OID.extendedKeyUsage)),
    signatureOid: oid(children(algorithm)[0]),
    notBeforeMs: Date.parse(x509.validFrom),
    notAfterMs: Date.parse(x509.validTo),
    x509,
  };
}

/** Every certificate of a PEM text, in its order. Empty for a text without one. */
export function readPem(pem: string): readonly DerCertificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => readCertificate(new X509Certificate(block).raw));
}

function readExtensions(holder: Node | undefined): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const extension of children(children(holder)[0])) {
    const parts = children(extension);
    const value = parts.at(-1)?.value;
    if (typeof value === 'string') found.set(oid(parts[0]), parse(value));
  }
  return found;
}

function isExtensions(node: Node): boolean {
  return node.tagClass === asn1.Class.CONTEXT_SPECIFIC && node.type === EXPLICIT_EXTENSIONS;
}

function commonNames(subject: Node | undefined): readonly string[] {
  return children(subject)
    .flatMap((set) => children(set))
    .filter((pair) => oid(children(pair)[0]) === OID.commonName)
    .map((pair) => text(children(pair)[1]));
}

function altNames(node: Node | undefined): DerCertificate['altNames'] {
  if (node === undefined) return null;
  const ofType = (type: number): string[] =>
    children(node)
      .filter((name) => name.type === type)
      .map(text);
  return {
    dnsNames: ofType(2),
    uris: ofType(6),
    ipAddresses: ofType(7).map((bytes) => Buffer.from(bytes, 'latin1').toString('hex')),
  };
}

function pathLength(constraints: readonly Node[]): number | null {
  const length = constraints.find((node) => node.type === asn1.Type.INTEGER);
  return length === undefined ? null : integer(length);
}

/** A bit string's content: the number of unused bits, then the bits. */
function keyUsage(node: Node | undefined): number | null {
  if (node === undefined) return null;
  const bits = 'bitStringContents' in node ? node.bitStringContents : node.value;
  return typeof bits === 'string' ? bits.charCodeAt(1) : 0;
}

function oids(node: Node | undefined): readonly string[] | null {
  return node === undefined ? null : children(node).map(oid);
}

function parse(bytes: string): Node {
  return asn1.fromDer(bytes, false);
}

function children(node: Node | undefined): Node[] {
  return Array.isArray(node?.value) ? node.value : [];
}

function text(node: Node | undefined): string {
  return typeof node?.value === 'string' ? node.value : '';
}

function oid(node: Node | undefined): string {
  return asn1.derToOid(text(node));
}

function integer(node: Node | undefined): number {
  return [...text(node)].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
}

function derOf(node: Node | undefined): string {
  return node === undefined ? '' : Buffer.from(asn1.toDer(node).getBytes(), 'latin1').toString('hex');
}
