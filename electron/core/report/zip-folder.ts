import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

import { filesBelow } from './folder-files.ts';

/** Packs a folder into one zip, below its own name. Files are read as they are packed, off this thread. */
export async function zipFolder(folder: string, name: string, zip: string): Promise<void> {
  const pack = new ZipFile();
  for (const file of await filesBelow(folder)) pack.addFile(path.join(folder, file), `${name}/${file}`);
  pack.end();
  // A file that vanishes meanwhile is an error of the pack, not of its stream.
  const failed = new Promise<never>((_, reject) => pack.once('error', reject));
  await Promise.race([pipeline(pack.outputStream, createWriteStream(zip, { mode: 0o600 })), failed]);
}
