import { decodeBase64 } from './base64.ts';

const BEGIN = ascii('-----BEGIN CERTIFICATE-----');
const FINISH = ascii('-----END CERTIFICATE-----');
/** Longer than any certificate as text. */
const MAX_TEXT_BYTES = 64 * 1024;
const DASH = 0x2d;
/** Every run of five dashes has one at a place that five divides. */
const STRIDE = 5;

/** A certificate as PEM text inside other bytes. */
export interface PemBlock {
  /** Of its first dash. */
  readonly offset: number;
  /** Behind its last dash. */
  readonly end: number;
  readonly der: Uint8Array<ArrayBuffer>;
}

/** Every certificate that stands as PEM in these bytes. What is cut off or no base64 is left out. */
export function findPem(bytes: Uint8Array): readonly PemBlock[] {
  const found: PemBlock[] = [];
  for (let at = 0; at < bytes.length; at += STRIDE) {
    if (bytes[at] !== DASH) continue;
    const offset = startOfRun(bytes, at);
    if (!holds(bytes, offset, BEGIN)) continue;
    const block = readBlock(bytes, offset);
    if (block !== null) found.push(block);
    // On to the first place of the stride that is behind it.
    at = Math.ceil((block?.end ?? offset + BEGIN.length) / STRIDE) * STRIDE - STRIDE;
  }
  return found;
}

/** The certificates of a PEM text, in its order. */
export function readPemText(text: string): readonly Uint8Array<ArrayBuffer>[] {
  return findPem(ascii(text)).map(({ der }) => der);
}

/** The fifth dash from the end of the run that `at` lies in, at most four before it. */
function startOfRun(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < at + STRIDE && bytes[end] === DASH) end += 1;
  return Math.max(0, end - STRIDE);
}

function readBlock(bytes: Uint8Array, offset: number): PemBlock | null {
  const start = offset + BEGIN.length;
  const limit = Math.min(bytes.length, start + MAX_TEXT_BYTES);
  let stop = start;
  // No dash stands in base64.
  while (stop < limit && bytes[stop] !== DASH && bytes[stop] !== 0) stop += 1;
  if (!holds(bytes, stop, FINISH)) return null;
  const der = decodeBase64(bytes.subarray(start, stop));
  return der === null ? null : { offset, end: stop + FINISH.length, der };
}

function holds(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  if (at + text.length > bytes.length) return false;
  // No closure: this is asked for every dash of an image.
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text[index]) return false;
  }
  return true;
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
