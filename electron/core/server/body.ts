/** What a reply sends; a `Uint8Array` is one. */
export interface Body {
  readonly length: number;
  /** The bytes from `start` up to `end`, not copied where they lie together. */
  subarray(start: number, end: number): Uint8Array;
}

/** Several pieces one after the other, none of them copied but for what is being sent across a joint. */
export class JoinedBody implements Body {
  readonly length: number;
  readonly #pieces: readonly { readonly at: number; readonly bytes: Uint8Array }[];

  constructor(pieces: readonly Uint8Array[]) {
    let at = 0;
    this.#pieces = pieces.map((bytes) => {
      const piece = { at, bytes };
      at += bytes.length;
      return piece;
    });
    this.length = at;
  }

  subarray(start: number, end: number): Uint8Array {
    const touched = this.#pieces.filter(({ at, bytes }) => at < end && at + bytes.length > start);
    const cut = touched.map(({ at, bytes }) => bytes.subarray(Math.max(0, start - at), end - at));
    const [only] = cut;
    return cut.length === 1 && only !== undefined ? only : Buffer.concat(cut);
  }
}
