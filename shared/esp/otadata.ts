import { crc32 } from './crc32.ts';
import { readU32, writeU32 } from './little-endian.ts';

/** The partition has two sectors; each starts with one entry. */
export const OTADATA_BYTES = 0x2000;
export const OTADATA_SECTOR_BYTES = 0x1000;
export const OTADATA_ENTRY_BYTES = 32;
const BLANK_SEQUENCE = 0xffffffff;

/** `esp_ota_img_states_t`; the names are those the log prints. */
export const OTA_STATES = {
  NEW: 0,
  PENDING_VERIFY: 1,
  VALID: 2,
  INVALID: 3,
  ABORTED: 4,
  UNDEFINED: 0xffffffff,
} as const;

export type OtaState = keyof typeof OTA_STATES;

/** `esp_ota_select_entry_t` (esp_flash_partitions.h). */
export interface OtadataEntry {
  /** 0xFFFFFFFF in a blank entry. */
  readonly sequence: number;
  /** Null for a number that has no name. */
  readonly state: OtaState | null;
  readonly stateCode: number;
  readonly crc: number;
  readonly crcValid: boolean;
  /** Whether the bootloader would choose by it: written, CRC right, neither INVALID nor ABORTED. */
  readonly usable: boolean;
}

export interface Otadata {
  readonly entries: readonly [OtadataEntry, OtadataEntry];
}

/** CRC of an entry: over the sequence number alone, with the ROM's start value. */
export function otadataCrc(sequence: number): number {
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, sequence);
  return crc32(bytes, 0xffffffff);
}

/** Both entries; a missing second sector reads as blank. Null where not even the first entry is there. */
export function parseOtadata(bytes: Uint8Array): Otadata | null {
  if (bytes.length < OTADATA_ENTRY_BYTES) return null;
  return { entries: [parseOtadataEntry(bytes, 0), parseOtadataEntry(bytes, OTADATA_SECTOR_BYTES)] };
}

/** Whether a written entry with the right CRC is there: otadata, and not other data in its place. */
export function hasValidEntry(bytes: Uint8Array): boolean {
  const entries = parseOtadata(bytes)?.entries ?? [];
  return entries.some(({ sequence, crcValid }) => crcValid && sequence !== BLANK_SEQUENCE);
}

/** One entry; bytes that are not there read as blank. */
export function parseOtadataEntry(bytes: Uint8Array, at: number): OtadataEntry {
  const there = at + OTADATA_ENTRY_BYTES <= bytes.length;
  const word = (offset: number): number => (there ? readU32(bytes, at + offset) : 0xffffffff);
  const sequence = word(0);
  const stateCode = word(24);
  const crc = word(28);
  const state = stateName(stateCode);
  const crcValid = crc === otadataCrc(sequence);
  const usable = sequence !== BLANK_SEQUENCE && crcValid && state !== 'INVALID' && state !== 'ABORTED';
  return { sequence, state, stateCode, crc, crcValid, usable };
}

/** The 32 bytes that start a sector. */
export function buildOtadataEntry(sequence: number, state: OtaState): Uint8Array {
  const bytes = new Uint8Array(OTADATA_ENTRY_BYTES).fill(0xff);
  writeU32(bytes, 0, sequence);
  writeU32(bytes, 24, OTA_STATES[state]);
  writeU32(bytes, 28, otadataCrc(sequence));
  return bytes;
}

/** The entry the bootloader follows, or null where none is usable (it then starts factory, or ota_0). */
export function activeEntry({ entries: [first, second] }: Otadata): 0 | 1 | null {
  if (first.usable && second.usable) return second.sequence > first.sequence ? 1 : 0;
  if (first.usable) return 0;
  return second.usable ? 1 : null;
}

/** Index among the OTA slots that boots next, or null for factory (or ota_0 in a table without one). */
export function activeSlot(otadata: Otadata, slotCount: number): number | null {
  const active = activeEntry(otadata);
  if (active === null || slotCount < 1) return null;
  return slotOf(otadata.entries[active].sequence, slotCount);
}

/** The slot a sequence number stands for: (sequence - 1) mod slots. */
export function slotOf(sequence: number, slotCount: number): number {
  return (sequence + slotCount - 1) % slotCount;
}

/** The smallest sequence above `current` that stands for `slot` (esp_ota_set_boot_partition). */
export function nextSequence(current: number, slot: number, slotCount: number): number {
  const behind = (((slot - current) % slotCount) + slotCount) % slotCount;
  return current + behind + 1;
}

function stateName(code: number): OtaState | null {
  const found = Object.entries(OTA_STATES).find(([, known]) => known === code);
  return (found?.[0] as OtaState | undefined) ?? null;
}
