import { createHash } from 'node:crypto';

import { crc32 } from '../../../shared/esp/crc32.ts';
import { readU32, writeU32 } from '../../../shared/esp/little-endian.ts';

/** The sector that holds the signature, and what the image before it is padded to. */
export const SIGNATURE_SECTOR_BYTES = 4096;
const BLOCK_BYTES = 1216;
const MAGIC = 0xe7;
const RSA = 2;
const DIGEST_OFFSET = 4;
const KEY_OFFSET = 36;
const KEY_END = 812;
const CRC_OFFSET = 1196;
const CONTENT_OFFSET = 1200;

/** What a block says against being taken: unusable ones are skipped without a word. */
export type BlockJudgement = 'skipped' | 'untrusted' | 'badSignature' | 'good';

/** The key that every virtual board with secure boot trusts, as its signature blocks carry it. */
const KEY = new Uint8Array(KEY_END - KEY_OFFSET).fill(0xa5);

/** `image` as the virtual boards' key signs it: padded with 0xFF, then the sector of one RSA block. */
export function signImage(image: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = Math.ceil(image.length / SIGNATURE_SECTOR_BYTES) * SIGNATURE_SECTOR_BYTES;
  const signed = new Uint8Array(start + SIGNATURE_SECTOR_BYTES).fill(0xff);
  signed.set(image);
  const block = signed.subarray(start, start + BLOCK_BYTES).fill(0);
  block.set([MAGIC, RSA]);
  block.set(digestOf(signed.subarray(0, start)), DIGEST_OFFSET);
  block.set(KEY, KEY_OFFSET);
  writeU32(block, CRC_OFFSET, crc32(block.subarray(0, CRC_OFFSET)));
  return signed;
}

/**
 * Judges the first block of a signature sector; an ESP32 looks at no other. The arithmetic of RSA is left out:
 * a block of the trusted key is good where the digest in it is that of the image.
 * @param image All before the sector, padding included
 */
export function judgeSignature(image: Uint8Array, sector: Uint8Array): BlockJudgement {
  const block = sector.subarray(0, CONTENT_OFFSET);
  const whole = readU32(block, CRC_OFFSET) === crc32(block.subarray(0, CRC_OFFSET));
  if (block[0] !== MAGIC || block[1] !== RSA || !whole) return 'skipped';
  if (Buffer.compare(block.subarray(KEY_OFFSET, KEY_END), KEY) !== 0) return 'untrusted';
  const digest = block.subarray(DIGEST_OFFSET, KEY_OFFSET);
  return Buffer.compare(digest, digestOf(image)) === 0 ? 'good' : 'badSignature';
}

function digestOf(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
