import { WorkbenchError } from '../../../shared/errors.ts';
import { parseAppDescriptor } from '../../../shared/esp/app-descriptor.ts';
import { extractApp, findMerged } from '../../../shared/esp/merged-image.ts';
import type { NewImage } from './image-library.ts';
import { lastPart } from './url-name.ts';

/**
 * One app of a merged image, as a file of its own that is named after its project.
 * @throws WorkbenchError image/no-app-at
 */
export function appOfMerged(fileName: string, bytes: Uint8Array, offset: number): NewImage {
  const parts = findMerged(bytes)?.parts ?? [];
  const part = parts.find((found) => found.kind === 'app' && found.offset === offset);
  const at = `0x${offset.toString(16)}`;
  const file = lastPart(fileName);
  if (part === undefined) throw new WorkbenchError('image/no-app-at', { file, offset: at });
  const app = extractApp(bytes, part);
  const name = parseAppDescriptor(app)?.projectName ?? `${file.replace(/\.bin$/i, '')}-${at}`;
  return { fileName: `${name}.bin`, bytes: app, source: `${file}, ${at}` };
}
