import { hasAppDescriptor } from './app-descriptor.ts';
import { parseBootloaderDescriptor } from './bootloader-descriptor.ts';
import { segmentMemory } from './chip-memory.ts';
import { chipById } from './chips.ts';
import type { ImageKind } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import { IMAGE_MAGIC, MAX_SEGMENTS, parseImageHeader } from './image-header.ts';
import { walkSegments } from './image-layout.ts';

/** What a file is, by its content alone. */
export function kindOf(bytes: Uint8Array): ImageKind {
  if (bytes.length === 0) return 'empty';
  if (bytes[0] === IMAGE_MAGIC) return espImageKind(bytes);
  if (bytes[0] === 0xaa && bytes[1] === 0x50) return 'partitionTable';
  return 'unknown';
}

function espImageKind(bytes: Uint8Array): ImageKind {
  if (hasAppDescriptor(bytes)) return 'app';
  const header = parseImageHeader(bytes);
  if (header === null || !isPlausible(header)) return 'unknown';
  if (parseBootloaderDescriptor(bytes) !== null) return 'bootloader';
  return mapsFlash(bytes, header) ? 'app' : 'bootloader';
}

/** An app without a descriptor still maps code or constants from flash; a bootloader is all RAM. */
function mapsFlash(bytes: Uint8Array, header: ImageHeader): boolean {
  const ranges = chipById(header.chipId)?.memory ?? [];
  const { segments } = walkSegments(bytes, header.segmentCount, header.hashAppended !== 0);
  return segments.some(({ loadAddress }, index) => {
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
