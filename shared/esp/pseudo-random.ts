/** Repeatable content for images that the program makes itself: the same seed gives the same words. */
export function pseudoRandomWords(seed: number): () => number {
  // mulberry32, public domain: small, fast, and good enough to be told from erased flash.
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return (value ^ (value >>> 14)) >>> 0;
  };
}

/** `length` bytes drawn from `next`. */
export function pseudoRandomBytes(next: () => number, length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let index = 0; index < words.length; index += 1) words[index] = next();
  return new Uint8Array(words.buffer, 0, length);
}
