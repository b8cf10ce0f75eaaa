import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';

import { readU32 } from '../../../shared/esp/little-endian.ts';
import type { Flash } from '../hardware/flash.ts';
import type { Run } from '../hardware/run.ts';
import { DESCRIPTION_BYTES } from './app-description.ts';
import type { ChipModel } from './chip-model.ts';
import { efuseRefusal } from './efuse-refusal.ts';
import type { EspLog } from './esp-log.ts';
import type { ImageHeader } from './image-header.ts';
import { chipRefusal, HEADER_BYTES, HEADER_MAGIC, readHeader } from './image-header.ts';
import type { ImageSegment } from './image-segment.ts';
import { headRefusal, MAX_BYTES, segmentLine } from './image-segment.ts';
import { SIGNATURE_SECTOR_BYTES } from './image-signature.ts';
import { hex8, loadRefusal, shouldLoad } from './memory-map.ts';
import { paddedLength, verifySignature } from './signature-check.ts';

const TAG = 'esp_image';
const MAX_SEGMENTS = 16;
const SEGMENT_HEADER_BYTES = 8;
export const DIGEST_BYTES = 32;
const CHECKSUM_SEED = 0xef;
/** Reading, hashing and checksumming: about 10 MB/s. */
const BYTES_PER_MS = 10_000;

/** A range of the flash that holds an image (`esp_partition_pos_t`). */
export interface ImagePlace {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** `esp_image_metadata_t` */
export interface ImageMetadata {
  readonly segments: readonly ImageSegment[];
  readonly entryPoint: number;
  /** Header to digest. */
  readonly lengthBytes: number;
  /** The 32 bytes after the checksum; null where none is appended. */
  readonly appendedDigest: Uint8Array | null;
}

export interface ImageCheckDeps {
  readonly flash: Flash;
  readonly run: Run;
  readonly log: EspLog;
  readonly chip: ChipModel;
  readonly chipRevision: number;
  /** What the eFuses hold, where this firmware compares it; null: it does not. */
  readonly efuseBlockRevision?: number | null;
  readonly revisionWords: 'requires' | 'checkFailed';
  /** CONFIG_SECURE_BOOT_V2_ENABLED; false where left out. */
  readonly demandsSignature?: boolean;
}

/**
 * `load`: the bootloader starts it. `verify`: the app judges it. `silent`: the same without words.
 * `metadata`: only its structure, as `esp_image_get_metadata`.
 */
export type CheckMode = 'load' | 'verify' | 'silent' | 'metadata';

/** Judges an image in flash as esp_image_format.c does, with its lines; null: not accepted. */
export function checkImage(
  deps: ImageCheckDeps,
  place: ImagePlace,
  mode: CheckMode,
): Promise<ImageMetadata | null> {
  return new ImageCheck(deps, place, mode).run();
}

/** One pass over an image: what is summed and hashed on the way. */
class ImageCheck {
  readonly #deps: ImageCheckDeps;
  readonly #place: ImagePlace;
  readonly #mode: CheckMode;
  readonly #speaks: boolean;
  readonly #judges: boolean;
  #hash: Hash | null = null;
  #checksum = CHECKSUM_SEED;

  constructor(deps: ImageCheckDeps, place: ImagePlace, mode: CheckMode) {
    this.#deps = deps;
    this.#place = place;
    this.#mode = mode;
    this.#speaks = mode === 'load' || mode === 'verify';
    this.#judges = mode !== 'metadata';
  }

  async run(): Promise<ImageMetadata | null> {
    const { offset, sizeBytes } = this.#place;
    if (sizeBytes > MAX_BYTES) {
      return this.#fail(`partition size 0x${sizeBytes.toString(16)} invalid, larger than 16MB`);
    }
    const header = this.#checkHeader();
    if (header === null) return null;
    const segments: ImageSegment[] = [];
    let at = offset + HEADER_BYTES;
    for (let index = 0; index < Math.min(header.segmentCount, MAX_SEGMENTS); index += 1) {
      const segment = await this.#checkSegment(index, at);
      if (segment === null) return null;
      segments.push(segment);
      at = segment.dataOffset + segment.length;
    }
    return this.#checkEnd(header, segments, at);
  }

  #checkHeader(): ImageHeader | null {
    const { flash, log, chip, chipRevision, revisionWords } = this.#deps;
    const { offset } = this.#place;
    const header = readHeader(flash, offset);
    if (!this.#judges) return header;
    const where = `image at 0x${offset.toString(16)}`;
    if (header.magic !== HEADER_MAGIC) {
      return this.#fail(`${where} has invalid magic byte (nothing flashed here?)`);
    }
    // The chip is told even where the check is silent.
    const refusals = chipRefusal(header, chip.chipId, chipRevision, revisionWords);
    for (const text of refusals) log.error('boot_comm', text);
    if (refusals.length > 0) return null;
    if (header.segmentCount > MAX_SEGMENTS) {
      return this.#fail(`${where} segment count ${header.segmentCount} exceeds max ${MAX_SEGMENTS}`);
    }
    if (header.hashAppended) this.#hash = createHash('sha256').update(flash.read(offset, HEADER_BYTES));
    return header;
  }

