type Draw = () => number;
type Mutation = (bytes: Uint8Array, next: Draw) => Uint8Array;

/** Values at which length checks break. */
const EDGES = [
  0, 1, 3, 4, 0x7f, 0xff, 0x100, 0xffff, 0xfffffc, 0x1000000, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff,
];

const MUTATIONS: readonly Mutation[] = [
  // Left whole: what is sound must stay so.
  (bytes) => bytes,
  function flipBit(bytes, next) {
    const at = next() % bytes.length;
    bytes[at] = (bytes[at] as number) ^ (1 << (next() % 8));
    return bytes;
  },
  function setByte(bytes, next) {
    bytes[next() % bytes.length] = next();
    return bytes;
  },
  function setHeaderByte(bytes, next) {
    bytes[next() % Math.min(64, bytes.length)] = next();
    return bytes;
  },
  function setHeaderWord(bytes, next) {
    setWord(bytes, (next() % 16) * 4, EDGES[next() % EDGES.length] as number);
    return bytes;
  },
  function setAnyWord(bytes, next) {
    setWord(bytes, (next() % bytes.length) & ~3, EDGES[next() % EDGES.length] as number);
    return bytes;
  },
  function cut(bytes, next) {
    return bytes.subarray(0, next() % (bytes.length + 1));
  },
  function cutFewBytes(bytes, next) {
    return bytes.subarray(0, Math.max(0, bytes.length - (next() % 80)));
  },
  function append(bytes, next) {
    const longer = new Uint8Array(bytes.length + (next() % 200)).fill(next());
    longer.set(bytes);
    return longer;
  },
  function swapBlocks(bytes, next) {
    const size = Math.min(32, bytes.length >> 1);
    const from = next() % (bytes.length - size);
    const to = next() % (bytes.length - size);
    const kept = bytes.slice(from, from + size);
    bytes.copyWithin(from, to, to + size);
    bytes.set(kept, to);
    return bytes;
  },
  function eraseFrom(bytes, next) {
    return bytes.fill(0xff, next() % bytes.length);
  },
  function shift(bytes, next) {
    return bytes.subarray(next() % Math.min(64, bytes.length));
  },
  // The same byte changed twice in one column cancels out in the checksum.
  function cancelChecksum(bytes, next) {
    const change = 1 + (next() % 255);
    for (const at of [next() % bytes.length, next() % bytes.length])
      bytes[at] = (bytes[at] as number) ^ change;
    return bytes;
  },
];

/** A changed copy, at any alignment; one to three changes, one of which may be none. */
export function mutate(original: Uint8Array, next: Draw): Uint8Array {
  const buffer = new Uint8Array(original.length + 4);
  const shift = next() % 4;
  buffer.set(original, shift);
  let bytes = buffer.subarray(shift, shift + original.length);
  const changes = 1 + (next() % 3);
  for (let change = 0; change < changes && bytes.length > 64; change += 1) {
    bytes = (MUTATIONS[next() % MUTATIONS.length] as Mutation)(bytes, next) as typeof bytes;
  }
  return bytes;
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  for (let index = 0; index < 4 && at + index < bytes.length; index += 1) {
    bytes[at + index] = (value >>> (8 * index)) & 0xff;
  }
}
