import type { KeyObject } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

import { WorkbenchError } from '../../../../shared/errors.ts';
import type { X509Facts } from '../../../../shared/x509/x509-facts.ts';
import { readX509 } from '../../../../shared/x509/x509-facts.ts';
import { keyName } from '../certificate-view.ts';
import type { BroughtMaterial } from './read-files.ts';

/** A certificate as Node and as boards read it. */
export interface ReadCertificate {
  readonly x509: X509Certificate;
  readonly facts: X509Facts;
}

/** Certificates in the roles that a server gives them. */
export interface Arrangement {
  readonly key: KeyObject;
  /** What a handshake carries, the leaf first; never a root, which the other side has. */
  readonly chain: readonly [ReadCertificate, ...ReadCertificate[]];
  /** What a firmware embeds: the topmost CA of the files, the public root, or a self-signed leaf. */
  readonly ca: ReadCertificate | null;
  readonly selfSigned: boolean;
  readonly publicRoot: ReadCertificate | null;
}

/** Chains of more are nobody's. */
const MAX_DEPTH = 10;

/**
 * Finds the server's certificate by the key, and the way from it to its CA.
 * @param publicRoots The public CAs, PEM: Mozilla's list, as Node has it
 * @throws WorkbenchError cert/no-key, cert/no-certificate, cert/many-keys, cert/key-mismatch, cert/file-unreadable
 */
export function arrange(
  { certificates, keys }: BroughtMaterial,
  publicRoots: readonly string[] = rootCertificates,
): Arrangement {
  const [key] = keys;
  if (certificates.length === 0) throw new WorkbenchError('cert/no-certificate');
  if (key === undefined) throw new WorkbenchError('cert/no-key');
  if (keys.length > 1) throw new WorkbenchError('cert/many-keys', { count: keys.length });
  const all = certificates.map(readOf);
  const fitting = all.filter(({ x509 }) => x509.checkPrivateKey(key));
  // A renewed certificate keeps its key: the one that lasts longer serves.
  const leaf = fitting.reduce<ReadCertificate | null>(
    (best, each) => (best === null || each.facts.notAfterMs > best.facts.notAfterMs ? each : best),
    null,
  );
  if (leaf === null) {
    const subjects = all.map(({ facts }) => facts.subject).join('; ');
    throw new WorkbenchError('cert/key-mismatch', { subjects: subjects.slice(0, 300), key: keyNameOf(key) });
  }
  return { key, ...chainOf(leaf, all, publicRoots) };
}

/** @throws WorkbenchError cert/file-unreadable for what Node reads and boards would not */
export function readOf(x509: X509Certificate): ReadCertificate {
  const facts = readX509(x509.raw);
  if (facts === null) throw new WorkbenchError('cert/file-unreadable', { file: x509.subject });
  return { x509, facts };
}

function chainOf(
  leaf: ReadCertificate,
  all: readonly ReadCertificate[],
  publicRoots: readonly string[],
): Omit<Arrangement, 'key'> {
  const selfSigned = signed(leaf, leaf);
  if (selfSigned) return { chain: [leaf], ca: leaf, selfSigned, publicRoot: null };
  const path: [ReadCertificate, ...ReadCertificate[]] = [leaf];
  let top = leaf;
  while (path.length < MAX_DEPTH && !signed(top, top)) {
    const parent = all.find((each) => !path.includes(each) && signed(top, each));
    if (parent === undefined) break;
    path.push(parent);
    top = parent;
  }
  const publicRoot = publicRootOf(top, publicRoots);
  const ended = top !== leaf && signed(top, top);
  const embedded = publicRoot ?? (top === leaf ? null : top);
  // An intermediate that is embedded need not be sent, but does no harm; a root is never sent.
  const [first, ...rest] = ended ? path.slice(0, -1) : path;
  return { chain: [first ?? leaf, ...rest], ca: embedded, selfSigned, publicRoot };
}

/** By name and signature; whether the parent may sign is judged later. */
function signed(child: ReadCertificate, parent: ReadCertificate): boolean {
  if (child.facts.issuerHex !== parent.facts.subjectHex) return false;
  try {
    return child.x509.verify(parent.x509.publicKey);
  } catch {
    return false;
  }
}

/** The CA of Mozilla's list that signed it, or is it; Espressif makes its bundle from the same list. */
function publicRootOf(top: ReadCertificate, publicRoots: readonly string[]): ReadCertificate | null {
  for (const pem of publicRoots) {
    const x509 = new X509Certificate(pem);
    const facts = readX509(x509.raw);
    if (facts === null || facts.subjectHex !== top.facts.issuerHex) continue;
    if (signed(top, { x509, facts })) return { x509, facts };
  }
  return null;
}

function keyNameOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return modulusLength === undefined
    ? keyName({ kind: 'other', oid: namedCurve ?? key.asymmetricKeyType ?? '' })
    : keyName({ kind: 'rsa', bits: modulusLength });
}
