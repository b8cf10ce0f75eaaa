import type { MemoryMap } from './memory-map.ts';
import { hex8, shouldMap } from './memory-map.ts';

/** No image and no segment is as long. */
export const MAX_BYTES = 0x1000000;
const MMU_PAGE_BYTES = 0x10000;

/** A segment of an image in flash. */
export interface ImageSegment {
  readonly loadAddress: number;
  readonly length: number;
  /** Flash address of its data. */
  readonly dataOffset: number;
}

/** What a segment's header alone makes impossible; null: nothing. */
export function headRefusal(
  memory: MemoryMap,
  index: number,
  { loadAddress, length, dataOffset }: ImageSegment,
): string | null {
  if (length % 4 !== 0 || length >= MAX_BYTES) return `invalid segment length 0x${length.toString(16)}`;
  if (!shouldMap(memory, loadAddress) || dataOffset % MMU_PAGE_BYTES === loadAddress % MMU_PAGE_BYTES)
    return null;
  return `Segment ${index} load address 0x${hex8(loadAddress)}, doesn't match data 0x${hex8(dataOffset)}`;
}

/** `esp_image`'s line of a segment. */
export function segmentLine(
  memory: MemoryMap,
  index: number,
  { loadAddress, length, dataOffset }: ImageSegment,
  loads: boolean,
): string {
  const size = `${length.toString(16).padStart(5, '0')}h (${String(length).padStart(6)})`;
  const place = `paddr=${hex8(dataOffset)} vaddr=${hex8(loadAddress)}`;
  return `segment ${index}: ${place} size=${size} ${loads ? 'load' : shouldMap(memory, loadAddress) ? 'map' : ''}`;
}
