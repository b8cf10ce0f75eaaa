import { imageChecksum } from './image-checksum.ts';
import type { ImageFacts } from './image-facts.ts';
import { IMAGE_MAGIC } from './image-header.ts';
import { walkSegments } from './image-layout.ts';
import { readU32 } from './little-endian.ts';

/** Images of the older chip have the same first byte and a header of 8 bytes. */
const ESP8266_HEADER_BYTES = 8;
/** First bytes of the "version 2" form: its magic, and a fixed count. */
const V2_MAGIC = 0xea;
const V2_COUNT = 4;

/** Where an ESP8266 loads segments to: DRAM, IRAM, flash. */
const RANGES = [
  [0x3ffe8000, 0x40000000],
  [0x40100000, 0x40110000],
  [0x40200000, 0x40300000],
] as const;

/**
 * Told by the first segment's load address at offset 8: there an ESP32 image has the flash pins, whose
 * usual values (0xEE, 0, 0, 0) are no address.
 */
export function isEsp8266(bytes: Uint8Array): boolean {
  if (bytes.length < ESP8266_HEADER_BYTES + 8) return false;
  if (bytes[0] === V2_MAGIC) return bytes[1] === V2_COUNT && readU32(bytes, 8) < 0x10000;
  const loadAddress = readU32(bytes, 8);
  return bytes[0] === IMAGE_MAGIC && RANGES.some(([from, to]) => from <= loadAddress && loadAddress < to);
}

/** Entry point, segments and checksum, as far as they are there. */
export function readEsp8266(
  bytes: Uint8Array,
): Pick<ImageFacts, 'chip' | 'entryPoint' | 'segments' | 'checksum'> {
  const chip = 'ESP8266';
  const entryPoint = readU32(bytes, 4);
  if (bytes[0] === V2_MAGIC) return { chip, entryPoint, segments: [], checksum: null };
  const layout = walkSegments(bytes, bytes[1] as number, false, ESP8266_HEADER_BYTES);
  const segments = layout.segments.map((segment) => ({ ...segment, memory: 'unknown' as const }));
  if (layout.defect !== null) return { chip, entryPoint, segments, checksum: null };
  const stored = bytes[layout.checksumOffset] as number;
  const computed = imageChecksum(bytes, layout.segments);
  return { chip, entryPoint, segments, checksum: { stored, computed, valid: stored === computed } };
}
