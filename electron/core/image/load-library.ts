import type { ImageEntry } from '../../../shared/contract/values.ts';
import { toHex } from '../../../shared/esp/hex.ts';
import type { Sha256 } from '../../../shared/esp/image-facts.ts';
import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import type { ImageFiles, KeptFile } from './image-files.ts';
import type { ReadIndexedImage } from './library-index.ts';
import { decodeIndex } from './library-index.ts';
import { urlNameFor } from './url-name.ts';

/**
 * The images as the folder holds them: what the index knows, and what lies there without an entry, because
 * the index is lost or the program was killed between image and index.
 */
export async function loadLibrary(files: ImageFiles, sha256: Sha256): Promise<readonly ImageEntry[]> {
  const [kept, indexText] = await Promise.all([files.scan(), files.readIndex()]);
  const left = new Map(kept.map((file) => [file.imageId, file]));
  const entries = new Map<string, ImageEntry>();
  for (const indexed of indexText === null ? [] : decodeIndex(indexText)) {
    const entry = await fromIndex(indexed, left.get(indexed.imageId), files, sha256);
    left.delete(indexed.imageId);
    if (entry !== null) entries.set(entry.imageId, entry);
  }
  for (const file of left.values()) {
    const entry = await recovered(file, files, sha256, (name) => isTaken(entries.values(), name));
    if (entry !== null) entries.set(entry.imageId, entry);
  }
  return [...entries.values()];
}

/** Names differ by more than their case: two files of one folder may not. */
export function isTaken(entries: Iterable<ImageEntry>, urlName: string): boolean {
  const wanted = urlName.toLowerCase();
  for (const entry of entries) if (entry.urlName.toLowerCase() === wanted) return true;
  return false;
}

async function fromIndex(
  indexed: ReadIndexedImage,
  file: KeptFile | undefined,
  files: ImageFiles,
  sha256: Sha256,
): Promise<ImageEntry | null> {
  const { facts, ...rest } = indexed;
  if (facts !== null) return { ...rest, facts, available: file?.sizeBytes === facts.sizeBytes };
  const bytes = await files.read(indexed.imageId);
  if (bytes === null) return null;
  const read = inspectImage(bytes, sha256, indexed.fileName);
  return read.fileSha256 === indexed.imageId ? { ...rest, facts: read, available: true } : null;
}

/** Only bytes that match the name they are kept under, and that are an app, are taken in. */
async function recovered(
  { imageId, modifiedAtMs }: KeptFile,
  files: ImageFiles,
  sha256: Sha256,
  taken: (urlName: string) => boolean,
): Promise<ImageEntry | null> {
  const bytes = await files.read(imageId);
  if (bytes === null || toHex(sha256(bytes)) !== imageId) return null;
  const { projectName, kind } = inspectImage(bytes, sha256);
  if (kind !== 'app') return null;
  const fileName = `${projectName ?? imageId.slice(0, 12)}.bin`;
  return {
    imageId,
    fileName,
    urlName: urlNameFor(fileName, projectName, imageId, taken),
    notes: '',
    addedAtMs: Math.round(modifiedAtMs),
    source: 'recovered',
    facts: inspectImage(bytes, sha256, fileName),
    pushes: [],
    available: true,
  };
}
