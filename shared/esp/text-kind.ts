import type { ImageKind } from './image-facts.ts';

/** Enough to see a page's first tags behind a licence comment. */
const SAMPLE_BYTES = 4_096;

/** Names files that are text: a page a browser saved, Intel HEX, or any other text; null for binary. */
export function textKindOf(bytes: Uint8Array): ImageKind | null {
  const text = sampleText(bytes);
  if (text === null) return null;
  const start = text.trimStart();
  if (start.startsWith('<') && /<(!doctype\s+html|html|head|body)\b/i.test(start)) return 'html';
  return isIntelHex(start) ? 'intelHex' : 'text';
}

/** The start of the file byte for character, or null where it holds control characters text never has. */
function sampleText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const isUtf8 = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  let sample = bytes.subarray(isUtf16 ? 2 : isUtf8 ? 3 : 0, SAMPLE_BYTES);
  if (isUtf16) sample = sample.filter((_, index) => (index % 2 === 0) === (first === 0xff));
  let text = '';
  for (const byte of sample) {
    if (!isUtf16 && isForeignToText(byte)) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

function isForeignToText(byte: number): boolean {
  const isSpace = byte >= 0x09 && byte <= 0x0d;
  const isEscape = byte === 0x1b;
  return (byte < 0x20 && !isSpace && !isEscape) || byte === 0x7f;
}

/** One record: a colon, bytes in hex whose sum is 0 modulo 256. */
function isIntelHex(text: string): boolean {
  const digits = /^:((?:[0-9a-f]{2}){5,260})\r?\n/i.exec(text)?.[1];
  if (digits === undefined) return false;
  const record = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return (
    record.length === (record[0] as number) + 5 && record.reduce((sum, byte) => sum + byte, 0) % 256 === 0
  );
}
