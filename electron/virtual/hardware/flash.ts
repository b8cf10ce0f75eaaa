/** Smallest part of the chip that can be erased. */
export const SECTOR_BYTES = 0x1000;
/** Content of an erased byte. */
const ERASED = 0xff;

/**
 * A NOR flash chip: erasing sets a whole sector to 0xFF, programming can only clear bits. Sectors that were
 * never programmed take no memory.
 */
export class Flash {
  readonly sizeBytes: number;
  readonly #sectors: (Uint8Array | null)[];

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    this.#sectors = Array.from({ length: sizeBytes / SECTOR_BYTES }, () => null);
  }

  /** A copy of `length` bytes. @throws RangeError beyond the chip */
  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length).fill(ERASED);
    this.#eachPart(offset, length, (sector, at, from, to) => {
      const content = this.#sectors[sector];
      if (content != null) bytes.set(content.subarray(from, to), at);
    });
    return bytes;
  }

  /** Clears the bits that are 0 in `bytes`; sets none. @throws RangeError beyond the chip */
  program(offset: number, bytes: Uint8Array): void {
    this.#eachPart(offset, bytes.length, (sector, at, from, to) => {
      this.#sectors[sector] ??= new Uint8Array(SECTOR_BYTES).fill(ERASED);
      const content = this.#sectors[sector];
      for (let index = from; index < to; index += 1) {
        content[index] = (content[index] as number) & (bytes[at + index - from] as number);
      }
    });
  }

  /** Erases whole sectors. @throws RangeError beyond the chip or between sector borders */
  erase(offset: number, length: number): void {
    if (offset % SECTOR_BYTES !== 0 || length % SECTOR_BYTES !== 0) {
      throw new RangeError('Flash is erased sector by sector.');
    }
    this.#eachPart(offset, length, (sector) => {
      this.#sectors[sector] = null;
    });
  }

  /** Whether a range lies within the chip. */
  holds(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.sizeBytes;
  }

  /** Every sector that is not erased, with its index. */
  *programmedSectors(): Generator<readonly [index: number, content: Uint8Array]> {
    for (const [index, content] of this.#sectors.entries()) {
      if (content?.some((byte) => byte !== ERASED)) yield [index, content];
    }
  }

  #eachPart(
    offset: number,
    length: number,
    visit: (sector: number, at: number, from: number, to: number) => void,
  ): void {
    if (!this.holds(offset, length)) throw new RangeError(`No flash at ${offset} to ${offset + length}.`);
    for (let at = 0; at < length; ) {
      const from = (offset + at) % SECTOR_BYTES;
      const to = Math.min(SECTOR_BYTES, from + length - at);
      visit(Math.floor((offset + at) / SECTOR_BYTES), at, from, to);
      at += to - from;
    }
  }
}
