/** Bytes that are sent piece by piece; a `Uint8Array` is some. */
export interface Body {
  readonly length: number;
  /**
   * The bytes from `start` up to `end`, not copied where they lie together in memory; a promise where they must be read
   * first, which rejects where they cannot be.
   */
  subarray(start: number, end: number): Uint8Array | Promise<Uint8Array>;
}

/** An image's bytes that may lie in memory or in the library's file from one piece to the next. */
export interface StoredBytes extends Body {
  /** The bytes from `start` up to `end` as a body of their own. */
  part(start: number, end: number): Body;
}

export type ImageBytes = Uint8Array | StoredBytes;

/** Some of an image's bytes, none of them copied. */
export function partOf(bytes: ImageBytes, start: number, end: number): Body {
  return bytes instanceof Uint8Array ? bytes.subarray(start, end) : bytes.part(start, end);
}
