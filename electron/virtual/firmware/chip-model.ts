import type { MemoryMap } from './memory-map.ts';
import { ESP32_C3_MAP, ESP32_MAP } from './memory-map.ts';

/** Chips that a virtual board can have. */
export type ChipTarget = 'esp32' | 'esp32c3';

/** What differs from chip to chip in what the ROM, the bootloader and the start-up code do and print. */
export interface ChipModel {
  /** CONFIG_IDF_TARGET */
  readonly target: ChipTarget;
  /** CONFIG_IDF_FIRMWARE_CHIP_ID */
  readonly chipId: number;
  /** ESP_BOOTLOADER_OFFSET */
  readonly bootloaderOffset: number;
  /** Code of the flash clock in the image header, as the default configuration has it. */
  readonly spiSpeed: number;
  readonly isUnicore: boolean;
  /** Whether firmware reads a block revision from its eFuses. */
  readonly hasBlockRevision: boolean;
  readonly memory: MemoryMap;
  /** CONFIG_ESP_REV_MIN_FULL and CONFIG_ESP_REV_MAX_FULL */
  readonly revisions: readonly [least: string, most: string];
  readonly consolePins: string;
  readonly heap: readonly string[];
}

const ESP32: ChipModel = {
  target: 'esp32',
  chipId: 0,
  bootloaderOffset: 0x1000,
  spiSpeed: 0,
  isUnicore: false,
  hasBlockRevision: false,
  memory: ESP32_MAP,
  revisions: ['v0.0', 'v3.99'],
  consolePins: '3 and 1',
  heap: [
    'At 3FFAE6E0 len 00001920 (6 KiB): DRAM',
    'At 3FFB7520 len 00028AE0 (162 KiB): DRAM',
    'At 3FFE0440 len 00003AE0 (14 KiB): D/IRAM',
    'At 3FFE4350 len 0001BCB0 (111 KiB): D/IRAM',
    'At 40096BF8 len 00009408 (37 KiB): IRAM',
  ],
};

const ESP32_C3: ChipModel = {
  target: 'esp32c3',
  chipId: 5,
  bootloaderOffset: 0,
  spiSpeed: 15,
  isUnicore: true,
  hasBlockRevision: true,
  memory: ESP32_C3_MAP,
  revisions: ['v0.3', 'v1.99'],
  consolePins: '20 and 21',
  heap: [
    'At 3FC8C6F0 len 00033910 (206 KiB): RAM',
    'At 3FCC0000 len 0001C710 (113 KiB): Retention RAM',
    'At 50000010 len 00001FD8 (7 KiB): RTCRAM',
  ],
};

const MODELS: Readonly<Record<ChipTarget, ChipModel>> = { esp32: ESP32, esp32c3: ESP32_C3 };

export function chipModel(target: ChipTarget): ChipModel {
  return MODELS[target];
}
