import { createHash } from 'node:crypto';

/**
 * Whether an ESP32 board would take these bytes for a whole app, written anew from esp_image_format.c with
 * Node's Buffer and nothing of the reader under test: it stands against a wrong "valid".
 */
export function isReallyValid(image: Uint8Array): boolean {
  const file = Buffer.from(image);
  if (file.length < 288 || file.length > 16 * 1024 * 1024 || file[0] !== 0xe9) return false;
  const count = file.readUInt8(1);
  const appended = file.readUInt8(23);
  if (count === 0 || count > 16 || appended > 1) return false;
  if (file.toString('hex', 32, 36) !== '3254cdab') return false;
  let position = 24;
  let checksum = 0xef;
  for (let index = 0; index < count; index += 1) {
    if (position + 8 > file.length) return false;
    const length = file.readUInt32LE(position + 4);
    position += 8;
    if (length % 4 !== 0 || length >= 0x1000000 || position + length > file.length) return false;
    if (index === 0 && length < 256) return false;
    for (const byte of file.subarray(position, position + length)) checksum ^= byte;
    position += length;
  }
  while (position % 16 !== 15) position += 1;
  if (position >= file.length || file[position] !== checksum) return false;
  if (appended === 0) return true;
  const digest = createHash('sha256')
    .update(file.subarray(0, position + 1))
    .digest();
  return file.subarray(position + 1, position + 33).equals(digest);
}
