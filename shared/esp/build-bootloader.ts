import { assembleImage } from './assemble-image.ts';
import { BOOTLOADER_DESCRIPTOR_BYTES, encodeBootloaderDescriptor } from './bootloader-descriptor.ts';
import type { ImageOptions } from './build-image.ts';
import { headerOf, layOut } from './build-image.ts';
import type { Sha256 } from './image-facts.ts';
import { pseudoRandomWords } from './pseudo-random.ts';

export interface BootloaderImageOptions extends ImageOptions {
  /** False: as ESP-IDF before 5.2 builds it. */
  readonly descriptor?: boolean;
  readonly version?: number;
  readonly dateTime?: string;
}

const DEFAULT_SIZE_BYTES = 0x4000;

/** A sound second-stage bootloader: three segments, all in RAM. */
export function buildBootloaderImage(
  options: BootloaderImageOptions,
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const { descriptor = true, version = 1, dateTime = 'Jan  1 2025 12:00:00' } = options;
  const sized = { sizeBytes: DEFAULT_SIZE_BYTES, ...options };
  const segments = layOut(sized, ['DRAM', 'IRAM', 'IRAM'], pseudoRandomWords(options.seed ?? 1));
  const first = segments[0]?.data;
  first?.fill(0, 0, BOOTLOADER_DESCRIPTOR_BYTES);
  if (descriptor) {
    const { secureVersion = 0, idfVersion = 'v5.3.4' } = options;
    first?.set(encodeBootloaderDescriptor({ secureVersion, version, idfVersion, dateTime }));
  }
  return assembleImage(headerOf(sized, segments), segments, sha256);
}
