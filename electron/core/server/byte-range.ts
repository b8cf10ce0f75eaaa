/** One part of a body; `end` is the first byte after it. */
export interface BytePart {
  readonly start: number;
  readonly end: number;
}

/** Which parts of a body a `Range` header asks for, in its order. */
export type ByteRanges =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly parts: readonly [BytePart, ...BytePart[]] }
  | { readonly kind: 'unsatisfiable' };

/** Who asks for more has no need of it; the whole is cheaper for both sides. */
const MAX_PARTS = 32;

const WHOLE: ByteRanges = { kind: 'whole' };

/**
 * Reads a `Range` header (RFC 9110, 14.2). ESP-IDF asks for `bytes=a-b` with an end that may lie past the image, and
 * resumes with `bytes=n-`. What is malformed, or asks for very many parts, is answered with the whole.
 */
export function readRanges(header: string | undefined, sizeBytes: number): ByteRanges {
  const list = /^\s*bytes\s*=(.*)$/is.exec(header ?? '')?.[1];
  if (list === undefined) return WHOLE;
  const specs = list.split(',').map((spec) => spec.trim());
  const read = specs.filter((spec) => spec !== '').map((spec) => readPart(spec, sizeBytes));
  if (read.length === 0 || read.length > MAX_PARTS || read.includes('malformed')) return WHOLE;
  const found = read.filter((part): part is BytePart => typeof part === 'object');
  // Parts that touch are sent as one; others keep their order.
  const [first, ...rest] = joined(found).length < found.length ? joined(found) : found;
  return first === undefined ? { kind: 'unsatisfiable' } : { kind: 'parts', parts: [first, ...rest] };
}

function readPart(spec: string, sizeBytes: number): BytePart | 'malformed' | 'outside' {
  const match = /^(\d*)\s*-\s*(\d*)$/.exec(spec);
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return 'malformed';
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'outside' : { start: sizeBytes - length, end: sizeBytes };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'malformed';
  if (start >= sizeBytes) return 'outside';
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}

/** The same bytes in ascending order, each once. */
function joined(parts: readonly BytePart[]): readonly BytePart[] {
  const result: BytePart[] = [];
  for (const part of [...parts].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || part.start > last.end) result.push(part);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, part.end) };
  }
  return result;
}
