import { espImageKind } from './esp-image-kind.ts';
import { isFilled } from './filled.ts';
import type { MergedPart } from './image-facts.ts';
import { parseImageHeader } from './image-header.ts';
import { walkSegments } from './image-layout.ts';
import { hasValidEntry } from './otadata.ts';
import type { PartitionEntry, PartitionTable } from './partition-table.ts';
import { DATA_SUBTYPE, PARTITION_TYPE, parsePartitionTable, TABLE_BYTES } from './partition-table.ts';
import { locateSignature } from './signature.ts';

const SECTOR_BYTES = 0x1000;
/** Apps start at multiples of this. */
const APP_ALIGNMENT = 0x10000;
/** Where second-stage bootloaders lie, by chip. */
const BOOTLOADER_OFFSETS = [0, 0x1000, 0x2000];
const DEFAULT_TABLE_OFFSET = 0x8000;
/** Tables are moved for larger bootloaders, but not beyond this. */
const LAST_TABLE_OFFSET = 0x20000;

/** What `esptool merge_bin`, a flash dump or a "factory.bin" holds. */
export interface MergedImage {
  readonly parts: readonly MergedPart[];
  readonly tableOffset: number | null;
}

/**
 * Several parts at their flash offsets in one file, or null where the file is something else: one part
 * alone, at offset 0, is that part.
 */
export function findMerged(bytes: Uint8Array): MergedImage | null {
  if (espImageKind(bytes) === 'app') return null;
  const tableOffset = findTable(bytes);
  const table = tableOffset === null ? null : parsePartitionTable(bytes.subarray(tableOffset));
  const parts: MergedPart[] = [];
  const bootloader = BOOTLOADER_OFFSETS.find((at) => espImageKind(bytes.subarray(at)) === 'bootloader');
  if (bootloader !== undefined) parts.push(imagePart(bytes, 'bootloader', bootloader, null));
  if (tableOffset !== null) {
    parts.push({ kind: 'partitionTable', offset: tableOffset, length: TABLE_BYTES, label: null });
  }
  parts.push(...(table === null ? scannedApps(bytes) : partitionsOf(bytes, table)));
  const isOnePart = parts.length === 0 || (parts.length === 1 && parts[0]?.offset === 0);
  return isOnePart ? null : { parts: parts.toSorted((a, b) => a.offset - b.offset), tableOffset };
}

/** The bytes of one part, without a copy: what to add to the library in place of the merged file. */
export function extractApp(bytes: Uint8Array, part: MergedPart): Uint8Array {
  return bytes.subarray(part.offset, part.offset + part.length);
}

/** A table at the usual offset, or at any sector near it where the file starts as flash does. */
function findTable(bytes: Uint8Array): number | null {
  const candidates = [DEFAULT_TABLE_OFFSET];
  if (startsAsFlash(bytes)) {
    for (let at = SECTOR_BYTES; at <= LAST_TABLE_OFFSET; at += SECTOR_BYTES) candidates.push(at);
  }
  return candidates.find((at) => isTable(bytes.subarray(at, at + TABLE_BYTES))) ?? null;
}

function startsAsFlash(bytes: Uint8Array): boolean {
  return isFilled(bytes.subarray(0, 64), 0xff) || espImageKind(bytes) === 'bootloader';
}

function isTable(bytes: Uint8Array): boolean {
  const table = parsePartitionTable(bytes);
  return table !== null && !table.problems.some(({ kind }) => kind === 'badMagic' || kind === 'noEnd');
}

function partitionsOf(bytes: Uint8Array, table: PartitionTable): MergedPart[] {
  return table.entries.flatMap((entry) => {
    const content = bytes.subarray(entry.offset, entry.offset + entry.sizeBytes);
    if (isOtadata(entry)) {
      const written = hasValidEntry(content);
      const { offset, label } = entry;
      return written ? [{ kind: 'otadata' as const, offset, length: content.length, label }] : [];
    }
    const holdsApp = entry.type === PARTITION_TYPE.app && espImageKind(content) === 'app';
    return holdsApp ? [imagePart(bytes, 'app', entry.offset, entry.label)] : [];
  });
}

function isOtadata({ type, subtype }: PartitionEntry): boolean {
  return type === PARTITION_TYPE.data && subtype === DATA_SUBTYPE.otadata;
}

/** Without a table: apps at the offsets where they can start. */
function scannedApps(bytes: Uint8Array): MergedPart[] {
  const parts: MergedPart[] = [];
  for (let at = APP_ALIGNMENT; at < bytes.length; at += APP_ALIGNMENT) {
    if (espImageKind(bytes.subarray(at)) === 'app') parts.push(imagePart(bytes, 'app', at, null));
  }
  return parts;
}

/** Length from the image itself, its signature included; one that is cut short reaches to the file's end. */
function imagePart(
  bytes: Uint8Array,
  kind: 'app' | 'bootloader',
  offset: number,
  label: string | null,
): MergedPart {
  const image = bytes.subarray(offset);
  const header = parseImageHeader(image);
  const layout = header && walkSegments(image, header.segmentCount, header.hashAppended !== 0);
  if (layout === null || layout.defect !== null) return { kind, offset, length: image.length, label };
  const signature = locateSignature(image, layout.imageLength, header?.chipId ?? 0);
  return { kind, offset, length: signature?.end ?? layout.imageLength, label };
}
