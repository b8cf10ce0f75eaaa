import type { LeafKind } from '../../../shared/contract/certificates-values.ts';
import type { CheckedCa } from './certificate-check.ts';
import { checkCa, checkServer } from './certificate-check.ts';
import type { AuthorityTexts } from './certificate-files.ts';
import { createCertificateFolder, readCertificateFiles, writeCertificateFile } from './certificate-files.ts';
import { certificateNames } from './certificate-names.ts';
import type { CertificatesDeps } from './certificates.ts';
import { Certificates } from './certificates.ts';
import { inFolder } from './folder-errors.ts';
import { issueCa, issueServerCertificate } from './issue-certificate.ts';
import { makeKeyPair, makeLeafKey } from './key-pair.ts';
import { caProfile } from './profiles.ts';
import type { ServerCertificate } from './server-certificate.ts';
import { issueInto } from './server-certificate.ts';

/** What every server certificate names, whatever is wanted besides. */
const BASIC_NAMES = certificateNames({ ipAddresses: [], dnsNames: [] });

/**
 * Loads the certificates, or makes a CA and a server certificate where the folder has none.
 * @throws WorkbenchError cert/invalid, cert/server-invalid, data/not-writable
 */
export async function openCertificates(deps: CertificatesDeps): Promise<Certificates> {
  return inFolder(deps.dir, async () => {
    const nowMs = deps.clock.nowMs();
    const found = await load(deps.dir, nowMs);
    if (found !== null) return new Certificates(deps, found.ca, found.server);
    await createCertificateFolder(deps.dir, await makeAuthority(deps.leafKind?.() ?? 'rsa2048', nowMs));
    // Read back what lies there: another process may have been first.
    const made = await load(deps.dir, nowMs);
    if (made === null) throw new Error(`${deps.dir} was emptied while it was filled.`);
    return new Certificates(deps, made.ca, made.server);
  });
}

/** The certificates of a folder that has them; null where it has none. @throws WorkbenchError as `openCertificates` */
export async function loadCertificates(deps: CertificatesDeps): Promise<Certificates | null> {
  const found = await inFolder(deps.dir, () => load(deps.dir, deps.clock.nowMs()));
  return found === null ? null : new Certificates(deps, found.ca, found.server);
}

interface Loaded {
  readonly ca: CheckedCa;
  readonly server: ServerCertificate;
}

async function load(dir: string, nowMs: number): Promise<Loaded | null> {
  const texts = await readCertificateFiles(dir);
  const ca = checkCa(dir, texts, nowMs);
  if (ca === null) return null;
  const found = checkServer(dir, texts, ca.certPem);
  if (found.kind === 'pair') return { ca, server: found };
  const keyPem = found.kind === 'key' ? found.keyPem : await makeServerKey(dir);
  return { ca, server: await issueInto(dir, ca, keyPem, BASIC_NAMES, nowMs) };
}

async function makeServerKey(dir: string): Promise<string> {
  const { privateKeyPem } = await makeLeafKey('rsa2048');
  await writeCertificateFile(dir, 'serverKey', privateKeyPem);
  return privateKeyPem;
}

/** A new CA with a server certificate, on disk nowhere yet. */
export async function makeAuthority(kind: LeafKind, nowMs: number): Promise<AuthorityTexts> {
  const [caKeys, leaf] = await Promise.all([makeKeyPair(caProfile.key), makeLeafKey(kind)]);
  const caCert = await issueCa(caKeys, nowMs);
  return authorityOf(caCert, caKeys.privateKeyPem, leaf.privateKeyPem, nowMs);
}

/** The files of an authority whose CA exists already. */
export async function authorityOf(
  caCert: string,
  caKey: string,
  serverKey: string,
  nowMs: number,
): Promise<AuthorityTexts> {
  const request = { caCertPem: caCert, caKeyPem: caKey, serverKeyPem: serverKey, names: BASIC_NAMES, nowMs };
  return { caCert, caKey, serverCert: await issueServerCertificate(request), serverKey };
}
