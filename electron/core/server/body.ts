import type { Body } from '../image/image-bytes.ts';

/** Several pieces one after the other, none of them copied but for what is being sent across a joint. */
export class JoinedBody implements Body {
  readonly length: number;
  readonly #pieces: readonly { readonly at: number; readonly bytes: Body }[];

  constructor(pieces: readonly Body[]) {
    let at = 0;
    this.#pieces = pieces.map((bytes) => {
      const piece = { at, bytes };
      at += bytes.length;
      return piece;
    });
    this.length = at;
  }

  subarray(start: number, end: number): Uint8Array | Promise<Uint8Array> {
    const touched = this.#pieces.filter(({ at, bytes }) => at < end && at + bytes.length > start);
    const cut = touched.map(({ at, bytes }) =>
      bytes.subarray(Math.max(0, start - at), Math.min(end - at, bytes.length)),
    );
    const [only] = cut;
    if (cut.length === 1 && only !== undefined) return only;
    return cut.every((each) => each instanceof Uint8Array)
      ? Buffer.concat(cut)
      : Promise.all(cut).then((each) => Buffer.concat(each));
  }
}
