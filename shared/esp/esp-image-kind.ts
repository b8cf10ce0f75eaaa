import { hasAppDescriptor } from './app-descriptor.ts';
import { parseBootloaderDescriptor } from './bootloader-descriptor.ts';
import { segmentMemory } from './chip-memory.ts';
import { chipById } from './chips.ts';
import type { ImageHeader } from './image-header.ts';
import { HEADER_BYTES, MAX_SEGMENTS, parseImageHeader } from './image-header.ts';
import { walkSegments } from './image-layout.ts';
import { readU32 } from './little-endian.ts';

/** App or bootloader, where the bytes start with an ESP32 image header; else null. */
export function espImageKind(bytes: Uint8Array): 'app' | 'bootloader' | null {
  const header = parseImageHeader(bytes);
  if (header === null) return null;
  if (hasAppDescriptor(bytes)) return 'app';
  if (!isPlausible(header)) return null;
  if (parseBootloaderDescriptor(bytes) !== null) return 'bootloader';
  return mapsFlash(bytes, header) ? 'app' : 'bootloader';
}

/** An app without a descriptor still maps code or constants from flash; a bootloader is all RAM. */
function mapsFlash(bytes: Uint8Array, header: ImageHeader): boolean {
  const ranges = chipById(header.chipId)?.memory ?? [];
  const { segments } = walkSegments(bytes, header.segmentCount, header.hashAppended !== 0);
  const addresses = segments.map(({ loadAddress }) => loadAddress);
  // A first segment that is cut short still says where it belongs.
  if (addresses.length === 0 && bytes.length >= HEADER_BYTES + 4)
    addresses.push(readU32(bytes, HEADER_BYTES));
  if (addresses.length === 0) return true;
  return addresses.some((loadAddress, index) => {
    const memory = segmentMemory(ranges, { index, loadAddress, holdsEntryPoint: false });
    return memory === 'DROM' || memory === 'IROM';
  });
}

/** Whether a header without a descriptor behind it is one at all: one magic byte proves little. */
function isPlausible(header: ImageHeader): boolean {
  return (
    header.segmentCount >= 1 &&
    header.segmentCount <= MAX_SEGMENTS &&
    header.spiMode <= 5 &&
    header.hashAppended <= 1
  );
}
