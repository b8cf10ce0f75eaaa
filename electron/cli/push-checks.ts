import { WorkbenchError } from '../../shared/errors.ts';
import type { ImageProblem } from '../../shared/esp/image-facts.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import { MAX_URL_BYTES } from '../core/session/host-choice.ts';
import { imageErrorOf } from './image-event.ts';
import type { ImageFile } from './read-image-file.ts';

/** The check whose override lets a problem of the file pass; what is no app image at all has none. */
const OVERRIDDEN_BY: Readonly<Partial<Record<ImageProblem['code'], PreflightName>>> = {
  'image/truncated': 'structure',
  'image/bad-header': 'structure',
  'image/no-descriptor': 'structure',
  'image/bad-checksum': 'checksum',
  'image/bad-digest': 'digest',
};

/** The shortest host a URL of ours can have: four figures. */
const SHORTEST_HOST = '0.0.0.0';

/** @throws WorkbenchError image/… for a problem of the file that is not overridden */
export function refuseUnsoundImage(image: ImageFile, override: 'all' | readonly PreflightName[]): void {
  const { problems } = image.facts;
  const isOverridden = ({ code }: ImageProblem): boolean => {
    const check = OVERRIDDEN_BY[code];
    return check !== undefined && (override === 'all' || override.includes(check));
  };
  const standing = problems.filter((problem) => !isOverridden(problem));
  if (problems.length > 0 && standing.length === 0) return;
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
