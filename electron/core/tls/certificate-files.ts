import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

import writeFileAtomic from 'write-file-atomic';

/** The four files of `<data>/certs/`. The first goes into the boards' firmware. */
export const CERTIFICATE_FILES = {
  caCert: 'ca_cert.pem',
  caKey: 'ca_key.pem',
  serverCert: 'server_cert.pem',
  serverKey: 'server_key.pem',
} as const;

export type CertificateFile = keyof typeof CERTIFICATE_FILES;
/** The text of each file; null where it is missing. */
export type CertificateTexts = Readonly<Record<CertificateFile, string | null>>;
/** The whole of an authority of this program. */
export type AuthorityTexts = Readonly<Record<CertificateFile, string>>;

const FILES: readonly CertificateFile[] = ['caKey', 'caCert', 'serverKey', 'serverCert'];
const FOLDER_MODE = 0o700;
const MODES: Readonly<Record<CertificateFile, number>> = {
  caCert: 0o644,
  caKey: 0o600,
  serverCert: 0o644,
  serverKey: 0o600,
};

/** Reads what is there and takes key files away from other users of the machine. */
export async function readCertificateFiles(dir: string): Promise<CertificateTexts> {
  const [caCert, caKey, serverCert, serverKey] = await Promise.all([
    readOne(dir, 'caCert'),
    readOne(dir, 'caKey'),
    readOne(dir, 'serverCert'),
    readOne(dir, 'serverKey'),
  ]);
  return { caCert, caKey, serverCert, serverKey };
}

/** Replaces one file whole: a reader sees the old or the new text, never a part. */
export async function writeCertificateFile(dir: string, file: CertificateFile, text: string): Promise<void> {
  await writeFileAtomic(path.join(dir, CERTIFICATE_FILES[file]), text, { mode: MODES[file] });
}

export async function removeCertificateFile(dir: string, file: CertificateFile): Promise<void> {
  await rm(path.join(dir, CERTIFICATE_FILES[file]), { force: true });
}

/**
 * Makes the folder with these files in one step, so that a crash leaves no half of a CA behind.
 * Answers false where another process was first; nothing is changed then.
 */
export async function createCertificateFolder(
  dir: string,
  texts: Readonly<Partial<Record<CertificateFile, string | null>>>,
): Promise<boolean> {
  await mkdir(path.dirname(dir), { recursive: true });
  const draft = await mkdtemp(`${dir}.new-`);
  try {
    await chmod(draft, FOLDER_MODE);
    for (const file of FILES) {
      const text = texts[file] ?? null;
      if (text !== null) await writeCertificateFile(draft, file, text);
    }
    // An empty folder may be in the way; one with files in it stays and wins.
    await rmdir(dir).catch(() => undefined);
    await rename(draft, dir);
    return true;
  } catch (thrown) {
    await rm(draft, { recursive: true, force: true });
    if (await hasFiles(dir)) return false;
    throw thrown;
  }
}

async function readOne(dir: string, file: CertificateFile): Promise<string | null> {
  const name = path.join(dir, CERTIFICATE_FILES[file]);
  try {
    const text = await readFile(name, 'utf8');
    if (MODES[file] === 0o600) await chmod(name, MODES[file]).catch(() => undefined);
    return text;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

async function hasFiles(dir: string): Promise<boolean> {
  return (await readdir(dir).catch(() => [])).length > 0;
}

function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
}
