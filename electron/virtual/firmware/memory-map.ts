/** An address range, `to` exclusive. */
type Span = readonly [from: number, to: number];

/** A chip's address space as its second-stage bootloader judges load addresses (soc.h, bootloader.ld). */
export interface MemoryMap {
  /** DROM and IROM: read through the flash cache. */
  readonly mapped: readonly Span[];
  readonly dram: Span;
  /** The ESP32's second range is cache memory of the other core, free until the app starts it. */
  readonly iram: readonly Span[];
  readonly rtc: readonly Span[];
  /** 32 KiB below the ROM's stack. */
  readonly bootloaderStack: Span;
  readonly bootloaderData: Span;
  readonly loaderIram: Span;
}

export const ESP32_MAP: MemoryMap = {
  mapped: [
    [0x3f400000, 0x3f800000],
    [0x400d0000, 0x40400000],
  ],
  dram: [0x3ffae000, 0x40000000],
  iram: [
    [0x40080000, 0x400aa000],
    [0x40070000, 0x40080000],
  ],
  rtc: [
    [0x3ff80000, 0x3ff82000],
    [0x400c0000, 0x400c2000],
    [0x50000000, 0x50002000],
  ],
  bootloaderStack: [0x3ffdb000, 0x3ffe3f20],
  bootloaderData: [0x3fff0000, 0x3fff3000],
  loaderIram: [0x40078000, 0x40080000],
};

export const ESP32_C3_MAP: MemoryMap = {
  mapped: [
    [0x3c000000, 0x3c800000],
    [0x42000000, 0x42800000],
  ],
  dram: [0x3fc80000, 0x3fce0000],
  iram: [[0x4037c000, 0x403e0000]],
  rtc: [[0x50000000, 0x50002000]],
  bootloaderStack: [0x3fcda710, 0x3fcde710],
  bootloaderData: [0x3fcd5710, 0x3fcda710],
  loaderIram: [0x403ce710, 0x403d5710],
};

/** Below this nothing is loaded: 0 marks padding. */
const FIRST_LOADED = 0x10000000;

/** Whether a segment is read through the flash cache. */
export function shouldMap({ mapped }: MemoryMap, loadAddress: number): boolean {
  return mapped.some((span) => within(span, loadAddress));
}

/** Whether the bootloader copies a segment to RAM. */
export function shouldLoad(map: MemoryMap, loadAddress: number): boolean {
  return !shouldMap(map, loadAddress) && loadAddress >= FIRST_LOADED;
}

/** The bootloader's line against a segment that would overwrite it or go nowhere; null: none. */
export function loadRefusal(
  map: MemoryMap,
  index: number,
  loadAddress: number,
  length: number,
): string | null {
  if (length === 0) return null;
  const span: Span = [loadAddress, loadAddress + length];
  const reason = reasonAgainst(map, span);
  return reason === null ? null : `Segment ${index} 0x${hex8(span[0])}-0x${hex8(span[1])} invalid: ${reason}`;
}

/** Eight lower-case hex digits. */
export function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function reasonAgainst(map: MemoryMap, span: Span): string | null {
  if (inside(map.dram, span)) {
    if (overlap(map.bootloaderStack, span)) return 'overlaps bootloader stack';
    return overlap(map.bootloaderData, span) ? 'overlaps bootloader data' : null;
  }
  if (map.iram.some((known) => inside(known, span))) {
    return overlap(map.loaderIram, span) ? 'overlaps loader IRAM' : null;
  }
  return map.rtc.some((known) => inside(known, span)) ? null : 'bad load address range';
}

function within([from, to]: Span, address: number): boolean {
  return from <= address && address < to;
}

function inside([from, to]: Span, [start, end]: Span): boolean {
  return from <= start && end <= to;
}

function overlap([from, to]: Span, [start, end]: Span): boolean {
  return start < to && from < end;
}
