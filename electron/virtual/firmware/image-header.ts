import { readU16, readU32 } from '../../../shared/esp/little-endian.ts';
import type { Flash } from '../hardware/flash.ts';

export const HEADER_BYTES = 24;
export const HEADER_MAGIC = 0xe9;

/** `esp_image_header_t`, the fields that firmware looks at. */
export interface ImageHeader {
  readonly magic: number;
  readonly segmentCount: number;
  readonly spiMode: number;
  readonly spiSpeed: number;
  readonly spiSize: number;
  readonly entryPoint: number;
  readonly chipId: number;
  readonly minRevision: number;
  readonly maxRevision: number;
  readonly hashAppended: boolean;
}

export function readHeader(flash: Flash, offset: number): ImageHeader {
  return decodeHeader(flash.read(offset, HEADER_BYTES));
}

/** @param bytes At least the 24 bytes of a header */
export function decodeHeader(bytes: Uint8Array): ImageHeader {
  const sizeAndSpeed = bytes[3] as number;
  return {
    magic: bytes[0] as number,
    segmentCount: bytes[1] as number,
    spiMode: bytes[2] as number,
    spiSpeed: sizeAndSpeed & 0x0f,
    spiSize: sizeAndSpeed >> 4,
    entryPoint: readU32(bytes, 4),
    chipId: readU16(bytes, 12),
    minRevision: readU16(bytes, 15),
    maxRevision: readU16(bytes, 17),
    hashAppended: bytes[23] !== 0,
  };
}

/** Lines of `bootloader_common_check_chip_validity` against an app image; none: it fits the chip. */
export function chipRefusal(
  header: ImageHeader,
  chipId: number,
  chipRevision: number,
  words: 'requires' | 'checkFailed',
): readonly string[] {
  if (header.chipId !== chipId) return [`mismatch chip ID, expected ${chipId}, found ${header.chipId}`];
  const line = (sign: string, limit: number): string =>
    words === 'requires'
      ? `Image requires chip rev ${sign} ${revision(limit)}, but chip is ${revision(chipRevision)}`
      : `chip revision check failed. Required ${sign} ${revision(limit)}, found ${revision(chipRevision)}.`;
  const { minRevision, maxRevision } = header;
  return [
    ...(chipRevision < minRevision ? [line('>=', minRevision)] : []),
    ...(isSet(maxRevision) && chipRevision > maxRevision ? [line('<=', maxRevision)] : []),
  ];
}

/** "v3.1" for 301. */
export function revision(full: number): string {
  return `v${Math.floor(full / 100)}.${full % 100}`;
}

/** `IS_FIELD_SET`: neither 0 nor erased. */
export function isSet(revisionFull: number): boolean {
  return revisionFull !== 0 && revisionFull !== 0xffff;
}
