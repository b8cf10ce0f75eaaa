import type { CheckedCa } from './certificate-check.ts';
import { checkCa, checkServer } from './certificate-check.ts';
import { createCertificateFolder, readCertificateFiles, writeCertificateFile } from './certificate-files.ts';
import { certificateNames } from './certificate-names.ts';
import type { CertificatesDeps } from './certificates.ts';
import { Certificates } from './certificates.ts';
import { inFolder } from './folder-errors.ts';
import { issueCa, issueServerCertificate } from './issue-certificate.ts';
import { makeKeyPair } from './key-pair.ts';
import { caProfile, serverProfile } from './profiles.ts';
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
    await make(deps.dir, nowMs);
    // Read back what lies there: another process may have been first.
    const made = await load(deps.dir, nowMs);
    if (made === null) throw new Error(`${deps.dir} was emptied while it was filled.`);
    return new Certificates(deps, made.ca, made.server);
  });
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
  const { privateKeyPem } = await makeKeyPair(serverProfile.key);
  await writeCertificateFile(dir, 'serverKey', privateKeyPem);
  return privateKeyPem;
}

async function make(dir: string, nowMs: number): Promise<void> {
  const [caKeys, serverKeys] = await Promise.all([
    makeKeyPair(caProfile.key),
    makeKeyPair(serverProfile.key),
  ]);
  const caCert = await issueCa(caKeys, nowMs);
  const serverCert = await issueServerCertificate({
    caCertPem: caCert,
    caKeyPem: caKeys.privateKeyPem,
    serverKeyPem: serverKeys.privateKeyPem,
    names: BASIC_NAMES,
    nowMs,
  });
  await createCertificateFolder(dir, {
    caCert,
    caKey: caKeys.privateKeyPem,
    serverCert,
    serverKey: serverKeys.privateKeyPem,
  });
}
