import { buildBootloaderImage } from '../../shared/esp/build-bootloader.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { crc32 } from '../../shared/esp/crc32.ts';
import { writeU32 } from '../../shared/esp/little-endian.ts';
import { buildOtadataEntry } from '../../shared/esp/otadata.ts';
import { buildPartitionTable } from '../../shared/esp/partition-table.ts';
import { TWO_OTA } from '../../shared/esp/standard-tables.ts';
import { md5, sha256 } from './digests.ts';

/** A small sound app image. */
export const soundApp = (options: Parameters<typeof buildAppImage>[0] = {}): Uint8Array<ArrayBuffer> =>
  buildAppImage({ sizeBytes: 0x2000, ...options }, sha256);

/** `parts` at their offsets, 0xFF between them, as `esptool merge_bin` writes it. */
export function flashImage(
  sizeBytes: number,
  parts: readonly { readonly at: number; readonly bytes: Uint8Array }[],
): Uint8Array {
  const flash = new Uint8Array(sizeBytes).fill(0xff);
  for (const { at, bytes } of parts) flash.set(bytes, at);
  return flash;
}

/** Bootloader, two_ota table, otadata and a factory app of an ESP32 in one file. */
export function mergedImage(app: Uint8Array = soundApp()): Uint8Array {
  return flashImage(0x10000 + app.length, [
    { at: 0x1000, bytes: buildBootloaderImage({}, sha256) },
    { at: 0x8000, bytes: buildPartitionTable(TWO_OTA, md5) },
    { at: 0xd000, bytes: buildOtadataEntry(1, 'VALID') },
    { at: 0x10000, bytes: app },
  ]);
}

/** `image` padded to 4096 with 0xFF and followed by a secure boot V2 sector of `schemes`. */
export function signedV2(
  image: Uint8Array,
  schemes: readonly ('rsa' | 'p192' | 'p256' | 'p384')[] = ['rsa'],
): Uint8Array {
  const start = Math.ceil(image.length / 4096) * 4096;
  const signed = flashImage(start + 4096, [{ at: 0, bytes: image }]);
  const digest = sha256(signed.subarray(0, start));
  schemes.forEach((scheme, index) => {
    const block = signed.subarray(start + index * 1216, start + (index + 1) * 1216).fill(0);
    block.set([0xe7, scheme === 'rsa' ? 2 : 3, scheme === 'p384' ? 1 : 0, 0]);
    block.set(digest, 4);
    if (scheme === 'p192') block[36] = 1;
    if (scheme === 'p256') block[36] = 2;
    if (scheme === 'p384') block[52] = 3;
    writeU32(block, 1196, crc32(block.subarray(0, 1196)));
  });
  return signed;
}

/** `image` followed by a version word of 0 and 64 bytes of signature: secure boot V1. */
export function signedV1(image: Uint8Array): Uint8Array {
  const signed = new Uint8Array(image.length + 68);
  signed.set(image);
  signed.fill(0x5a, image.length + 4);
  return signed;
}

/** An image of the older chip: header of 8 bytes, one segment in IRAM, checksum. */
export function esp8266Image(): Uint8Array {
  const bytes = new Uint8Array(0x90);
  bytes.set([0xe9, 1, 2, 0x40]);
  writeU32(bytes, 4, 0x40100004);
  writeU32(bytes, 8, 0x40100000);
  writeU32(bytes, 12, 0x78);
  bytes.fill(0x11, 16, 16 + 0x78);
  // An even number of equal bytes cancels out.
  bytes[0x8f] = 0xef;
  return bytes;
}

/** The file as ASCII bytes. */
export const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A copy with one byte changed by `change`. */
export function withByte(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = change(changed[at] as number);
  return changed;
}
