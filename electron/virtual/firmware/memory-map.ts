/**
 * The ESP32's address space as its second-stage bootloader judges load addresses (soc.h, bootloader.ld,
 * `verify_load_addresses` in esp_image_format.c).
 */
type Span = readonly [from: number, to: number];

const DROM: Span = [0x3f400000, 0x3f800000];
const IROM: Span = [0x400d0000, 0x40400000];
const DRAM: Span = [0x3ffae000, 0x40000000];
const IRAM: Span = [0x40080000, 0x400aa000];
/** Cache memory of the second core, free until the app starts it. */
const CACHE_IRAM: Span = [0x40070000, 0x40080000];
const RTC: readonly Span[] = [
  [0x3ff80000, 0x3ff82000],
  [0x400c0000, 0x400c2000],
  [0x50000000, 0x50002000],
];
/** 32 KiB below the ROM's stack. */
const BOOTLOADER_STACK: Span = [0x3ffdb000, 0x3ffe3f20];
const BOOTLOADER_DATA: Span = [0x3fff0000, 0x3fff3000];
const LOADER_IRAM: Span = [0x40078000, 0x40080000];
/** Below this nothing is loaded: 0 marks padding. */
const FIRST_LOADED = 0x10000000;

/** Whether a segment is read through the flash cache. */
export function shouldMap(loadAddress: number): boolean {
  return within(DROM, loadAddress) || within(IROM, loadAddress);
}

/** Whether the bootloader copies a segment to RAM. */
export function shouldLoad(loadAddress: number): boolean {
  return !shouldMap(loadAddress) && loadAddress >= FIRST_LOADED;
}

/** The bootloader's line against a segment that would overwrite it or go nowhere; null: none. */
export function loadRefusal(index: number, loadAddress: number, length: number): string | null {
  if (length === 0) return null;
  const span: Span = [loadAddress, loadAddress + length];
  const reason = reasonAgainst(span);
  return reason === null ? null : `Segment ${index} 0x${hex8(span[0])}-0x${hex8(span[1])} invalid: ${reason}`;
}

/** Eight lower-case hex digits. */
export function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function reasonAgainst(span: Span): string | null {
  if (inside(DRAM, span)) {
    if (overlap(BOOTLOADER_STACK, span)) return 'overlaps bootloader stack';
    return overlap(BOOTLOADER_DATA, span) ? 'overlaps bootloader data' : null;
  }
  if (inside(IRAM, span) || inside(CACHE_IRAM, span)) {
    return overlap(LOADER_IRAM, span) ? 'overlaps loader IRAM' : null;
  }
  return RTC.some((known) => inside(known, span)) ? null : 'bad load address range';
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
