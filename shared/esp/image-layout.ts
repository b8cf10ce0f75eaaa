import { HEADER_BYTES, MAX_SEGMENTS } from './image-header.ts';
import { readU32 } from './little-endian.ts';

const SEGMENT_HEADER_BYTES = 8;
/** `data_len` must be below this (esp_image_format.c). */
const MAX_SEGMENT_BYTES = 0x1000000;
const SHA256_BYTES = 32;

export interface RawSegment {
  readonly loadAddress: number;
  readonly length: number;
  /** Of the data, after the 8-byte segment header. */
  readonly offset: number;
}

/** The first thing that stops the walk over the segments. */
export type LayoutDefect =
  | { readonly kind: 'truncated' /** A lower bound. */; readonly neededBytes: number }
  | {
      readonly kind: 'segmentTooLong' | 'segmentUnaligned';
      readonly segment: number;
      readonly length: number;
    }
  | { readonly kind: 'segmentCount'; readonly segments: number };

/** Where the parts of an image lie. */
export interface ImageLayout {
  /** Segments whose data is wholly there, up to the first defect. */
  readonly segments: readonly RawSegment[];
  readonly defect: LayoutDefect | null;
  /** Offset of the checksum byte, the last of a 16-byte block; -1 with a defect. */
  readonly checksumOffset: number;
  /** Header to digest, ESP-IDF's `image_len`; -1 with a defect. */
  readonly imageLength: number;
}

/**
 * Walks the segment headers as `esp_image_format.c` does. Every length comes from the file and is checked
 * before it is used, so that a hostile one costs nothing.
 * @param headerBytes 24, or 8 for an ESP8266 image
 */
export function walkSegments(
  bytes: Uint8Array,
  segmentCount: number,
  hashAppended: boolean,
  headerBytes: number = HEADER_BYTES,
): ImageLayout {
  const segments: RawSegment[] = [];
  const stop = (defect: LayoutDefect): ImageLayout => ({
    segments,
    defect,
    checksumOffset: -1,
    imageLength: -1,
  });
  const truncated = (end: number): ImageLayout =>
    stop({ kind: 'truncated', neededBytes: imageEnd(end, hashAppended) });

  if (segmentCount < 1 || segmentCount > MAX_SEGMENTS) {
    return stop({ kind: 'segmentCount', segments: segmentCount });
  }
  let at = headerBytes;
  for (let segment = 0; segment < segmentCount; segment += 1) {
    const offset = at + SEGMENT_HEADER_BYTES;
    if (offset > bytes.length) return truncated(offset);
    const loadAddress = readU32(bytes, at);
    const length = readU32(bytes, at + 4);
    if (length >= MAX_SEGMENT_BYTES) return stop({ kind: 'segmentTooLong', segment, length });
    if (length % 4 !== 0) return stop({ kind: 'segmentUnaligned', segment, length });
    if (offset + length > bytes.length) return truncated(offset + length);
    segments.push({ loadAddress, length, offset });
    at = offset + length;
  }
  const imageLength = imageEnd(at, hashAppended);
  if (imageLength > bytes.length) return truncated(at);
  return { segments, defect: null, checksumOffset: checksumOffset(at), imageLength };
}

/** The checksum is the last byte of the 16-byte block that has room for it. */
export function checksumOffset(segmentsEnd: number): number {
  return segmentsEnd | 15;
}

function imageEnd(segmentsEnd: number, hashAppended: boolean): number {
  return checksumOffset(segmentsEnd) + 1 + (hashAppended ? SHA256_BYTES : 0);
}
