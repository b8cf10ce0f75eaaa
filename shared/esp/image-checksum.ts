import type { RawSegment } from './image-layout.ts';

const SEED = 0xef;

/** XOR of every byte of every segment's data, with the seed 0xEF. Copies nothing. */
export function imageChecksum(bytes: Uint8Array, segments: readonly RawSegment[]): number {
  let checksum = SEED;
  for (const { offset, length } of segments) checksum ^= xorOf(bytes, offset, length);
  return checksum;
}

function xorOf(bytes: Uint8Array, offset: number, length: number): number {
  const start = bytes.byteOffset + offset;
  if (start % 4 !== 0) return xorBytes(bytes, offset, offset + length);
  // Four bytes at a time; folding the words makes their order, and so the byte order, irrelevant.
  const words = new Uint32Array(bytes.buffer, start, length >>> 2);
  let folded = 0;
  for (let index = 0; index < words.length; index += 1) folded ^= words[index] as number;
  folded ^= folded >>> 16;
  const tail = xorBytes(bytes, offset + words.length * 4, offset + length);
  return ((folded ^ (folded >>> 8)) & 0xff) ^ tail;
}

function xorBytes(bytes: Uint8Array, from: number, to: number): number {
  let folded = 0;
  for (let at = from; at < to; at += 1) folded ^= bytes[at] as number;
  return folded;
}
