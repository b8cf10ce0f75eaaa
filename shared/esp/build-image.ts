import { APP_DESCRIPTOR_BYTES, encodeAppDescriptor } from './app-descriptor.ts';
import type { NewSegment } from './assemble-image.ts';
import { assembleImage } from './assemble-image.ts';
import { chipById } from './chips.ts';
import type { SegmentMemory, Sha256 } from './image-facts.ts';
import type { ImageHeader } from './image-header.ts';
import { HEADER_BYTES } from './image-header.ts';
import { pseudoRandomBytes, pseudoRandomWords } from './pseudo-random.ts';

/** What both kinds of image have in common. Everything has a default. */
export interface ImageOptions {
  /** 0: ESP32. */
  readonly chipId?: number;
  readonly idfVersion?: string;
  readonly secureVersion?: number;
  /** Size of the file; exact for a multiple of 16 with room for the segments, else rounded. 64 KiB. */
  readonly sizeBytes?: number;
  /** Decides the content: the same seed gives the same bytes. */
  readonly seed?: number;
  readonly hashAppended?: boolean;
  /** 0 QIO to 5 SLOW_READ; 2. */
  readonly spiMode?: number;
  readonly spiSpeed?: number;
  /** 1 MiB shifted left by it; 2. */
  readonly spiSize?: number;
  readonly entryPoint?: number;
  /** major*100+minor */
  readonly minChipRevision?: number;
  readonly maxChipRevision?: number;
}

export interface AppImageOptions extends ImageOptions {
  readonly projectName?: string;
  readonly version?: string;
  readonly compileDate?: string;
  readonly compileTime?: string;
  /** 32 bytes; drawn from the seed where left out. */
  readonly appElfSha256?: Uint8Array;
  /** major*100+minor */
  readonly minEfuseBlockRevision?: number;
  readonly maxEfuseBlockRevision?: number;
  /** 0: not named. */
  readonly mmuPageSizeBytes?: number;
  /** PEM text that the program embeds, ended by a NUL byte behind the descriptor as EMBED_TXTFILES does; none. */
  readonly caPem?: string;
  /** How many (1 to 16, 6), or the segments themselves; the first receives the descriptor. */
  readonly segments?: number | readonly NewSegment[];
}

/** Order in which a build lays out its segments; what follows the sixth is small data and code in RAM. */
const APP_LAYOUT: readonly SegmentMemory[] = ['DROM', 'DRAM', 'IROM', 'IRAM', 'RTC', 'DRAM'];
const DEFAULT_SIZE_BYTES = 0x10000;
/** No more than this goes to RAM in one segment. */
const RAM_SEGMENT_BYTES = 0x2000;
/** As a build leaves in RTC memory, which is small. */
const RTC_SEGMENT_BYTES = 16;

/** A sound app image with everything a board checks. */
export function buildAppImage(options: AppImageOptions, sha256: Sha256): Uint8Array<ArrayBuffer> {
  const next = pseudoRandomWords(options.seed ?? 1);
  const { segments = APP_LAYOUT.length } = options;
  const elfSha256 = options.appElfSha256 ?? pseudoRandomBytes(next, 32);
  const laidOut =
    typeof segments === 'number'
      ? layOut(
          options,
          Array.from({ length: segments }, (_, index) => APP_LAYOUT[index] ?? (index % 2 ? 'IRAM' : 'DRAM')),
          next,
        )
      : segments;
  const descriptor = encodeAppDescriptor({
    secureVersion: options.secureVersion ?? 0,
    version: options.version ?? '1.0.0',
    projectName: options.projectName ?? 'native_ota',
    compileTime: options.compileTime ?? '12:00:00',
    compileDate: options.compileDate ?? 'Jan  1 2025',
    idfVersion: options.idfVersion ?? 'v5.3.4',
    appElfSha256: elfSha256,
    minEfuseBlockRevision: options.minEfuseBlockRevision ?? 0,
    maxEfuseBlockRevision: options.maxEfuseBlockRevision ?? 0,
    mmuPageSizeLog2: options.mmuPageSizeBytes ? Math.log2(options.mmuPageSizeBytes) : 0,
    spiFlashMode: 0,
  });
  const start = withText(descriptor, options.caPem);
  return assembleImage(
    headerOf(options, laidOut),
    laidOut.map((segment, index) => (index === 0 ? withStart(segment, start) : segment)),
    sha256,
  );
}

