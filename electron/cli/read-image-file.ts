import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { MAX_IMAGE_BYTES } from '../../shared/contract/contract.ts';
import { messageOf, WorkbenchError } from '../../shared/errors.ts';
import type { ImageFacts } from '../../shared/esp/image-facts.ts';
import { inspectImage } from '../../shared/esp/inspect-image.ts';

/** A file that claims to be an image, and what its bytes say. */
export interface ImageFile {
  /** As it was named. */
  readonly file: string;
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: ImageFacts;
}

/** No chip has a larger flash: a file beyond is not read. */
const READ_LIMIT_BYTES = 256 * 1024 * 1024;

/** @throws WorkbenchError image/not-found, image/is-directory, image/unreadable, image/too-big-file */
export async function readImageFile(file: string): Promise<ImageFile> {
  const found = await stat(file).catch((thrown: unknown) => throwReadError(file, thrown));
  if (found.isDirectory()) throw new WorkbenchError('image/is-directory', { file });
  if (found.size > READ_LIMIT_BYTES) {
    throw new WorkbenchError('image/too-big-file', {
      file,
      sizeBytes: found.size,
      maxBytes: MAX_IMAGE_BYTES,
    });
  }
  const read = await readFile(file).catch((thrown: unknown) => throwReadError(file, thrown));
  const bytes = new Uint8Array(read);
  return { file, fileName: path.basename(file), bytes, facts: inspectImage(bytes, sha256, file, md5) };
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

function md5(data: Uint8Array): Uint8Array {
  return createHash('md5').update(data).digest();
}

function throwReadError(file: string, cause: unknown): never {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    throw new WorkbenchError('image/not-found', { file }, { cause });
  throw new WorkbenchError('image/unreadable', { file, detail: messageOf(cause) }, { cause });
}
