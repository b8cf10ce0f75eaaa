import type { MemoryRange } from './chip-memory.ts';
import {
  C2_MEMORY,
  C3_MEMORY,
  C5_MEMORY,
  C6_MEMORY,
  E22_MEMORY,
  ESP32_MEMORY,
  H4_MEMORY,
  P4_MEMORY,
  S2_MEMORY,
  S3_MEMORY,
  S31_MEMORY,
} from './chip-memory.ts';

/** One kind of ESP32, as far as its images differ. */
export interface Chip {
  /** `chip_id` of the image header (`esp_chip_id_t`). */
  readonly id: number;
  /** esptool's name. */
  readonly name: string;
  /** Flash address of the second-stage bootloader. */
  readonly bootloaderOffset: number;
  /** Page sizes its flash mapping allows, the default first. */
  readonly mmuPageSizes: readonly number[];
  readonly memory: readonly MemoryRange[];
}

const FIXED_PAGE = [0x10000];
const C2_PAGES = [0x10000, 0x8000, 0x4000];
const C6_PAGES = [0x10000, 0x8000, 0x4000, 0x2000];
const S31_PAGES = [0x10000, 0x8000, 0x20000, 0x40000];

const chip = (
  id: number,
  name: string,
  bootloaderOffset: number,
  memory: readonly MemoryRange[],
  mmuPageSizes: readonly number[] = FIXED_PAGE,
): Chip => ({ id, name, bootloaderOffset, mmuPageSizes, memory });

/** Every chip esptool knows or knew (esptool/targets, v4.8.1 and v5). */
export const CHIPS: readonly Chip[] = [
  chip(0, 'ESP32', 0x1000, ESP32_MEMORY),
  chip(2, 'ESP32-S2', 0x1000, S2_MEMORY),
  chip(4, 'ESP32-S3(beta2)', 0, S3_MEMORY),
  chip(5, 'ESP32-C3', 0, C3_MEMORY),
  chip(6, 'ESP32-S3(beta3)', 0, S3_MEMORY),
  chip(7, 'ESP32-C6(beta)', 0, C3_MEMORY),
  chip(9, 'ESP32-S3', 0, S3_MEMORY),
  chip(10, 'ESP32-H2(beta1)', 0, C3_MEMORY),
  chip(12, 'ESP32-C2', 0, C2_MEMORY, C2_PAGES),
  chip(13, 'ESP32-C6', 0, C6_MEMORY, C6_PAGES),
  chip(14, 'ESP32-H2(beta2)', 0, C3_MEMORY),
  chip(16, 'ESP32-H2', 0, C6_MEMORY, C6_PAGES),
  chip(17, 'ESP32-C5(beta3)', 0, C6_MEMORY),
  chip(18, 'ESP32-P4', 0x2000, P4_MEMORY),
  chip(20, 'ESP32-C61', 0, C5_MEMORY, C6_PAGES),
  chip(23, 'ESP32-C5', 0x2000, C5_MEMORY),
  chip(25, 'ESP32-H21', 0, C6_MEMORY, C6_PAGES),
  chip(28, 'ESP32-H4', 0x2000, H4_MEMORY, C6_PAGES),
  chip(31, 'ESP32-E22', 0, E22_MEMORY),
  chip(32, 'ESP32-S31', 0x2000, S31_MEMORY, S31_PAGES),
];

const byId = new Map(CHIPS.map((known) => [known.id, known]));

/** Null for an id that no chip of the table has; such an image is still read, only its memory is unknown. */
export function chipById(id: number): Chip | null {
  return byId.get(id) ?? null;
}

/** By esptool's name, written in any case. */
export function chipByName(name: string): Chip | null {
  return CHIPS.find((known) => known.name.toLowerCase() === name.toLowerCase()) ?? null;
}
