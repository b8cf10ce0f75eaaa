import { crc32 } from '../../../shared/esp/crc32.ts';
import { readU32, writeU32 } from '../../../shared/esp/little-endian.ts';
import type { Flash } from '../hardware/flash.ts';
import { SECTOR_BYTES } from '../hardware/flash.ts';
import type { Partition } from './partitions.ts';

/** `esp_ota_img_states_t` */
export const STATE = {
  NEW: 0,
  PENDING_VERIFY: 1,
  VALID: 2,
  INVALID: 3,
  ABORTED: 4,
  UNDEFINED: 0xffffffff,
} as const;

/** `UINT32_MAX`: an entry that was never written. */
export const NO_SEQUENCE = 0xffffffff;
const ENTRY_BYTES = 32;

/** `esp_ota_select_entry_t`, held as its 32 bytes so that what is not named is written back unchanged. */
export interface OtaEntry {
  readonly sequence: number;
  readonly state: number;
  readonly crc: number;
  readonly bytes: Uint8Array;
}

export type OtaEntries = readonly [OtaEntry, OtaEntry];

/** Both entries as they stand in flash. */
export function readEntries(flash: Flash, otadata: Partition): OtaEntries {
  return [readEntry(flash, otadata.offset), readEntry(flash, otadata.offset + SECTOR_BYTES)];
}

/** Erases the entry's sector and writes it with a CRC that fits. */
export function writeEntry(
  flash: Flash,
  otadata: Partition,
  index: number,
  entry: Pick<OtaEntry, 'sequence' | 'state' | 'bytes'>,
): void {
  const bytes = entry.bytes.slice();
  writeU32(bytes, 0, entry.sequence);
  writeU32(bytes, 24, entry.state);
  writeU32(bytes, 28, sequenceCrc(entry.sequence));
  flash.erase(otadata.offset + index * SECTOR_BYTES, SECTOR_BYTES);
  flash.program(otadata.offset + index * SECTOR_BYTES, bytes);
}

/** An entry with nothing set. */
export function blankEntry(): OtaEntry {
  return { sequence: NO_SEQUENCE, state: STATE.UNDEFINED, crc: NO_SEQUENCE, bytes: blankBytes() };
}

/** `bootloader_common_ota_select_invalid`: says nothing of the CRC. */
export function isInvalid({ sequence, state }: OtaEntry): boolean {
  return sequence === NO_SEQUENCE || state === STATE.INVALID || state === STATE.ABORTED;
}

/** `bootloader_common_ota_select_valid` */
export function isValid(entry: OtaEntry): boolean {
  return !isInvalid(entry) && entry.crc === sequenceCrc(entry.sequence);
}

/** Whether the entry was written and is whole, whatever its state. */
export function isWritten(entry: OtaEntry): boolean {
  return entry.sequence !== NO_SEQUENCE && entry.crc === sequenceCrc(entry.sequence);
}

/** `bootloader_common_get_active_otadata`, of those that `may` be. */
export function activeEntryIndex(
  entries: OtaEntries,
  may: (entry: OtaEntry) => boolean = () => true,
): number | null {
  const fits = (entry: OtaEntry): boolean => isValid(entry) && may(entry);
  return selectEntry(entries, [fits(entries[0]), fits(entries[1])], 'highest');
}

/** `get_last_invalid_otadata`: the older of the entries whose image failed. */
export function lastInvalidEntryIndex(entries: OtaEntries): number | null {
  const failed = (entry: OtaEntry): boolean =>
    isWritten(entry) && (entry.state === STATE.INVALID || entry.state === STATE.ABORTED);
  return selectEntry(entries, [failed(entries[0]), failed(entries[1])], 'lowest');
}

/** Index of the slot that an entry stands for. */
export function slotOfEntry({ sequence }: OtaEntry, slotCount: number): number {
  return ((sequence - 1) >>> 0) % slotCount;
}

/** `bootloader_common_select_otadata` */
function selectEntry(
  [first, second]: OtaEntries,
  [firstFits, secondFits]: readonly [boolean, boolean],
  which: 'highest' | 'lowest',
): number | null {
  if (firstFits && secondFits) {
    const wanted = which === 'highest' ? Math.max : Math.min;
    return wanted(first.sequence, second.sequence) === first.sequence ? 0 : 1;
  }
  if (firstFits) return 0;
  return secondFits ? 1 : null;
}

function readEntry(flash: Flash, offset: number): OtaEntry {
  const bytes = flash.read(offset, ENTRY_BYTES);
  return { sequence: readU32(bytes, 0), state: readU32(bytes, 24), crc: readU32(bytes, 28), bytes };
}

/** `crc32_le(UINT32_MAX, ota_seq, 4)` of the ROM. */
function sequenceCrc(sequence: number): number {
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, sequence);
  return crc32(bytes, 0xffffffff);
}

function blankBytes(): Uint8Array {
  return new Uint8Array(ENTRY_BYTES).fill(0xff);
}
