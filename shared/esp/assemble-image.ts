import { imageChecksum } from './image-checksum.ts';
import type { Sha256 } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import { encodeImageHeader, HEADER_BYTES } from './image-header.ts';
import { checksumOffset } from './image-layout.ts';
import { writeU32 } from './little-endian.ts';

/** One segment to be put into an image; its data's length is a multiple of 4. */
export interface NewSegment {
  readonly loadAddress: number;
  readonly data: Uint8Array;
}

/** Joins header, segments, zero padding, checksum and, where the header says so, the SHA-256. */
export function assembleImage(
  header: Omit<ImageHeader, 'segmentCount'>,
  segments: readonly NewSegment[],
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const end = segments.reduce((sum, { data }) => sum + 8 + data.length, HEADER_BYTES);
  const checksumAt = checksumOffset(end);
  const bytes = new Uint8Array(checksumAt + 1 + (header.hashAppended === 0 ? 0 : 32));
  bytes.set(encodeImageHeader({ ...header, segmentCount: segments.length }));
  let at = HEADER_BYTES;
  const placed = segments.map(({ loadAddress, data }) => {
    writeU32(bytes, at, loadAddress);
    writeU32(bytes, at + 4, data.length);
    bytes.set(data, at + 8);
    const segment = { loadAddress, length: data.length, offset: at + 8 };
    at += 8 + data.length;
    return segment;
  });
  bytes[checksumAt] = imageChecksum(bytes, placed);
  if (header.hashAppended !== 0) bytes.set(sha256(bytes.subarray(0, checksumAt + 1)), checksumAt + 1);
  return bytes;
}
