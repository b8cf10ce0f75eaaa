import type { SegmentMemory } from './image-facts.ts';

/** An address range, `to` exclusive, and what lies there. Ranges overlap where one bus serves both. */
export interface MemoryRange {
  readonly memory: SegmentMemory;
  readonly from: number;
  readonly to: number;
}

const range = (memory: SegmentMemory, from: number, to: number): MemoryRange => ({ memory, from, to });
const PADDING = range('padding', 0, 0x10000);

// Source of all ranges: MEMORY_MAP in esptool/targets, v5. Mask ROM is left out: no segment is loaded there.
export const ESP32_MEMORY = [
  PADDING,
  range('DROM', 0x3f400000, 0x3f800000),
  range('RTC', 0x3ff80000, 0x3ff82000),
  range('DRAM', 0x3ffae000, 0x40000000),
  range('IRAM', 0x40080000, 0x400bfffc),
  // Cache memory of the two cores: the bootloader runs there.
  range('IRAM', 0x40070000, 0x40080000),
  range('RTC', 0x400c0000, 0x400c2000),
  range('IROM', 0x400d0000, 0x40400000),
  range('RTC', 0x50000000, 0x50002000),
];
export const S2_MEMORY = [
  PADDING,
  range('DROM', 0x3f000000, 0x3ff80000),
  range('RTC', 0x3ff9e000, 0x3ffa0000),
  range('DRAM', 0x3ffb0000, 0x40000000),
  range('IRAM', 0x40020000, 0x40070000),
  range('RTC', 0x40070000, 0x40072000),
  range('IROM', 0x40080000, 0x40800000),
  range('RTC', 0x50000000, 0x50002000),
];
export const S3_MEMORY = [
  PADDING,
  range('DROM', 0x3c000000, 0x3e000000),
  range('DRAM', 0x3fc88000, 0x3fd00000),
  range('IRAM', 0x40370000, 0x403e0000),
  range('IROM', 0x42000000, 0x44000000),
  range('RTC', 0x50000000, 0x50002000),
  range('RTC', 0x600fe000, 0x60100000),
];
export const C2_MEMORY = [
  PADDING,
  range('DROM', 0x3c000000, 0x3c400000),
  range('DRAM', 0x3fca0000, 0x3fce0000),
  range('IRAM', 0x4037c000, 0x403c0000),
  range('IROM', 0x42000000, 0x42400000),
];
export const C3_MEMORY = [
  PADDING,
  range('DROM', 0x3c000000, 0x3c800000),
  range('DRAM', 0x3fc80000, 0x3fce0000),
  range('IRAM', 0x4037c000, 0x403e0000),
  range('IROM', 0x42000000, 0x42800000),
  range('RTC', 0x50000000, 0x50002000),
];
export const C6_MEMORY = unified(
  [0x42000000, 0x43000000],
  [0x40800000, 0x40880000],
  [0x50000000, 0x50004000],
);
export const C5_MEMORY = unified(
  [0x42000000, 0x44000000],
  [0x40800000, 0x40860000],
  [0x50000000, 0x50004000],
);
export const H4_MEMORY = unified(
  [0x42000000, 0x44000000],
  [0x40810000, 0x40860000],
  [0x50000000, 0x50004000],
);
export const P4_MEMORY = unified(
  [0x40000000, 0x4c000000],
  [0x4ff00000, 0x4ffc0000],
  [0x50108000, 0x50110000],
);
export const E22_MEMORY = unified(
  [0x3c000000, 0x40000000],
  [0x31000000, 0x31200000],
  [0xc0000000, 0xc0008000],
);
export const S31_MEMORY = unified(
  [0x40000000, 0x54000000],
  [0x2f000000, 0x2f080000],
  [0x2e000000, 0x2e008000],
);

type Span = readonly [from: number, to: number];

/** Chips where code and data share one bus: the same addresses are DROM and IROM, or DRAM and IRAM. */
function unified(flash: Span, ram: Span, rtc: Span): readonly MemoryRange[] {
  return [
    PADDING,
    range('DROM', ...flash),
    range('IROM', ...flash),
    range('DRAM', ...ram),
    range('IRAM', ...ram),
    range('RTC', ...rtc),
  ];
}

/**
 * What a segment is loaded to. Where one bus serves both, the first segment of an image is the data
 * (an app starts with its descriptor), a later one in flash is code, and one in RAM is code if the entry
 * point lies in it.
 */
export function segmentMemory(
  ranges: readonly MemoryRange[],
  segment: { readonly index: number; readonly loadAddress: number; readonly holdsEntryPoint: boolean },
): SegmentMemory {
  const at = segment.loadAddress;
  const found = ranges.filter(({ from, to }) => from <= at && at < to).map(({ memory }) => memory);
  if (found.includes('DROM') && found.includes('IROM')) return segment.index === 0 ? 'DROM' : 'IROM';
  if (found.includes('DRAM') && found.includes('IRAM')) return segment.holdsEntryPoint ? 'IRAM' : 'DRAM';
  return found[0] ?? 'unknown';
}