  /** Reads, prints, checks and sums one segment. */
  async #checkSegment(index: number, at: number): Promise<ImageSegment | null> {
    const { flash, log } = this.#deps;
    if (!flash.holds(at, SEGMENT_HEADER_BYTES)) return this.#failAloud(readFailure(at));
    const head = flash.read(at, SEGMENT_HEADER_BYTES);
    this.#hash?.update(head);
    const segment: ImageSegment = {
      loadAddress: readU32(head, 0),
      length: readU32(head, 4),
      dataOffset: at + SEGMENT_HEADER_BYTES,
    };
    const { loadAddress, length } = segment;
    const { memory } = this.#deps.chip;
    const refusal = headRefusal(memory, index, segment);
    if (refusal !== null) return this.#fail(refusal);
    const loads = this.#mode === 'load' && shouldLoad(memory, loadAddress);
    if (this.#speaks) log.info(TAG, segmentLine(memory, index, segment, loads));
    const misplaced = loads ? loadRefusal(memory, index, loadAddress, length) : null;
    if (misplaced !== null) return this.#failAloud(misplaced);
    if (!this.#judges) return segment;
    if (index === 0 && !this.#fitsEfuses(segment)) return null;
    return (await this.#takeData(segment)) ? segment : null;
  }

  /** The app descriptor names the revisions; told even where the check is silent. */
  #fitsEfuses({ dataOffset }: ImageSegment): boolean {
    const { flash, log, efuseBlockRevision = null } = this.#deps;
    if (efuseBlockRevision === null || !flash.holds(dataOffset, DESCRIPTION_BYTES)) return true;
    const refusals = efuseRefusal(flash.read(dataOffset, DESCRIPTION_BYTES), efuseBlockRevision);
    for (const text of refusals) log.error('boot_comm', text);
    return refusals.length === 0;
  }

  async #takeData({ dataOffset, length }: ImageSegment): Promise<boolean> {
    const { flash, run } = this.#deps;
    if (length === 0) return true;
    if (!flash.holds(dataOffset, length)) {
      this.#failAloud(`bootloader_mmap(0x${dataOffset.toString(16)}, 0x${length.toString(16)}) failed`);
      return false;
    }
    const data = flash.read(dataOffset, length);
    this.#hash?.update(data);
    this.#checksum ^= xorOf(data);
    if (this.#speaks) await run.sleep(length / BYTES_PER_MS);
    return true;
  }

  /** Checksum, length and digest. */
  #checkEnd(header: ImageHeader, segments: readonly ImageSegment[], at: number): ImageMetadata | null {
    const { flash } = this.#deps;
    const { offset, sizeBytes } = this.#place;
    const paddedEnd = at + 16 - ((at - offset) % 16);
    const digestBytes = header.hashAppended ? DIGEST_BYTES : 0;
    if (!flash.holds(at, paddedEnd - at + digestBytes)) return this.#fail(readFailure(at));
    const tail = flash.read(at, paddedEnd - at);
    const stored = tail.at(-1) as number;
    if (this.#judges && stored !== this.#checksum) {
      const [computed, read] = [this.#checksum, stored].map((sum) => sum.toString(16));
      return this.#fail(`Checksum failed. Calculated 0x${computed} read 0x${read}`);
    }
    this.#hash?.update(tail);
    const lengthBytes = paddedEnd - offset + digestBytes;
    const signed = this.#judges && this.#deps.demandsSignature === true;
    const neededBytes = signed ? paddedLength(lengthBytes) + SIGNATURE_SECTOR_BYTES : lengthBytes;
    if (neededBytes > sizeBytes) {
      return this.#fail(`Image length ${neededBytes} doesn't fit in partition length ${sizeBytes}`);
    }
    const appendedDigest = digestBytes > 0 ? flash.read(paddedEnd, digestBytes) : null;
    const metadata = { segments, entryPoint: header.entryPoint, lengthBytes, appendedDigest };
    if (signed) return this.#hasSignature(lengthBytes, appendedDigest) ? metadata : null;
    if (this.#hash !== null && appendedDigest !== null && !this.#hash.digest().equals(appendedDigest)) {
      return this.#fail('Image hash failed - image is corrupt');
    }
    return metadata;
  }

  /** Secure boot: the signature stands in for the digest, which only tells what is wrong with a refused image. */
  #hasSignature(lengthBytes: number, appendedDigest: Uint8Array | null): boolean {
    const { log } = this.#deps;
    const { offset } = this.#place;
    const by = this.#mode === 'load' ? 'bootloader' : 'app';
    if (verifySignature(this.#deps, offset, offset + lengthBytes, by)) return true;
    log.error(TAG, 'Secure boot signature verification failed');
    log.info(TAG, 'Calculating simple hash to check for corruption...');
    const isWhole = appendedDigest !== null && this.#hash?.digest().equals(appendedDigest) === true;
    if (!isWhole) log.error(TAG, 'Image hash failed - image is corrupt');
    log.warn(TAG, isWhole ? 'image valid, signature bad' : 'image corrupted on flash');
    return false;
  }

  #fail(text: string): null {
    if (this.#speaks) this.#deps.log.error(TAG, text);
    return null;
  }

  /** For what is printed even where the check is silent. */
  #failAloud(text: string): null {
    this.#deps.log.error(TAG, text);
    return null;
  }
}

function readFailure(at: number): string {
  return `bootloader_flash_read failed at 0x${hex8(at)}`;
}

/** XOR of all bytes; the length is a multiple of 4, so whole words are folded first. */
function xorOf(data: Uint8Array): number {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  let word = 0;
  for (const next of words) word ^= next;
  return (word ^ (word >>> 8) ^ (word >>> 16) ^ (word >>> 24)) & 0xff;
}
