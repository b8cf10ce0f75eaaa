import { DESCRIPTOR_OFFSET, hasAppDescriptor } from '../esp/app-descriptor.ts';
import { imageChecksum } from '../esp/image-checksum.ts';
import type { Sha256 } from '../esp/image-facts.ts';
import { parseImageHeader } from '../esp/image-header.ts';
import type { ImageLayout } from '../esp/image-layout.ts';
import { walkSegments } from '../esp/image-layout.ts';
import { writeTextField } from '../esp/text-field.ts';

const VERSION_OFFSET = DESCRIPTOR_OFFSET + 16;
const VERSION_BYTES = 32;
const ELF_OFFSET = DESCRIPTOR_OFFSET + 144;
const ELF_BYTES = 32;

/** A copy with checksum and appended digest made good again; what is no whole image stays as it is. */
export function resealed(image: Uint8Array, sha256: Sha256): Uint8Array {
  const copy = image.slice();
  const header = parseImageHeader(copy);
  const layout = layoutOf(copy);
  if (header === null || layout === null) return copy;
  copy[layout.checksumOffset] = imageChecksum(copy, layout.segments);
  const end = layout.checksumOffset + 1;
  if (header.hashAppended !== 0) copy.set(sha256(copy.subarray(0, end)), end);
  return copy;
}

/**
 * The image under another version, with an ELF digest of its own, so that a board that runs it can be told from one
 * that runs the original. Its code is the same. A signature does not survive it.
 */
export function withVersion(image: Uint8Array, version: string, sha256: Sha256): Uint8Array {
  if (!hasAppDescriptor(image)) return image;
  const copy = image.slice();
  writeTextField(copy, VERSION_OFFSET, VERSION_BYTES, version);
  copy.set(sha256(copy.subarray(VERSION_OFFSET, ELF_OFFSET + ELF_BYTES)), ELF_OFFSET);
  return resealed(copy, sha256);
}

/** The place at `at` or behind it that is data of a segment, so that a change there leaves the layout alone. */
export function dataPlace(image: Uint8Array, at: number): number {
  const segments = layoutOf(image)?.segments ?? [];
  const inside = segments.find(({ offset, length }) => at < offset + length && length > 0);
  return inside === undefined ? at : Math.max(at, inside.offset);
}

/** Null where the segments cannot be walked to their end. */
export function layoutOf(image: Uint8Array): ImageLayout | null {
  const header = parseImageHeader(image);
  if (header === null) return null;
  const layout = walkSegments(image, header.segmentCount, header.hashAppended !== 0);
  return layout.defect === null ? layout : null;
}
