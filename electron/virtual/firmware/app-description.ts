import { readU32 } from '../../../shared/esp/little-endian.ts';
import type { Flash } from '../hardware/flash.ts';

/** `esp_app_desc_t` follows the image header and the first segment's header. */
export const DESCRIPTION_OFFSET = 32;
export const DESCRIPTION_BYTES = 256;
const MAGIC = 0xabcd5432;

/** The descriptor as firmware uses it; texts are byte strings that end at their first NUL. */
export interface AppDescription {
  readonly magic: number;
  readonly secureVersion: number;
  /** For `%s`: runs on into the next fields where it has no NUL. */
  readonly version: string;
  /** For `memcmp`: all 32 bytes. */
  readonly versionBytes: Uint8Array;
  readonly projectName: string;
  readonly time: string;
  readonly date: string;
  readonly idfVersion: string;
  readonly elfSha256: Uint8Array;
}

/** @param bytes The 256 bytes; nothing is checked, as `memcpy` checks nothing. */
export function decodeDescription(bytes: Uint8Array): AppDescription {
  const text = (from: number): string =>
    Buffer.from(bytes.subarray(from)).toString('latin1').split('\0')[0] ?? '';
  return {
    magic: readU32(bytes, 0),
    secureVersion: readU32(bytes, 4),
    version: text(16),
    versionBytes: bytes.slice(16, 48),
    projectName: text(48),
    time: text(80),
    date: text(96),
    idfVersion: text(112),
    elfSha256: bytes.slice(144, 176),
  };
}

/** Whether the magic word is there. */
export function hasMagic({ magic }: AppDescription): boolean {
  return magic === MAGIC;
}

/** `esp_ota_get_partition_description`; null where there is none. */
export function descriptionAt(flash: Flash, partitionOffset: number): AppDescription | null {
  const found = decodeDescription(flash.read(partitionOffset + DESCRIPTION_OFFSET, DESCRIPTION_BYTES));
  return hasMagic(found) ? found : null;
}

/** `memcmp` of two versions. */
export function sameVersion(a: AppDescription, b: AppDescription): boolean {
  return Buffer.compare(a.versionBytes, b.versionBytes) === 0;
}
