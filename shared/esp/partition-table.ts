import { sameBytes, toHex } from './hex.ts';
import { readU32, writeU32 } from './little-endian.ts';
import { readTextField, writeTextField } from './text-field.ts';

/** Size of a generated partition-table.bin, and what the board hashes for its table: 96 rows. */
export const TABLE_BYTES = 0xc00;
const ROW_BYTES = 32;
const MAX_ROWS = TABLE_BYTES / ROW_BYTES;

export const PARTITION_TYPE = { app: 0, data: 1, bootloader: 2, partitionTable: 3 } as const;
export const APP_SUBTYPE = { factory: 0x00, ota0: 0x10, ota15: 0x1f, test: 0x20 } as const;
export const DATA_SUBTYPE = { otadata: 0, phy: 1, nvs: 2 } as const;

/** MD5 of `data` as 16 bytes. */
export type Md5 = (data: Uint8Array) => Uint8Array;

/** `esp_partition_info_t` (esp_flash_partitions.h). */
export interface PartitionEntry {
  readonly label: string;
  readonly type: number;
  readonly subtype: number;
  /** Flash address. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly encrypted: boolean;
  readonly readOnly: boolean;
}

export type PartitionProblem =
  | { readonly kind: 'noEnd' }
  | { readonly kind: 'badMagic'; readonly row: number }
  | { readonly kind: 'secondMd5'; readonly row: number }
  | { readonly kind: 'badMd5' }
  | { readonly kind: 'overlap' | 'misaligned'; readonly label: string };

export interface PartitionTable {
  readonly entries: readonly PartitionEntry[];
  /** Digest of the MD5 row; null where the table has none. */
  readonly md5: string | null;
  /** Null without a row, or where no MD5 was supplied to check it. */
  readonly md5Valid: boolean | null;
  readonly problems: readonly PartitionProblem[];
}

/** Reads a table that starts at the array's first byte; null where no row does. */
export function parsePartitionTable(bytes: Uint8Array, md5: Md5 | null = null): PartitionTable | null {
  if (!isRow(bytes, 0)) return null;
  const entries: PartitionEntry[] = [];
  const problems: PartitionProblem[] = [];
  let md5Row: number | null = null;
  let row = 0;
  for (; row < MAX_ROWS && !isEnd(bytes, row); row += 1) {
    if (isRow(bytes, row)) {
      entries.push(parseRow(bytes, row * ROW_BYTES));
    } else if (isMd5Row(bytes, row)) {
      if (md5Row !== null) problems.push({ kind: 'secondMd5', row });
      md5Row = row;
    } else {
      problems.push({ kind: 'badMagic', row });
      break;
    }
  }
  if (row < MAX_ROWS && row * ROW_BYTES + ROW_BYTES > bytes.length) problems.push({ kind: 'noEnd' });
  const digest = md5Row === null ? null : readMd5(bytes, md5Row * ROW_BYTES, md5);
  if (digest?.valid === false) problems.push({ kind: 'badMd5' });
  problems.push(...placementProblems(entries));
  return { entries, md5: digest?.stored ?? null, md5Valid: digest?.valid ?? null, problems };
}

/** The 3072 bytes of partition-table.bin (gen_esp32part.py): rows, MD5 row, 0xFF. */
export function buildPartitionTable(rows: readonly PartitionEntry[], md5: Md5): Uint8Array {
  if (rows.length > MAX_ROWS - 1) throw new RangeError(`A partition table holds ${MAX_ROWS - 1} rows.`);
  const bytes = new Uint8Array(TABLE_BYTES).fill(0xff);
  rows.forEach((row, index) => {
    const at = index * ROW_BYTES;
    bytes.set([0xaa, 0x50, row.type, row.subtype], at);
    writeU32(bytes, at + 4, row.offset);
    writeU32(bytes, at + 8, row.sizeBytes);
    writeTextField(bytes, at + 12, 16, row.label);
    writeU32(bytes, at + 28, (row.encrypted ? 1 : 0) | (row.readOnly ? 2 : 0));
  });
  const end = rows.length * ROW_BYTES;
  bytes.set([0xeb, 0xeb], end);
  bytes.set(md5(bytes.subarray(0, end)), end + 16);
  return bytes;
}

/** Those that an update can be written to, `ota_0` first. */
export function otaSlots<T extends { readonly type: number; readonly subtype: number }>(
  entries: readonly T[],
): readonly T[] {
  return entries
    .filter(
      ({ type, subtype }) =>
        type === PARTITION_TYPE.app && subtype >= APP_SUBTYPE.ota0 && subtype <= APP_SUBTYPE.ota15,
    )
    .toSorted((a, b) => a.subtype - b.subtype);
}

function isRow(bytes: Uint8Array, row: number): boolean {
  return startsWith(bytes, row, 0xaa, 0x50);
}

function isMd5Row(bytes: Uint8Array, row: number): boolean {
  return startsWith(bytes, row, 0xeb, 0xeb);
}

function startsWith(bytes: Uint8Array, row: number, first: number, second: number): boolean {
  const at = row * ROW_BYTES;
  return bytes.length >= at + ROW_BYTES && bytes[at] === first && bytes[at + 1] === second;
}

/** A row of 0xFF, or the end of the bytes. */
function isEnd(bytes: Uint8Array, row: number): boolean {
  const at = row * ROW_BYTES;
  return at + ROW_BYTES > bytes.length || bytes.subarray(at, at + ROW_BYTES).every((byte) => byte === 0xff);
}

function readMd5(bytes: Uint8Array, at: number, md5: Md5 | null) {
  const stored = bytes.subarray(at + 16, at + ROW_BYTES);
  const valid = md5 === null ? null : sameBytes(stored, md5(bytes.subarray(0, at)));
  return { stored: toHex(stored), valid };
}

function parseRow(bytes: Uint8Array, at: number): PartitionEntry {
  const flags = readU32(bytes, at + 28);
  return {
    label: readTextField(bytes, at + 12, 16) ?? '',
    type: bytes[at + 2] as number,
    subtype: bytes[at + 3] as number,
    offset: readU32(bytes, at + 4),
    sizeBytes: readU32(bytes, at + 8),
    encrypted: (flags & 1) !== 0,
    readOnly: (flags & 2) !== 0,
  };
}

/** Apps start at multiples of 64 KiB, all else at multiples of 4 KiB. */
function placementProblems(entries: readonly PartitionEntry[]): PartitionProblem[] {
  const problems: PartitionProblem[] = entries
    .filter(({ type, offset }) => offset % (type === PARTITION_TYPE.app ? 0x10000 : 0x1000) !== 0)
    .map(({ label }) => ({ kind: 'misaligned', label }));
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach((entry, index) => {
    const before = sorted[index - 1];
    if (before !== undefined && before.offset + before.sizeBytes > entry.offset) {
      problems.push({ kind: 'overlap', label: entry.label });
    }
  });
  return problems;
}
