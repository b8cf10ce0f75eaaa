import type { StyledSpan, TextStyle } from '../../shared/log/text-style.ts';

/** A part of a line's text that is drawn in one way. */
export interface Segment {
  readonly from: number;
  readonly text: string;
  readonly style: TextStyle | null;
  readonly found: boolean;
  /** Of the highlight rule that fits. */
  readonly tone: string | null;
}

/** A part of a text: from, to. */
export type Span = readonly [from: number, to: number];

/** Cuts a text at the edges of everything that is drawn on it. */
export function segmentsOf(
  text: string,
  styles: readonly StyledSpan[],
  found: readonly Span[],
  tones: readonly (readonly [from: number, to: number, tone: string])[],
): readonly Segment[] {
  if (styles.length === 0 && found.length === 0 && tones.length === 0) {
    return [{ from: 0, text, style: null, found: false, tone: null }];
  }
  const edges = new Set([0, text.length]);
  for (const [from, to] of [...styles, ...found, ...tones]) {
    if (from < text.length) edges.add(Math.max(0, from));
    if (to < text.length) edges.add(Math.max(0, to));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const at = <S extends readonly [number, number, ...unknown[]]>(
    spans: readonly S[],
    place: number,
  ): S | undefined => spans.find(([from, to]) => from <= place && place < to);
  return cuts.slice(0, -1).map((from, i) => ({
    from,
    text: text.slice(from, cuts[i + 1]),
    style: at(styles, from)?.[2] ?? null,
    found: at(found, from) !== undefined,
    tone: at(tones, from)?.[2] ?? null,
  }));
}

/** Where `needle` stands in a text, upper and lower case being the same unless asked. */
export function placesOf(text: string, needle: string, matchCase = false): Span[] {
  const spans: Span[] = [];
  const hay = matchCase ? text : text.toLowerCase();
  const wanted = matchCase ? needle : needle.toLowerCase();
  if (wanted === '') return spans;
  for (let at = hay.indexOf(wanted); at !== -1 && spans.length < 200; ) {
    spans.push([at, at + wanted.length]);
    at = hay.indexOf(wanted, at + wanted.length);
  }
  return spans;
}

/** `Written image length 1024 … 608256`: the first line, and where the last one goes on differently. */
export function foldedText(first: string, last: string): string {
  if (first === last) return first;
  let at = 0;
  while (at < first.length && first[at] === last[at]) at += 1;
  while (at > 0 && /\d/.test(last[at - 1] ?? '')) at -= 1;
  return `${first} … ${last.slice(at)}`;
}
