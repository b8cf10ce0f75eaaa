import { generateKeyPairSync } from 'node:crypto';

import forge from 'node-forge';

/** What a leaf certificate says; everything has a default that a board accepts. */
export interface LeafOptions {
  readonly commonName?: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** False: no SAN extension at all. */
  readonly altNames?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly keyUsage?: 'digitalSignature' | 'keyEncipherment';
  readonly purpose?: 'serverAuth' | 'clientAuth' | null;
  readonly digest?: 'sha256' | 'sha1';
}

export interface TestAuthority {
  readonly caPem: string;
  /** Certificate and key for a server, as node:https takes them. */
  issue(options?: LeafOptions): { readonly cert: string; readonly key: string };
}

interface KeyPair {
  readonly publicKey: forge.pki.rsa.PublicKey;
  readonly privateKey: forge.pki.rsa.PrivateKey;
  readonly privatePem: string;
}

const DAY_MS = 86_400_000;
const keys = new Map<string, KeyPair>();

/** A certificate authority of this name; its key is made once a run. */
export function testAuthority(name = 'Test CA'): TestAuthority {
  const caKey = keyPair(name);
  const ca = forge.pki.createCertificate();
  fill(ca, caKey, name, name, {});
  ca.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  ca.sign(caKey.privateKey, forge.md.sha256.create());
  return {
    caPem: forge.pki.certificateToPem(ca),
    issue: (options = {}) => issue(name, caKey, options),
  };
}

function issue(issuer: string, caKey: KeyPair, options: LeafOptions) {
  const leafKey = keyPair('leaf');
  const leaf = forge.pki.createCertificate();
  const { dnsNames = ['127.0.0.1', 'localhost'], ipAddresses = ['127.0.0.1'] } = options;
  fill(leaf, leafKey, options.commonName ?? '127.0.0.1', issuer, options);
  const altNames = [
    ...dnsNames.map((value) => ({ type: 2, value })),
    ...ipAddresses.map((ip) => ({ type: 7, ip })),
  ];
  const purpose = options.purpose === undefined ? 'serverAuth' : options.purpose;
  leaf.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', [options.keyUsage ?? 'digitalSignature']: true, critical: true },
    ...(purpose === null ? [] : [{ name: 'extKeyUsage', [purpose]: true }]),
    ...(options.altNames === false ? [] : [{ name: 'subjectAltName', altNames }]),
  ]);
  leaf.sign(caKey.privateKey, forge.md[options.digest ?? 'sha256'].create());
  return { cert: forge.pki.certificateToPem(leaf), key: leafKey.privatePem };
}

function fill(
  certificate: forge.pki.Certificate,
  key: KeyPair,
  subject: string,
  issuer: string,
  { notBefore, notAfter }: LeafOptions,
): void {
  certificate.publicKey = key.publicKey;
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(8))}`;
  certificate.validity.notBefore = notBefore ?? new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = notAfter ?? new Date(Date.now() + DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: subject }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer }]);
}

function keyPair(name: string): KeyPair {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const made = {
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    privatePem: privateKey,
  };
  keys.set(name, made);
  return made;
}
