import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { imageErrorOf, imageEvent } from '../image-event.ts';
import { readImageFile } from '../read-image-file.ts';

/**
 * `image FILE`: every fact, whatever the file is.
 * @throws WorkbenchError image/… after the facts, unless it is a sound app image
 */
export async function runImage({ out }: CommandContext, file: string): Promise<number> {
  const image = await readImageFile(file);
  out.emit(imageEvent(image, out.t));
  const error = imageErrorOf(image);
  if (error !== null) throw error;
  return EXIT.done;
}
