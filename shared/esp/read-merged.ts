import { chipById } from './chips.ts';
import type { ImageFacts } from './image-facts.ts';
import { parseImageHeader } from './image-header.ts';
import { extractApp, findMerged } from './merged-image.ts';
import { parseOtadata } from './otadata.ts';
import type { Md5 } from './partition-table.ts';
import { parsePartitionTable } from './partition-table.ts';

/** The parts of a merged flash image, the table and otadata in it, and the chip its images are for. */
export function readMerged(
  bytes: Uint8Array,
  md5: Md5 | null,
): Pick<ImageFacts, 'chip' | 'chipId' | 'mergedParts' | 'partitionTable' | 'otadata'> {
  const merged = findMerged(bytes);
  const parts = merged?.parts ?? [];
  const tableOffset = merged?.tableOffset ?? null;
  const otadata = parts.find(({ kind }) => kind === 'otadata');
  const image = parts.find(({ kind }) => kind === 'app' || kind === 'bootloader');
  const chipId = image === undefined ? null : (parseImageHeader(extractApp(bytes, image))?.chipId ?? null);
  return {
    chip: chipId === null ? null : (chipById(chipId)?.name ?? null),
    chipId,
    mergedParts: parts,
    partitionTable: tableOffset === null ? null : parsePartitionTable(bytes.subarray(tableOffset), md5),
    otadata: otadata === undefined ? null : parseOtadata(extractApp(bytes, otadata)),
  };
}
