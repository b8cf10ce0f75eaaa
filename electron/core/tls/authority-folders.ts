import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { readCertificate } from './certificate-facts.ts';
import type { AuthorityTexts, CertificateTexts } from './certificate-files.ts';
import { createCertificateFolder, readCertificateFiles, writeCertificateFile } from './certificate-files.ts';

/**
 * Where authorities lie: the current one in `certs/` itself, previous ones in `certs/previous/<n>-<fingerprint>/`,
 * and in `certs/next/` the one that is about to be current: there whole or not at all, until it has taken over.
 */
const PREVIOUS = 'previous';
const NEXT = 'next';
const NAME = /^(\d{4})-[0-9a-f]{16}$/;
/** The certificate follows its key: while they disagree, an authority is being replaced. */
const ORDER = ['caKey', 'caCert', 'serverKey', 'serverCert'] as const;

/** Folders of previous authorities, the one kept last first. */
export async function previousFolders(dir: string): Promise<readonly string[]> {
  const names = await readdir(path.join(dir, PREVIOUS)).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => path.join(dir, PREVIOUS, name));
}

/** Keeps an authority beside the current one; does nothing where it is there already. */
export async function keepPrevious(dir: string, texts: AuthorityTexts): Promise<void> {
  const mark = readCertificate(texts.caCert).sha256Fingerprint.slice(0, 16);
  const folders = await previousFolders(dir);
  if (folders.some((folder) => folder.endsWith(mark))) return;
  const last = Number(NAME.exec(path.basename(folders[0] ?? ''))?.[1] ?? 0);
  const name = `${String(last + 1).padStart(4, '0')}-${mark}`;
  await createCertificateFolder(path.join(dir, PREVIOUS, name), texts);
}

/** Forgets a previous authority with its key. */
export async function dropFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Makes this authority the current one; the one that was current is kept as a previous one. */
export async function replaceCurrent(dir: string, texts: AuthorityTexts): Promise<void> {
  await rm(path.join(dir, NEXT), { recursive: true, force: true });
  await createCertificateFolder(path.join(dir, NEXT), texts);
  await finishReplacement(dir);
}

/** Ends a replacement that a crash cut off. Does nothing where none was begun. */
export async function finishReplacement(dir: string): Promise<void> {
  const folder = path.join(dir, NEXT);
  const next = wholeOf(await readCertificateFiles(folder));
  if (next !== null) {
    const current = wholeOf(await readCertificateFiles(dir));
    // Files of both: the old authority was kept before the first of them was replaced.
    if (current !== null && current.caKey !== next.caKey) await keepPrevious(dir, current);
    for (const file of ORDER) await writeCertificateFile(dir, file, next[file]);
    const mark = readCertificate(next.caCert).sha256Fingerprint.slice(0, 16);
    for (const kept of await previousFolders(dir)) if (kept.endsWith(mark)) await dropFolder(kept);
  }
  await rm(folder, { recursive: true, force: true });
}

/** Null where a file is missing. */
function wholeOf({ caCert, caKey, serverCert, serverKey }: CertificateTexts): AuthorityTexts | null {
  if (caCert === null || caKey === null || serverCert === null || serverKey === null) return null;
  return { caCert, caKey, serverCert, serverKey };
}
