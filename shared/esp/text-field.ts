/** Fixed-size, NUL-padded text as C structures hold it (`char version[32]`). */

/**
 * The text up to the first NUL, or null where it is empty. Control characters and bytes that are not UTF-8
 * become U+FFFD, so that a hostile image cannot steer the terminal its name is printed on.
 */
export function readTextField(bytes: Uint8Array, at: number, length: number): string | null {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  const text = decodeUtf8(end === -1 ? field : field.subarray(0, end));
  return text === '' ? null : text.replaceAll(/\p{Cc}/gu, '\uFFFD');
}

/** Writes at most `length` bytes of UTF-8 and pads with NUL; a character that does not fit whole is left out. */
export function writeTextField(bytes: Uint8Array, at: number, length: number, text: string): void {
  bytes.fill(0, at, at + length);
  let used = 0;
  for (const character of text) {
    const encoded = encodeUtf8(character);
    if (used + encoded.length > length) return;
    bytes.set(encoded, at + used);
    used += encoded.length;
  }
}

/** Without TextDecoder, which is a platform's and not the language's. */
function decodeUtf8(field: Uint8Array): string {
  let escaped = '';
  for (const byte of field) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return Array.from(field, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\uFFFD')).join('');
  }
}

function encodeUtf8(character: string): Uint8Array {
  // A lone surrogate cannot be encoded.
  const whole = /\p{Cs}/u.test(character) ? '\uFFFD' : character;
  const escaped = encodeURIComponent(whole);
  if (!escaped.startsWith('%')) return Uint8Array.of(escaped.charCodeAt(0));
  return Uint8Array.from(escaped.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
}
