/** Whether every byte has this value; true of no bytes at all. Stops at the first that has not. */
export function isFilled(bytes: Uint8Array, value: number): boolean {
  const sameByte = (byte: number): boolean => byte === value;
  if (bytes.length < 8) return bytes.every(sameByte);
  const aligned = (4 - (bytes.byteOffset % 4)) % 4;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + aligned, (bytes.length - aligned) >>> 2);
  const wanted = (value * 0x01010101) >>> 0;
  if (!bytes.subarray(0, aligned).every(sameByte)) return false;
  if (!bytes.subarray(aligned + words.length * 4).every(sameByte)) return false;
  for (let index = 0; index < words.length; index += 1) if (words[index] !== wanted) return false;
  return true;
}
