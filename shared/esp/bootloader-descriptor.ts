import { DESCRIPTOR_OFFSET } from './app-descriptor.ts';
import { readU32, writeU32 } from './little-endian.ts';
import { readTextField, writeTextField } from './text-field.ts';

/** Magic byte and size at once. */
export const BOOTLOADER_DESCRIPTOR_BYTES = 80;

/** `esp_bootloader_desc_t` (esp_bootloader_desc.h, ESP-IDF 5.2 and later; older bootloaders have none). */
export interface BootloaderDescriptor {
  readonly secureVersion: number;
  readonly version: number;
  readonly idfVersion: string | null;
  readonly dateTime: string | null;
}

/**
 * Null where there is none. One magic byte alone proves little, so the ESP-IDF version must be text too.
 * @param bytes A file that starts with an image header
 */
export function parseBootloaderDescriptor(bytes: Uint8Array): BootloaderDescriptor | null {
  const at = DESCRIPTOR_OFFSET;
  const complete = bytes.length >= at + BOOTLOADER_DESCRIPTOR_BYTES;
  if (!complete || bytes[at] !== BOOTLOADER_DESCRIPTOR_BYTES) return null;
  const idfVersion = readTextField(bytes, at + 8, 32);
  if (idfVersion === null || !/^[\x20-\x7e]+$/.test(idfVersion)) return null;
  return {
    secureVersion: bytes[at + 3] as number,
    version: readU32(bytes, at + 4),
    idfVersion,
    dateTime: readTextField(bytes, at + 40, 24),
  };
}

/** The 80 bytes of a descriptor; the inverse of `parseBootloaderDescriptor`. */
export function encodeBootloaderDescriptor(descriptor: BootloaderDescriptor): Uint8Array {
  const bytes = new Uint8Array(BOOTLOADER_DESCRIPTOR_BYTES);
  bytes[0] = BOOTLOADER_DESCRIPTOR_BYTES;
  bytes[3] = descriptor.secureVersion;
  writeU32(bytes, 4, descriptor.version);
  writeTextField(bytes, 8, 32, descriptor.idfVersion ?? '');
  writeTextField(bytes, 40, 24, descriptor.dateTime ?? '');
  return bytes;
}
