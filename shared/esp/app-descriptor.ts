import { readU16, readU32, writeU16, writeU32 } from './little-endian.ts';
import { readTextField, writeTextField } from './text-field.ts';

const APP_MAGIC = 0xabcd5432;
/** File offset of the descriptor: the start of the first segment's data. */
export const DESCRIPTOR_OFFSET = 0x20;
export const APP_DESCRIPTOR_BYTES = 256;

/** `esp_app_desc_t` (esp_app_desc.h). Empty texts are null. */
export interface AppDescriptor {
  readonly secureVersion: number;
  readonly version: string | null;
  readonly projectName: string | null;
  readonly compileTime: string | null;
  readonly compileDate: string | null;
  readonly idfVersion: string | null;
  readonly appElfSha256: Uint8Array;
  /** major*100+minor; 0 in both before ESP-IDF 5.2. */
  readonly minEfuseBlockRevision: number;
  readonly maxEfuseBlockRevision: number;
  /** 0 before ESP-IDF 5.2. */
  readonly mmuPageSizeLog2: number;
  readonly spiFlashMode: number;
}

/** Whether the file offset 0x20 holds the descriptor's magic word. */
export function hasAppDescriptor(bytes: Uint8Array): boolean {
  return bytes.length >= DESCRIPTOR_OFFSET + 4 && readU32(bytes, DESCRIPTOR_OFFSET) === APP_MAGIC;
}

/** Null where the magic word or part of the 256 bytes is missing. */
export function parseAppDescriptor(bytes: Uint8Array): AppDescriptor | null {
  if (!hasAppDescriptor(bytes) || bytes.length < DESCRIPTOR_OFFSET + APP_DESCRIPTOR_BYTES) return null;
  const at = DESCRIPTOR_OFFSET;
  return {
    secureVersion: readU32(bytes, at + 4),
    version: readTextField(bytes, at + 16, 32),
    projectName: readTextField(bytes, at + 48, 32),
    compileTime: readTextField(bytes, at + 80, 16),
    compileDate: readTextField(bytes, at + 96, 16),
    idfVersion: readTextField(bytes, at + 112, 32),
    appElfSha256: bytes.slice(at + 144, at + 176),
    minEfuseBlockRevision: readU16(bytes, at + 176),
    maxEfuseBlockRevision: readU16(bytes, at + 178),
    mmuPageSizeLog2: bytes[at + 180] as number,
    spiFlashMode: bytes[at + 181] as number,
  };
}

/** The 256 bytes of a descriptor; the inverse of `parseAppDescriptor`. */
export function encodeAppDescriptor(descriptor: AppDescriptor): Uint8Array {
  const bytes = new Uint8Array(APP_DESCRIPTOR_BYTES);
  writeU32(bytes, 0, APP_MAGIC);
  writeU32(bytes, 4, descriptor.secureVersion);
  writeTextField(bytes, 16, 32, descriptor.version ?? '');
  writeTextField(bytes, 48, 32, descriptor.projectName ?? '');
  writeTextField(bytes, 80, 16, descriptor.compileTime ?? '');
  writeTextField(bytes, 96, 16, descriptor.compileDate ?? '');
  writeTextField(bytes, 112, 32, descriptor.idfVersion ?? '');
  bytes.set(descriptor.appElfSha256.subarray(0, 32), 144);
  writeU16(bytes, 176, descriptor.minEfuseBlockRevision);
  writeU16(bytes, 178, descriptor.maxEfuseBlockRevision);
  bytes[180] = descriptor.mmuPageSizeLog2;
  bytes[181] = descriptor.spiFlashMode;
  return bytes;
}
