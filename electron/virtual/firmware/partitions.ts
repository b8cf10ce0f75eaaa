import { createHash } from 'node:crypto';

import { readU16, readU32 } from '../../../shared/esp/little-endian.ts';
import {
  APP_SUBTYPE,
  DATA_SUBTYPE,
  PARTITION_TYPE,
  TABLE_BYTES,
} from '../../../shared/esp/partition-table.ts';
import type { Flash } from '../hardware/flash.ts';

/** CONFIG_PARTITION_TABLE_OFFSET */
export const TABLE_OFFSET = 0x8000;
const ROW_BYTES = 32;
const ROW_MAGIC = 0x50aa;
const MD5_MAGIC = 0xebeb;
const END_MAGIC = 0xffff;
const OTA_FLAG = 0x10;
const SLOT_MASK = 0x0f;

/** A row of the table as firmware holds it (`esp_partition_t`). */
export interface Partition {
  /** Byte string without its NUL. */
  readonly label: string;
  readonly type: number;
  readonly subtype: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Rows of the table in flash, or the line that `flash_parts` prints when it does not accept it. */
export function readPartitions(flash: Flash): readonly Partition[] | { readonly refusal: string } {
  const table = flash.read(TABLE_OFFSET, TABLE_BYTES);
  const partitions: Partition[] = [];
  let md5Seen = false;
  for (let at = 0; at < TABLE_BYTES; at += ROW_BYTES) {
    const magic = readU16(table, at);
    if (magic === END_MAGIC) return partitions;
    if (magic === MD5_MAGIC) {
      if (md5Seen) return { refusal: 'Only one MD5 checksum is allowed' };
      md5Seen = true;
      const digest = createHash('md5').update(table.subarray(0, at)).digest();
      if (!digest.equals(table.subarray(at + 16, at + 32))) return { refusal: 'Incorrect MD5 checksum' };
      continue;
    }
    const index = partitions.length;
    if (magic !== ROW_MAGIC) {
      return { refusal: `partition ${index} invalid magic number 0x${magic.toString(16)}` };
    }
    const row = readRow(table, at);
    if (!flash.holds(row.offset, row.sizeBytes)) {
      const [offset, size, chip] = [row.offset, row.sizeBytes, flash.sizeBytes].map((n) => n.toString(16));
      return {
        refusal: `partition ${index} invalid - offset 0x${offset} size 0x${size} exceeds flash chip size 0x${chip}`,
      };
    }
    partitions.push(row);
  }
  return { refusal: 'partition table has no terminating entry, not valid' };
}

/** The table of a board that runs: its bootloader has accepted it. */
export function acceptedPartitions(flash: Flash): readonly Partition[] {
  const found = readPartitions(flash);
  return 'refusal' in found ? [] : found;
}

export function factoryOf(partitions: readonly Partition[]): Partition | null {
  return find(partitions, PARTITION_TYPE.app, APP_SUBTYPE.factory);
}

export function otadataOf(partitions: readonly Partition[]): Partition | null {
  return find(partitions, PARTITION_TYPE.data, DATA_SUBTYPE.otadata);
}

/** `ota_0`, `ota_1`, … as far as they follow one another. */
export function slotsOf(partitions: readonly Partition[]): readonly Partition[] {
  const slots: Partition[] = [];
  for (let index = 0; index <= SLOT_MASK; index += 1) {
    const slot = find(partitions, PARTITION_TYPE.app, OTA_FLAG + index);
    if (slot === null) break;
    slots.push(slot);
  }
  return slots;
}

/** Index of an OTA slot (SUB_TYPE_ID in esp_ota_ops.c); null for the factory partition and others. */
export function slotIndex({ type, subtype }: Partition): number | null {
  return type === PARTITION_TYPE.app && (subtype & ~SLOT_MASK) === OTA_FLAG ? subtype & SLOT_MASK : null;
}

/** The slot after the running one, or the first (`esp_ota_get_next_update_partition`). */
export function nextUpdatePartition(partitions: readonly Partition[], running: Partition): Partition | null {
  const slots = slotsOf(partitions);
  const index = slots.findIndex(({ offset }) => offset === running.offset);
  return slots[index + 1] ?? slots[0] ?? null;
}

function find(partitions: readonly Partition[], type: number, subtype: number): Partition | null {
  return partitions.find((known) => known.type === type && known.subtype === subtype) ?? null;
}

function readRow(table: Uint8Array, at: number): Partition {
  const label = Buffer.from(table.subarray(at + 12, at + 28)).toString('latin1');
  return {
    label: label.split('\0')[0] ?? '',
    type: table[at + 2] as number,
    subtype: table[at + 3] as number,
    offset: readU32(table, at + 4),
    sizeBytes: readU32(table, at + 8),
  };
}
