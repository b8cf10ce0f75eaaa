import type { DecodedAddress, SourcePlace } from './source-place.ts';

interface Answered extends SourcePlace {
  readonly address: number;
  readonly inlinedInto: SourcePlace[];
}

const INLINED = ' (inlined by) ';
const UNKNOWN = '??';
/** A name in C++ may hold `::at(int)`, and a folder ` at `: the first ` at ` between blanks divides them. */
const PLACE = /^(.+?) at (.*):(\d+|\?)(?: \(discriminator \d+\))?$/;

/**
 * Reads the answer of `addr2line -pfiaC` (GNU binutils, in English). Null where it does not tell of just the addresses
 * that were asked for, in their order: it is not to be trusted then.
 */
export function parseAddr2line(answer: string, asked: readonly number[]): readonly DecodedAddress[] | null {
  const decoded: Answered[] = [];
  for (const line of answer.split(/\r?\n/)) {
    if (line === '') continue;
    if (line.startsWith(INLINED)) {
      const outer = readPlace(line.slice(INLINED.length));
      const inner = decoded.at(-1);
      if (outer === null || inner === undefined) return null;
      inner.inlinedInto.push(outer);
      continue;
    }
    const [, hex = '', rest = ''] = /^0x([0-9a-f]{1,16}): (.+)$/.exec(line) ?? [];
    const place = readPlace(rest);
    if (place === null) return null;
    decoded.push({ address: Number.parseInt(hex, 16), ...place, inlinedInto: [] });
  }
  const isWhole =
    decoded.length === asked.length && decoded.every(({ address }, at) => address === asked[at]);
  return isWhole ? decoded : null;
}

function readPlace(text: string): SourcePlace | null {
  // What lies in no function comes without the word between.
  if (text === '?? ??:0') return { function: null, file: null, line: null };
  const [whole, name = '', file = '', line = ''] = PLACE.exec(text) ?? [];
  if (whole === undefined) return null;
  return {
    function: name === UNKNOWN ? null : name,
    file: file === UNKNOWN ? null : file,
    line: line === '?' || line === '0' || file === UNKNOWN ? null : Number(line),
  };
}
