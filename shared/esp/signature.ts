import { crc32 } from './crc32.ts';
import { isFilled } from './filled.ts';
import { sameBytes } from './hex.ts';
import type { Sha256, SignatureFacts } from './image-facts.ts';
import { readU32 } from './little-endian.ts';

const SECTOR_BYTES = 4_096;
const BLOCK_BYTES = 1_216;
const MAX_BLOCKS = 3;
const BLOCK_MAGIC = 0xe7;
const CRC_OFFSET = 1_196;
/** Version word and an ECDSA P-256 signature. */
const V1_BYTES = 68;

/** Where a signature lies: its first byte, its blocks, and the first byte behind it. */
export interface SignaturePlace {
  readonly version: 1 | 2;
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly Uint8Array[];
}

/**
 * Secure boot V2: a 4096-byte sector at the next multiple of 4096, the gap filled with 0xFF. V1, of the
 * ESP32 alone: 68 bytes right behind the image.
 */
export function locateSignature(
  bytes: Uint8Array,
  imageLength: number,
  chipId: number,
): SignaturePlace | null {
  return locateV2(bytes, imageLength) ?? (chipId === 0 ? locateV1(bytes, imageLength) : null);
}

/** What a signature says of itself. It is not verified: the keys are not here. */
export function describeSignature(bytes: Uint8Array, place: SignaturePlace, sha256: Sha256): SignatureFacts {
  if (place.version === 1) {
    return { version: 1, blocks: [{ scheme: 'ecdsa-v1', crcValid: null, digestMatches: null }] };
  }
  const signed = sha256(bytes.subarray(0, place.start));
  return { version: 2, blocks: place.blocks.map((block) => describeBlock(block, signed)) };
}

function locateV2(bytes: Uint8Array, imageLength: number): SignaturePlace | null {
  const start = Math.ceil(imageLength / SECTOR_BYTES) * SECTOR_BYTES;
  if (!isFilled(bytes.subarray(imageLength, start), 0xff)) return null;
  const blocks = Array.from({ length: MAX_BLOCKS }, (_, index) => start + index * BLOCK_BYTES)
    .map((at) => bytes.subarray(at, at + BLOCK_BYTES))
    .filter((block) => block.length === BLOCK_BYTES && isBlock(block));
  if (blocks.length === 0) return null;
  return { version: 2, start, end: Math.min(bytes.length, start + SECTOR_BYTES), blocks };
}

function locateV1(bytes: Uint8Array, imageLength: number): SignaturePlace | null {
  const end = imageLength + V1_BYTES;
  if (end > bytes.length || readU32(bytes, imageLength) !== 0) return null;
  const signature = bytes.subarray(imageLength + 4, end);
  // Zero or 0xFF padding is no signature.
  if (isFilled(signature, 0) || isFilled(signature, 0xff)) return null;
  return { version: 1, start: imageLength, end, blocks: [signature] };
}

function isBlock(block: Uint8Array): boolean {
  return block[0] === BLOCK_MAGIC && (block[1] === 2 || block[1] === 3);
}

function describeBlock(block: Uint8Array, signed: Uint8Array): SignatureFacts['blocks'][number] {
  const scheme = schemeOf(block);
  return {
    scheme,
    crcValid: readU32(block, CRC_OFFSET) === crc32(block.subarray(0, CRC_OFFSET)),
    // P-384 signs a SHA-384.
    digestMatches: scheme === 'ecdsa-p384' ? null : sameBytes(block.subarray(4, 36), signed),
  };
}

function schemeOf(block: Uint8Array): SignatureFacts['blocks'][number]['scheme'] {
  if (block[1] === 2) return 'rsa-3072';
  if (block[2] !== 0) return block[52] === 3 ? 'ecdsa-p384' : 'unknown';
  return block[36] === 1 ? 'ecdsa-p192' : block[36] === 2 ? 'ecdsa-p256' : 'unknown';
}
