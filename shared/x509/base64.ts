const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SKIP = -2;
const END = -3;
/** What each byte stands for: six bits, white space, the padding, or -1 for what may not stand there. */
const VALUES = Int8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if ('\r\n\t '.includes(character)) return SKIP;
  return character === '=' ? END : DIGITS.indexOf(character);
});

/** The bytes that base64 text stands for, white space left out; null for anything else. */
export function decodeBase64(text: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const decoded = new Uint8Array(Math.floor((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  let ended = false;
  for (const byte of text) {
    const value = VALUES[byte] as number;
    if (value === SKIP) continue;
    if (value === END) ended = true;
    else if (value < 0 || ended) return null;
    else {
      held = ((held << 6) | value) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        decoded[length++] = (held >> bits) & 0xff;
      }
    }
  }
  return decoded.subarray(0, length);
}
