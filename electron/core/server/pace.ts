/** What a socket is given at once. Slow peers get little, so that they hold little memory; fast ones few large slices. */
const SLICE = { minBytes: 16 * 1024, maxBytes: 256 * 1024 };
/** A slice that is gone within this time is followed by one of four times the size. */
const FAST_MS = 100;
const GROWTH = 4;
/** A slice that takes longer is followed by one of half the size. */
const SLOW_MS = 500;

/**
 * What the system may hold ahead of the peer. Without a bound it takes a whole image, and sixty slow boards hold
 * hundreds of megabytes of the kernel's memory; below this a fast client slows to a crawl.
 */
export const NARROW_BYTES = 64 * 1024;
/** For peers that have shown they take it at once; no board does. */
const WIDE_BYTES = 1024 * 1024;

/** Sizes the slices of one transfer, and the system's buffer under them, by how fast the peer takes them. */
export class Pace {
  readonly #setAhead: (bytes: number) => void;
  #sliceBytes = SLICE.minBytes;
  #wide = false;

  constructor(setAhead: (bytes: number) => void) {
    this.#setAhead = setAhead;
  }

  get sliceBytes(): number {
    return this.#sliceBytes;
  }

  /** A slice was off our hands after this time. */
  took(ms: number): void {
    if (ms < FAST_MS) {
      // The largest slice is larger than the narrow buffer: to be rid of it so soon, the peer must have taken most.
      if (this.#sliceBytes === SLICE.maxBytes) this.#widen(true);
      this.#sliceBytes = Math.min(this.#sliceBytes * GROWTH, SLICE.maxBytes);
    } else if (ms > SLOW_MS) {
      this.#widen(false);
      this.#sliceBytes = Math.max(this.#sliceBytes / 2, SLICE.minBytes);
    }
  }

  #widen(wide: boolean): void {
    if (this.#wide === wide) return;
    this.#wide = wide;
    this.#setAhead(wide ? WIDE_BYTES : NARROW_BYTES);
  }
}
