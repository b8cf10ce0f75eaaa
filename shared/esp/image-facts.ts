import type { FoundCertificate } from './found-certificate.ts';
import type { Otadata } from './otadata.ts';
import type { PartitionTable } from './partition-table.ts';

/**
 * What can be said of a file that claims to be an image. Field names are those of the command line's
 * `image` event; unknown values are null, digests lower-case hex.
 */
export type ImageKind =
  | 'app'
  | 'bootloader'
  | 'partitionTable'
  | 'otadata'
  | 'merged'
  | 'esp8266'
  | 'elf'
  | 'gzip'
  | 'zip'
  | 'intelHex'
  | 'uf2'
  | 'html'
  | 'text'
  | 'erased'
  | 'empty'
  | 'unknown';

/** SHA-256 of `data` as 32 bytes; the platform supplies it, so that this folder stays pure. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Memory a segment is loaded to or mapped into. */
export type SegmentMemory = 'DROM' | 'IROM' | 'DRAM' | 'IRAM' | 'RTC' | 'padding' | 'unknown';

export interface ImageSegment {
  readonly loadAddress: number;
  /** Bytes of data, without the 8-byte segment header. */
  readonly length: number;
  /** File offset of the data. */
  readonly offset: number;
  readonly memory: SegmentMemory;
}

/** A code of `text/en/errors.ts` with its values; a sound app image has none. */
export interface ImageProblem {
  readonly code:
    | 'image/not-an-app'
    | 'image/empty'
    | 'image/too-big-file'
    | 'image/truncated'
    | 'image/bad-checksum'
    | 'image/bad-digest'
    | 'image/bad-header'
    | 'image/no-descriptor';
  readonly params: Readonly<Record<string, string | number>>;
}

/** A part found inside a merged flash image. */
export interface MergedPart {
  readonly kind: 'bootloader' | 'partitionTable' | 'otadata' | 'app';
  readonly offset: number;
  readonly length: number;
  /** Partition label, where the table names one. */
  readonly label: string | null;
}

/** Secure boot signature blocks after the image. */
export interface SignatureFacts {
  readonly version: 1 | 2;
  readonly blocks: readonly {
    readonly scheme: 'ecdsa-v1' | 'rsa-3072' | 'ecdsa-p192' | 'ecdsa-p256' | 'ecdsa-p384' | 'unknown';
    /** CRC-32 of the block; null for V1, which has none. */
    readonly crcValid: boolean | null;
    /** Whether the block's digest is that of the signed bytes; null where the reader cannot tell. */
    readonly digestMatches: boolean | null;
  }[];
}

export interface ImageFacts {
  readonly kind: ImageKind;
  readonly problems: readonly ImageProblem[];
  /** esptool's chip name; null when unknown or the file has no extended header. */
  readonly chip: string | null;
  readonly chipId: number | null;
  readonly entryPoint: number | null;
  readonly segments: readonly ImageSegment[];
  readonly checksum: { readonly stored: number; readonly computed: number; readonly valid: boolean } | null;
  /** `hash_appended`: the digest after the checksum; what the board prints for its partition. */
  readonly appendedSha256: string | null;
  readonly appendedSha256Valid: boolean | null;
  /** SHA-256 of the whole file. Never what the board prints. */
  readonly fileSha256: string;
  readonly sizeBytes: number;
  /** Header to digest, as ESP-IDF's `image_len`; less than `sizeBytes` for padded or signed files. */
  readonly imageLength: number | null;
  /**
   * What `esp_partition_get_sha256()` will print once this image is in a slot: the appended digest, or
   * without one the SHA-256 of `imageLength` bytes.
   */
  readonly partitionSha256: string | null;
  readonly flash: {
    /** `spi_mode`: QIO, QOUT, DIO, DOUT, FAST_READ, SLOW_READ, or its number. */
    readonly mode: string;
    /** `spi_speed`, an opaque code per chip. */
    readonly speedCode: number;
    readonly sizeBytes: number | null;
  } | null;
  /** The rest of the header: pins that flash is wired to, and the field only old bootloaders read. */
  readonly header: {
    /** 0xEE: disabled. */
    readonly wpPin: number;
    /** `spi_pin_drv[3]` as stored, two pins a byte. */
    readonly spiPinDrive: readonly [number, number, number];
    readonly legacyMinChipRevision: number;
    /** As stored; only 1 to 16 can be loaded. */
    readonly segmentCount: number;
    readonly hashAppended: number;
  } | null;
  /** major*100+minor; null when not set. */
  readonly minChipRevision: number | null;
  readonly maxChipRevision: number | null;
  readonly minEfuseBlockRevision: number | null;
  readonly maxEfuseBlockRevision: number | null;
  readonly mmuPageSizeBytes: number | null;
  /** `spi_flash_mode` of the descriptor, which only the newest ESP-IDF writes. */
  readonly spiFlashMode: number | null;
  readonly projectName: string | null;
  readonly version: string | null;
  readonly compileDate: string | null;
  readonly compileTime: string | null;
  readonly idfVersion: string | null;
  readonly appElfSha256: string | null;
  readonly secureVersion: number | null;
  /** From the descriptor of a bootloader (ESP-IDF 5.2 and later). */
  readonly bootloaderVersion: number | null;
  readonly signature: SignatureFacts | null;
  /** Bytes after image and signature: padding (0xFF or 0x00), or foreign. */
  readonly trailingBytes: number;
  /** What those bytes are; null where there are none. */
  readonly trailingContent: 'padding' | 'foreign' | null;
  readonly mergedParts: readonly MergedPart[];
  /** Of a partition table file, or of a merged image's table. */
  readonly partitionTable: PartitionTable | null;
  /** Of an otadata file, or of a merged image's otadata. */
  readonly otadata: Otadata | null;
  /** In an app or ELF: what its firmware may trust a server by. */
  readonly certificates: readonly FoundCertificate[];
}

/** True when a board could run it: an app image without a problem. */
export function isSoundApp(facts: ImageFacts): boolean {
  return facts.kind === 'app' && facts.problems.length === 0;
}