/** Padded to whole words, as segments are. */
function withText(descriptor: Uint8Array, text: string | undefined): Uint8Array {
  if (text === undefined) return descriptor;
  const start = new Uint8Array((descriptor.length + text.length + 4) & ~3);
  start.set(descriptor);
  start.set(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    descriptor.length,
  );
  return start;
}

/** Header of an image with these segments; the entry point is by default the first code in RAM. */
export function headerOf(
  options: ImageOptions,
  segments: readonly NewSegment[],
): Omit<ImageHeader, 'segmentCount'> {
  const ranges = memoryOf(options);
  const code = segments.find(({ loadAddress }) =>
    ranges.some(({ memory, from, to }) => memory === 'IRAM' && from <= loadAddress && loadAddress < to),
  );
  return {
    spiMode: options.spiMode ?? 2,
    spiSpeed: options.spiSpeed ?? 0,
    spiSize: options.spiSize ?? 2,
    entryPoint: options.entryPoint ?? (code ?? segments[0])?.loadAddress ?? 0,
    wpPin: 0xee,
    spiPinDrive: [0, 0, 0],
    chipId: options.chipId ?? 0,
    legacyMinChipRevision: 0,
    minChipRevisionFull: options.minChipRevision ?? 0,
    maxChipRevisionFull: options.maxChipRevision ?? 0xffff,
    hashAppended: options.hashAppended === false ? 0 : 1,
  };
}

/**
 * Segments of the given kinds, filled from `next`. What does not fit into RAM goes to the segment that is
 * mapped from flash, and that one's address agrees with its place in the file, page by page.
 */
export function layOut(
  options: ImageOptions,
  kinds: readonly SegmentMemory[],
  next: () => number,
): readonly NewSegment[] {
  const size = options.sizeBytes ?? DEFAULT_SIZE_BYTES;
  const digest = options.hashAppended === false ? 0 : 32;
  const room = ((size >> 4) << 4) - HEADER_BYTES - 8 * kinds.length - digest - 4;
  const least = kinds.reduce((sum, _, index) => sum + (index === 0 ? APP_DESCRIPTOR_BYTES : 4), 0);
  const ram = Math.min(RAM_SEGMENT_BYTES, Math.max(4, (room / (2 * kinds.length)) & ~3));
  const main = Math.max(0, kinds.indexOf('IROM'));
  const small = kinds.map((memory, index) => {
    if (index === 0) return Math.max(APP_DESCRIPTOR_BYTES, ram);
    return memory === 'RTC' ? Math.min(ram, RTC_SEGMENT_BYTES) : ram;
  });
  const rest = Math.max(room, least) - small.reduce((sum, length) => sum + length, 0);
  let at = HEADER_BYTES;
  return kinds.map((memory, index) => {
    const length = (small[index] as number) + (index === main ? Math.max(0, rest) : 0);
    const offset = at + 8;
    at = offset + length;
    return { loadAddress: addressFor(options, memory, offset), data: pseudoRandomBytes(next, length) };
  });
}

function addressFor(options: ImageOptions, memory: SegmentMemory, offset: number): number {
  if (memory === 'padding') return 0;
  const ranges = memoryOf(options);
  const range =
    ranges.find((known) => known.memory === memory) ?? ranges.find((known) => known.memory === 'DRAM');
  if (range === undefined) return 0;
  const { from, to } = range;
  // Ranges start at a page, so this keeps the place within it; segments in RAM only need to differ.
  const wanted =
    from + (memory === 'DROM' || memory === 'IROM' ? offset : offset % (memory === 'RTC' ? 0x1000 : 0x8000));
  return wanted < to ? wanted : from + (offset % 0x10000);
}

function memoryOf(options: ImageOptions) {
  return (chipById(options.chipId ?? 0) ?? chipById(0))?.memory ?? [];
}

function withStart({ loadAddress, data }: NewSegment, start: Uint8Array): NewSegment {
  const whole = new Uint8Array(Math.max(data.length, start.length));
  whole.set(data);
  whole.set(start);
  return { loadAddress, data: whole };
}
