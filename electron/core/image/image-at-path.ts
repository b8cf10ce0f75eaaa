import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { MAX_IMAGE_BYTES } from '../../../shared/contract/contract.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import { findAppInFolder } from './find-build.ts';
import type { NewImage } from './image-library.ts';
import type { PathAccess } from './path-access.ts';
import { throwReadError } from './path-access.ts';

/** A file that may hold an image, looked at from outside. */
export interface FileAtPath {
  /** Symlinks resolved. */
  readonly file: string;
  readonly sizeBytes: number;
  /** With its fraction, so that two writes within one millisecond differ. */
  readonly modifiedAtMs: number;
}

/**
 * The file at a path, or the app image of the build folder there.
 * @throws WorkbenchError as PathAccess.resolve; image/none-found, image/too-big-file, image/unreadable
 */
export async function findImageAt(given: string, access: Pick<PathAccess, 'resolve'>): Promise<FileAtPath> {
  const named = await access.resolve(given);
  const file = (await look(named)).isDirectory() ? await appIn(named, access) : named;
  const found = await look(file);
  const { size: sizeBytes, mtimeMs: modifiedAtMs } = found;
  // A pipe would be waited for, and a device may never end.
  if (!found.isFile()) throw new WorkbenchError('image/unreadable', { file, detail: 'not a regular file' });
  if (sizeBytes > MAX_IMAGE_BYTES)
    throw new WorkbenchError('image/too-big-file', { file, sizeBytes, maxBytes: MAX_IMAGE_BYTES });
  return { file, sizeBytes, modifiedAtMs };
}

/** What `findImageAt` found, for the library. @throws WorkbenchError image/not-found, image/unreadable */
export async function readImageAt({ file }: Pick<FileAtPath, 'file'>): Promise<NewImage> {
  const bytes = await readFile(file).catch((cause: unknown) => throwReadError(file, cause));
  return { fileName: path.basename(file), bytes, source: file };
}

async function appIn(folder: string, access: Pick<PathAccess, 'resolve'>): Promise<string> {
  const app = await findAppInFolder(folder);
  const none = new WorkbenchError('image/none-found', { folder });
  if (app === null) throw none;
  return access.resolve(app).catch((thrown: unknown) => {
    // The build names it and has not written it yet.
    throw toErrorPayload(thrown).code === 'image/not-found' ? none : thrown;
  });
}

function look(file: string) {
  return stat(file).catch((cause: unknown) => throwReadError(file, cause));
}
