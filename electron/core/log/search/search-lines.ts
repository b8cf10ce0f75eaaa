import { isAscii } from 'node:buffer';

import type { LogQuery } from '../../../../shared/log/log-filter.ts';
import { withoutColours } from '../../../../shared/log/visible-text.ts';

/** Lines in one piece of memory: two numbers for each, where it begins and ends, line end included. */
export interface LineBytes {
  readonly bytes: Uint8Array;
  readonly bounds: Uint32Array;
}

/** Lines (by place) that hold what is looked for. Lines are taken without colours and line end. */
export function searchLines({ bytes, bounds }: LineBytes, query: LogQuery): Uint32Array {
  const finder = finderOf(query);
  const hits = new Uint32Array(bounds.length / 2);
  let count = 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = isAscii(buffer) ? buffer.toString('latin1') : null;
  const plain = all !== null && !all.includes('\u001b') ? all : null;
  if (plain !== null && !query.regex && !query.text.includes('\n')) {
    return searchPlain(plain, bounds, query);
  }
  for (let line = 0; line < hits.length; line += 1) {
    const from = bounds[line * 2] as number;
    let to = bounds[line * 2 + 1] as number;
    if (buffer[to - 1] === 0x0a) to -= 1;
    while (to > from && buffer[to - 1] === 0x0d) to -= 1;
    const text =
      plain?.slice(from, to) ?? withoutColours(all?.slice(from, to) ?? buffer.toString('utf8', from, to));
    if (finder(text)) hits[count++] = line;
  }
  return hits.slice(0, count);
}

/** Text in text: over all lines at once. */
function searchPlain(all: string, bounds: Uint32Array, { text, matchCase }: LogQuery): Uint32Array {
  const lines = bounds.length / 2;
  const hits = new Uint32Array(lines);
  const hay = matchCase ? all : all.toLowerCase();
  const needle = matchCase ? text : text.toLowerCase();
  let count = 0;
  let line = 0;
  for (let at = hay.indexOf(needle); at !== -1 && line < lines; ) {
    while (line < lines && (bounds[line * 2 + 1] as number) <= at) line += 1;
    if (line === lines) break;
    const to = bounds[line * 2 + 1] as number;
    if (at >= (bounds[line * 2] as number) && at + needle.length <= to) hits[count++] = line;
    else if (at < (bounds[line * 2] as number)) {
      at = hay.indexOf(needle, at + 1);
      continue;
    }
    line += 1;
    at = hay.indexOf(needle, to);
  }
  return hits.slice(0, count);
}

/** Whether a text holds what is looked for. @throws SyntaxError for a regular expression that is none */
export function finderOf(query: LogQuery): (text: string) => boolean {
  const { text, regex, matchCase } = query;
  if (regex) {
    const pattern = patternOf(query);
    return (line) => pattern.test(line);
  }
  if (matchCase) return (line) => line.includes(text);
  const lower = text.toLowerCase();
  return (line) => line.toLowerCase().includes(lower);
}

/** The regular expression of a query. @throws SyntaxError */
export function patternOf({ text, matchCase }: LogQuery, flags = ''): RegExp {
  return new RegExp(text, `${flags}${matchCase ? '' : 'i'}`);
}

/** Parts of one line that are looked at. */
const MAX_SPANS = 200;

/** Where in a line what is looked for stands. */
export function spansIn(line: string, query: LogQuery): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  if (query.regex) {
    for (const match of line.matchAll(patternOf(query, 'g'))) {
      if (match[0].length > 0) spans.push([match.index, match.index + match[0].length]);
      if (spans.length === MAX_SPANS) break;
    }
    return spans;
  }
  const hay = query.matchCase ? line : line.toLowerCase();
  const needle = query.matchCase ? query.text : query.text.toLowerCase();
  for (let at = hay.indexOf(needle); at !== -1 && spans.length < MAX_SPANS; ) {
    spans.push([at, at + needle.length]);
    at = hay.indexOf(needle, at + needle.length);
  }
  return spans;
}
