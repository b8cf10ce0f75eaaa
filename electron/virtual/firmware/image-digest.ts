import { createHash } from 'node:crypto';

import type { ImageCheckDeps, ImagePlace } from './image-check.ts';
import { checkImage, DIGEST_BYTES } from './image-check.ts';

/**
 * `esp_partition_get_sha256` of an app: what it leaves in the caller's buffer. That is the appended digest
 * even where the content does not agree with it; null where the image cannot be read, and the buffer then
 * keeps what it held.
 */
export async function appDigest(deps: ImageCheckDeps, place: ImagePlace): Promise<Uint8Array | null> {
  const metadata = await checkImage(deps, place, 'metadata');
  if (metadata === null) return null;
  if (metadata.appendedDigest !== null) return metadata.appendedDigest;
  return dataDigest(deps, place.offset, metadata.lengthBytes);
}

/** `esp_partition_get_sha256` of data: SHA-256 of the raw flash, erased bytes included. */
export function dataDigest(deps: ImageCheckDeps, offset: number, sizeBytes: number): Uint8Array {
  return createHash('sha256').update(deps.flash.read(offset, sizeBytes)).digest();
}

/** The content of a buffer that nothing was read into. */
export function emptyDigest(): Uint8Array {
  return new Uint8Array(DIGEST_BYTES);
}
