import { readU16, readU32, writeU16, writeU32 } from './little-endian.ts';

/** First byte of every image. */
export const IMAGE_MAGIC = 0xe9;
/** Bytes of header and extended header; the first segment header follows. */
export const HEADER_BYTES = 24;
export const MAX_SEGMENTS = 16;

/** `esp_image_header_t` (esp_app_format.h), field by field and unjudged. */
export interface ImageHeader {
  readonly segmentCount: number;
  readonly spiMode: number;
  /** Low nibble of byte 3: an opaque code per chip. */
  readonly spiSpeed: number;
  /** High nibble of byte 3: 1 MiB shifted left by it. */
  readonly spiSize: number;
  readonly entryPoint: number;
  /** 0xEE: disabled. */
  readonly wpPin: number;
  /** `spi_pin_drv[3]`, two pins a byte. */
  readonly spiPinDrive: readonly [number, number, number];
  readonly chipId: number;
  /** `min_chip_rev`: read only by bootloaders older than the full fields. */
  readonly legacyMinChipRevision: number;
  /** major*100+minor; 0 and 65535 are not set. */
  readonly minChipRevisionFull: number;
  readonly maxChipRevisionFull: number;
  /** 1: a SHA-256 follows the checksum; other values than 0 and 1 are unsound. */
  readonly hashAppended: number;
}

/** Null where the magic byte or part of the 24 bytes is missing. */
export function parseImageHeader(bytes: Uint8Array): ImageHeader | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== IMAGE_MAGIC) return null;
  const byte = (at: number): number => bytes[at] as number;
  return {
    segmentCount: byte(1),
    spiMode: byte(2),
    spiSpeed: byte(3) & 0xf,
    spiSize: byte(3) >> 4,
    entryPoint: readU32(bytes, 4),
    wpPin: byte(8),
    spiPinDrive: [byte(9), byte(10), byte(11)],
    chipId: readU16(bytes, 12),
    legacyMinChipRevision: byte(14),
    minChipRevisionFull: readU16(bytes, 15),
    maxChipRevisionFull: readU16(bytes, 17),
    hashAppended: byte(23),
  };
}

/** The 24 bytes of a header; the inverse of `parseImageHeader`. */
export function encodeImageHeader(header: ImageHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes.set([IMAGE_MAGIC, header.segmentCount, header.spiMode, (header.spiSize << 4) | header.spiSpeed]);
  writeU32(bytes, 4, header.entryPoint);
  bytes[8] = header.wpPin;
  bytes.set(header.spiPinDrive, 9);
  writeU16(bytes, 12, header.chipId);
  bytes[14] = header.legacyMinChipRevision;
  writeU16(bytes, 15, header.minChipRevisionFull);
  writeU16(bytes, 17, header.maxChipRevisionFull);
  bytes[23] = header.hashAppended;
  return bytes;
}
