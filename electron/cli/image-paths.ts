import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { toErrorPayload, WorkbenchError } from '../../shared/errors.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { ListeningEvent } from './events.ts';
import { imageErrorOf } from './image-event.ts';
import type { ImageFile } from './read-image-file.ts';
import { readImageFile } from './read-image-file.ts';

/** What `serve` serves, and what a folder holds besides. */
export interface Selection {
  readonly images: readonly ImageFile[];
  readonly leftOut: ListeningEvent['leftOut'];
}

/**
 * Files as they are named, folders by the `.bin` files in them. A named file must be a sound app image; in a
 * folder what is none is left out with its reason.
 * @throws WorkbenchError image/…
 */
export async function selectImages(paths: readonly string[], t: Translator): Promise<Selection> {
  const images: ImageFile[] = [];
  const leftOut: Selection['leftOut'][number][] = [];
  for (const given of paths) {
    const isFolder = await stat(given).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) images.push(await readSound(given));
    else {
      for (const file of await binFilesIn(given)) {
        await readSound(file).then(
          (image) => images.push(image),
          (thrown: unknown) => {
            const error = toErrorPayload(thrown);
            leftOut.push({ file, code: error.code, ...errorText(t, error) });
          },
        );
      }
    }
  }
  if (images.length === 0) throw new WorkbenchError('image/none-found', { folder: paths.join(', ') });
  return { images, leftOut };
}

async function readSound(file: string): Promise<ImageFile> {
  const image = await readImageFile(file);
  const error = imageErrorOf(image);
  if (error !== null) throw error;
  return image;
}

async function binFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: Error) => {
    throw new WorkbenchError('image/unreadable', { file: folder, detail: cause.message }, { cause });
  });
  return names
    .filter((name) => name.toLowerCase().endsWith('.bin'))
    .sort()
    .map((name) => path.join(folder, name));
}
