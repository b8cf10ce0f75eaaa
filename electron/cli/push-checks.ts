import { WorkbenchError } from '../../shared/errors.ts';
import { standingProblems } from '../../shared/ota/file-problems.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import { MAX_URL_BYTES } from '../core/session/host-choice.ts';
import { imageErrorOf } from './image-event.ts';
import type { ImageFile } from './read-image-file.ts';

/** The shortest host a URL of ours can have: four figures. */
const SHORTEST_HOST = '0.0.0.0';

/** @throws WorkbenchError image/… for a problem of the file that is not overridden */
export function refuseUnsoundImage(image: ImageFile, override: 'all' | readonly PreflightName[]): void {
  const standing = standingProblems(image.facts, override);
  if (image.facts.problems.length > 0 && standing.length === 0) return;
  const error = imageErrorOf({ ...image, facts: { ...image.facts, problems: standing } });
  if (error !== null) throw error;
}

/**
 * Refuses a URL that is too long whatever address the board is given, before anything is started.
 * @throws WorkbenchError push/url-too-long
 */
export function refuseLongUrl(host: string | null, port: number, urlName: string): void {
  const url = `https://${host ?? SHORTEST_HOST}:${port}/firmware/${urlName}.bin`;
  const length = Buffer.byteLength(url);
  if (length > MAX_URL_BYTES) throw new WorkbenchError('push/url-too-long', { length });
}
