/** CRC-32 with the reflected polynomial 0xEDB88320, as zlib and the chips' ROM compute it. */
const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * Python's `binascii.crc32(bytes, initial)`: zlib's CRC with 0. The ROM's `crc32_le(0xFFFFFFFF, …)`, which
 * protects otadata, is this with `initial` 0xFFFFFFFF.
 */
export function crc32(bytes: Uint8Array, initial = 0): number {
  let crc = ~initial;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  return ~crc >>> 0;
}
