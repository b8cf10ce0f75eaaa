/**
 * What a socket is given at once. Slow peers get little, so that they hold little memory: Node keeps a buffer for TLS as
 * long as the connection lives, and as large as its largest slice was. Fast ones get few large slices.
 */
const SLICE = { minBytes: 4 * 1024, maxBytes: 256 * 1024 };
/** The largest that fits one record with all that TLS adds: from 16 KiB on, Node makes that buffer three times as large. */
const BOARD_SLICE_BYTES = 15 * 1024;
/** A peer with a smaller window is a board: lwIP's is 5,760 bytes where nobody changed it. */
const BOARD_WINDOW_BYTES = 32 * 1024;
/** The first slice of a peer with a larger one: only when it is off our hands can what was delivered be counted. */
const FIRST_SLICE_BYTES = 64 * 1024;
/** A peer that takes half a slice, or a smallest one, within this time is given slices of eight times the size. */
const FAST_MS = 100;
const GROWTH = 8;
/** One whose slices take longer than this is given slices of half the size. */
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
  readonly #maxBytes: number;
  readonly #knowsWindow: boolean;
  #sliceBytes: number;
  #isFirst = true;
  #wide = false;
  /** Since the size was last thought over. */
  #ms = 0;
  /** The peer's system takes in a window by itself: that says nothing of its reader. */
  #fromBytes: number;

  /** `peerWindowBytes`: what the peer's system said it takes in; null where ours does not tell. */
  constructor(setAhead: (bytes: number) => void, peerWindowBytes: number | null) {
    this.#setAhead = setAhead;
    const isBoard = peerWindowBytes !== null && peerWindowBytes < BOARD_WINDOW_BYTES;
    this.#maxBytes = isBoard ? BOARD_SLICE_BYTES : SLICE.maxBytes;
    this.#sliceBytes = peerWindowBytes === null || isBoard ? SLICE.minBytes : FIRST_SLICE_BYTES;
    this.#knowsWindow = peerWindowBytes !== null;
    this.#fromBytes = peerWindowBytes ?? 0;
  }

  get sliceBytes(): number {
    return this.#sliceBytes;
  }

  /** A slice was off our hands after this time, and the peer had this much of the body by then. */
  took(ms: number, movedBytes: number): void {
    this.#ms += ms;
    // Memory is spared for boards; a computer that turns out to be slow soon gets less.
    if (this.#isFirst && this.#sliceBytes === FIRST_SLICE_BYTES) this.#sliceBytes = SLICE.maxBytes;
    this.#isFirst = false;
    const enoughBytes = Math.max(this.#sliceBytes / 2, SLICE.minBytes);
    if (this.#ms > SLOW_MS) this.#shrink();
    else if (this.#ms < FAST_MS && movedBytes - this.#fromBytes >= enoughBytes) this.#grow();
    // The system took it; the peer has yet to show what it takes.
    else if (this.#ms < FAST_MS) return;
    this.#ms = 0;
    this.#fromBytes = Math.max(movedBytes, this.#fromBytes);
  }

  #grow(): void {
    // The largest slice is larger than the narrow buffer: to be rid of it so soon, the peer must have taken most.
    const showedIt = this.#knowsWindow || this.#sliceBytes === SLICE.maxBytes;
    if (showedIt && this.#maxBytes === SLICE.maxBytes) this.#widen(true);
    this.#sliceBytes = Math.min(this.#sliceBytes * GROWTH, this.#maxBytes);
  }

  #shrink(): void {
    this.#widen(false);
    this.#sliceBytes = Math.max(this.#sliceBytes / 2, SLICE.minBytes);
  }

  #widen(wide: boolean): void {
    if (this.#wide === wide) return;
    this.#wide = wide;
    this.#setAhead(wide ? WIDE_BYTES : NARROW_BYTES);
  }
}
