import { CHIPS } from '../esp/chips.ts';
import type { Sha256 } from '../esp/image-facts.ts';
import { pseudoRandomBytes, pseudoRandomWords } from '../esp/pseudo-random.ts';
import type { FaultName, FaultParams, ResolvedParams } from './fault.ts';
import { dataPlace, layoutOf, resealed } from './reseal.ts';

/** As much as ESP-IDF's own test sends (pytest_native_ota.py). */
const RANDOM_BYTES = 32_000;
const HEADER_CUT_BYTES = 180;
/** Image header, first segment's header and descriptor: with one byte more the program has what it looks for. */
const HEADER_BYTES = 288;
const SECTOR_BYTES = 4_096;
/** Where the image header names its chip (esp_app_format.h). */
const CHIP_OFFSET = 12;

/** The numbers of a fault where nobody chose any, for an image of this size. */
export function paramsFor(name: FaultName, given: FaultParams, imageBytes: number): ResolvedParams {
  const half = Math.floor(imageBytes / 2);
  const [usual, most] =
    name === 'truncated-header' ? [HEADER_CUT_BYTES, HEADER_BYTES] : [half, imageBytes - 1];
  return {
    atBytes: Math.min(given.atBytes ?? usual, most),
    forMs: given.forMs ?? 15_000,
    bytesPerSecond: given.bytesPerSecond ?? 50_000,
  };
}

/** What a fault makes of an image: the bytes that are offered in its place. */
export function faultBody(
  name: FaultName,
  image: Uint8Array,
  { atBytes }: Pick<ResolvedParams, 'atBytes'>,
  slotBytes: number,
  sha256: Sha256,
): Uint8Array {
  switch (name) {
    case 'truncated-body':
    case 'truncated-header':
      return image.subarray(0, atBytes);
    case 'random-body':
      return random();
    case 'flipped-bit':
      return changed(image, dataPlace(image, atBytes), (byte) => byte ^ 1);
    case 'wrong-chip': {
      const other = CHIPS.find(({ id }) => id !== image[CHIP_OFFSET])?.id ?? 5;
      return resealed(
        changed(image, CHIP_OFFSET, () => other),
        sha256,
      );
    }
    case 'wrong-magic':
      return changed(image, 0, () => 0);
    case 'too-large':
      return padded(image, slotBytes + SECTOR_BYTES);
    default:
      return image;
  }
}

/**
 * Another image for the slot: as long as this one, refused at its end, and no part of it completes this one. Its layout
 * is the same, so that a board reads it to its end.
 */
export function fillBody(image: Uint8Array): Uint8Array {
  const other = image.slice();
  const layout = layoutOf(image);
  const half = image.length >> 1;
  for (const { offset, length } of layout?.segments ?? []) {
    for (let at = Math.max(offset, half); at < offset + length; at += 1) other[at] = (other[at] ?? 0) ^ 0x5a;
  }
  // An odd number of changes shifts the checksum by 0x5a, an even one not at all: it is wrong by 1 besides.
  const last = layout?.checksumOffset ?? image.length - 1;
  other[last] = (other[last] ?? 0) ^ 1;
  // The digest too: with this image's own a cut in its last bytes would be completed.
  for (let at = last + 1; at < image.length; at += 1) other[at] = (other[at] ?? 0) ^ 0x5a;
  return other;
}

function random(): Uint8Array {
  const bytes = pseudoRandomBytes(pseudoRandomWords(0x0fa017), RANDOM_BYTES);
  bytes[0] = 0;
  return bytes;
}

function changed(image: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const copy = image.slice();
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

function padded(image: Uint8Array, length: number): Uint8Array {
  const long = new Uint8Array(Math.max(length, image.length)).fill(0xff);
  long.set(image);
  return long;
}
