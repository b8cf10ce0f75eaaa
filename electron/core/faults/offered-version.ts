import type { ImageFacts } from '../../../shared/esp/image-facts.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import type { BoardFacts } from '../../../shared/ota/board-facts.ts';

/** What the descriptor holds with its NUL. */
const MAX_VERSION_BYTES = 31;

/**
 * The version under which an image is offered, so that a board does not refuse it for that before the fault shows:
 * the image's own is used once, then one with a mark. Null: as it is. A signed image cannot be changed.
 */
export function offeredVersion(
  name: FaultName,
  { version, signature }: Pick<ImageFacts, 'version' | 'signature'>,
  { version: running }: Pick<BoardFacts, 'version'>,
  mark: string,
): string | null | 'impossible' {
  if (name === 'same-version') {
    if (running === null || running === version) return null;
    return signature === null ? running : 'impossible';
  }
  if (signature !== null) return running === version ? 'impossible' : null;
  return `${(version ?? '0').slice(0, MAX_VERSION_BYTES - 1 - mark.length)}-${mark}`;
}
