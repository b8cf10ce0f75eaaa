import { segmentMemory } from './chip-memory.ts';
import { chipById } from './chips.ts';
import { toHex } from './hex.ts';
import { imageChecksum } from './image-checksum.ts';
import type { ImageFacts, ImageSegment, Sha256 } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import type { ImageLayout, RawSegment } from './image-layout.ts';

type StructureFacts = Pick<
  ImageFacts,
  | 'chip'
  | 'chipId'
  | 'entryPoint'
  | 'flash'
  | 'header'
  | 'minChipRevision'
  | 'maxChipRevision'
  | 'segments'
  | 'checksum'
  | 'appendedSha256'
  | 'appendedSha256Valid'
  | 'imageLength'
  | 'partitionSha256'
>;

/** What header, segments, checksum and appended digest say: the same for apps and bootloaders. */
export function readStructure(
  bytes: Uint8Array,
  header: ImageHeader,
  layout: ImageLayout,
  sha256: Sha256,
): StructureFacts & { /** What the data gives. */ readonly computedSha256: string | null } {
  return {
    ...headerFacts(header),
    segments: layout.segments.map((segment, index) => locate(segment, index, header)),
    ...integrity(bytes, header, layout, sha256),
  };
}

const MODES = ['QIO', 'QOUT', 'DIO', 'DOUT', 'FAST_READ', 'SLOW_READ'];
/** Sizes above 128 MiB have no code. */
const MAX_SIZE_CODE = 7;
const MEBIBYTE = 1 << 20;

function headerFacts(header: ImageHeader) {
  return {
    chip: chipById(header.chipId)?.name ?? null,
    chipId: header.chipId,
    entryPoint: header.entryPoint,
    flash: {
      mode: MODES[header.spiMode] ?? String(header.spiMode),
      speedCode: header.spiSpeed,
      sizeBytes: header.spiSize <= MAX_SIZE_CODE ? MEBIBYTE << header.spiSize : null,
    },
    header: {
      wpPin: header.wpPin,
      spiPinDrive: header.spiPinDrive,
      legacyMinChipRevision: header.legacyMinChipRevision,
      segmentCount: header.segmentCount,
      hashAppended: header.hashAppended,
    },
    minChipRevision: revision(header.minChipRevisionFull),
    maxChipRevision: revision(header.maxChipRevisionFull),
  };
}

/** The bootloader takes 0 and 65535 for "not set" (bootloader_common_loader.c). */
function revision(full: number): number | null {
  return full === 0 || full === 0xffff ? null : full;
}

function locate(segment: RawSegment, index: number, { chipId, entryPoint }: ImageHeader): ImageSegment {
  const { loadAddress, length } = segment;
  const holdsEntryPoint = loadAddress <= entryPoint && entryPoint < loadAddress + length;
  const ranges = chipById(chipId)?.memory ?? [];
  return { ...segment, memory: segmentMemory(ranges, { index, loadAddress, holdsEntryPoint }) };
}

function integrity(bytes: Uint8Array, header: ImageHeader, layout: ImageLayout, sha256: Sha256) {
  if (layout.defect !== null) {
    return {
      checksum: null,
      appendedSha256: null,
      appendedSha256Valid: null,
      imageLength: null,
      partitionSha256: null,
      computedSha256: null,
    };
  }
  const { checksumOffset, imageLength } = layout;
  const stored = bytes[checksumOffset] as number;
  const computed = imageChecksum(bytes, layout.segments);
  const computedSha256 = toHex(sha256(bytes.subarray(0, checksumOffset + 1)));
  const appendedSha256 =
    header.hashAppended === 0 ? null : toHex(bytes.subarray(checksumOffset + 1, imageLength));
  return {
    checksum: { stored, computed, valid: stored === computed },
    appendedSha256,
    appendedSha256Valid: appendedSha256 === null ? null : appendedSha256 === computedSha256,
    imageLength,
    partitionSha256: appendedSha256 ?? computedSha256,
    computedSha256,
  };
}
