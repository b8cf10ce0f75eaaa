/** One element of DER: `start` to `end` is its content, `from` the first byte of its tag. */
export interface Der {
  readonly bytes: Uint8Array;
  readonly tag: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Tags of the elements that certificates are made of. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The element at `at`, or null where none lies whole before `end`. Lengths of up to three bytes are read. */
export function readDer(bytes: Uint8Array, at: number, end = bytes.length): Der | null {
  if (at + 2 > end) return null;
  const tag = bytes[at] as number;
  // Tags of several bytes stand in no certificate.
  if ((tag & 0x1f) === 0x1f) return null;
  const first = bytes[at + 1] as number;
  if (first < 0x80) return whole(bytes, tag, at, at + 2, first, end);
  const count = first & 0x7f;
  if (count === 0 || count > 3 || at + 2 + count > end) return null;
  let length = 0;
  for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[at + 2 + i] as number);
  return whole(bytes, tag, at, at + 2 + count, length, end);
}

function whole(
  bytes: Uint8Array,
  tag: number,
  from: number,
  start: number,
  length: number,
  limit: number,
): Der | null {
  const end = start + length;
  return end > limit ? null : { bytes, tag, from, start, end };
}

/** The elements inside one, as far as they can be read. */
export function childrenOf(parent: Der | null | undefined): readonly Der[] {
  const children: Der[] = [];
  if (parent == null) return children;
  for (let at = parent.start; at < parent.end; ) {
    const child = readDer(parent.bytes, at, parent.end);
    if (child === null) return children;
    children.push(child);
    at = child.end;
  }
  return children;
}

/** The bytes of an element's content; a view. */
export function contentOf(element: Der | undefined): Uint8Array {
  return element === undefined ? new Uint8Array() : element.bytes.subarray(element.start, element.end);
}

/** The bytes of a whole element, tag and length with it; a view. */
export function wholeOf(element: Der): Uint8Array {
  return element.bytes.subarray(element.from, element.end);
}

/** `2.5.29.17`; an empty text for what is none. */
export function oidOf(element: Der | undefined): string {
  if (element?.tag !== TAG.oid) return '';
  const numbers: number[] = [];
  let number = 0;
  for (const byte of contentOf(element)) {
    number = number * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (numbers.length === 0) {
      const root = Math.min(2, Math.floor(number / 40));
      numbers.push(root, number - root * 40);
    } else numbers.push(number);
    number = 0;
  }
  return numbers.join('.');
}

/** A whole number that is not negative; null for one that is too long to count with. */
export function integerOf(element: Der | undefined): number | null {
  if (element?.tag !== TAG.integer) return null;
  const bytes = contentOf(element);
  if (bytes.length === 0 || bytes.length > 6) return null;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Characters of a string of any kind; bytes that are no UTF-8 become U+FFFD. */
export function textOf(element: Der | undefined): string {
  if (element === undefined) return '';
  const bytes = contentOf(element);
  if (element.tag === TAG.bmpString) return wide(bytes);
  return element.tag === TAG.utf8String ? utf8(bytes) : String.fromCharCode(...bytes.subarray(0, 4_096));
}

function wide(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length && at < 8_192; at += 2) {
    text += String.fromCharCode(((bytes[at] as number) << 8) | (bytes[at + 1] as number));
  }
  return text;
}

function utf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes.subarray(0, 4_096)) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes.subarray(0, 4_096)).replaceAll(/[\x80-\xff]/g, '\uFFFD');
  }
}
