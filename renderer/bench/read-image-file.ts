import { messageOf, WorkbenchError } from '../../shared/errors.ts';

/** As the contract's `MAX_IMAGE_BYTES`, checked here so that a huge file is not read first. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The input of `image.add` for a file of the page.
 * @throws WorkbenchError image/too-big-file; image/unreadable, for example when it was deleted meanwhile.
 */
export async function readImageFile(file: PageFile): Promise<FileWithBytes> {
  return readWholeFile(file, MAX_BYTES);
}

type PageFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;
interface FileWithBytes {
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A file of the page with its bytes. @throws WorkbenchError as readImageFile */
export async function readWholeFile(file: PageFile, maxBytes: number): Promise<FileWithBytes> {
  if (file.size > maxBytes) {
    throw new WorkbenchError('image/too-big-file', {
      file: file.name,
      sizeBytes: file.size,
      maxBytes,
    });
  }
  try {
    return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (cause) {
    throw new WorkbenchError('image/unreadable', { file: file.name, detail: messageOf(cause) }, { cause });
  }
}
