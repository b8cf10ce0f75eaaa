import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import {
  formatManifest,
  MANIFEST_FILE,
  PUBLIC_KEY_FILE,
  SIGNATURE_FILE,
} from '../../../shared/report/manifest.ts';
import { fileDigest, filesBelow } from './folder-files.ts';
import type { SigningKey } from './signing-key.ts';

/** Lists the SHA-256 of every file of a finished folder in it, and signs that list where a key is given. */
export async function sealFolder(folder: string, key: SigningKey | null): Promise<void> {
  const own = [MANIFEST_FILE, SIGNATURE_FILE, PUBLIC_KEY_FILE];
  const manifest = new Map<string, string>();
  for (const file of await filesBelow(folder)) {
    if (!own.includes(file)) manifest.set(file, await fileDigest(path.join(folder, file)));
  }
  const bytes = Buffer.from(formatManifest(manifest));
  await writeFile(path.join(folder, MANIFEST_FILE), bytes);
  if (key === null) return;
  await writeFile(path.join(folder, SIGNATURE_FILE), key.sign(bytes));
  await writeFile(path.join(folder, PUBLIC_KEY_FILE), key.publicPem);
}
