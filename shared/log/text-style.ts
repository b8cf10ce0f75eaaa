import { visible } from './visible-text.ts';

/** Colours and styles of a part of a line (SGR, ECMA-48 8.3.117). Colours: 0 to 15 of the palette, or `#rrggbb`. */
export interface TextStyle {
  readonly color: number | string | null;
  readonly background: number | string | null;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly strike: boolean;
}

/** A part of a line's text in one style: from, to (characters), style. */
export type StyledSpan = readonly [from: number, to: number, style: TextStyle];

/** Text without any style. */
export const PLAIN: TextStyle = {
  color: null,
  background: null,
  bold: false,
  faint: false,
  italic: false,
  underline: false,
  inverse: false,
  strike: false,
};

const ESCAPE = '\u001b';
const SGR = new RegExp(`${ESCAPE}\\[([0-9;:]*)m`, 'g');
/** Styles that a row keeps; what a board sends beyond them is drawn plain. */
const MAX_SPANS = 512;

/**
 * The styled parts of the last `textLength` visible characters of a line, which is where its text stands behind stamp
 * and tag. Empty for a line in one colour throughout, as ESP-IDF colours its levels: the level says that already.
 */
export function styledSpans(raw: string, textLength: number): readonly StyledSpan[] {
  if (!raw.includes(ESCAPE)) return [];
  const parts: [number, number, TextStyle][] = [];
  let style = PLAIN;
  let from = 0;
  let length = 0;
  for (const match of raw.matchAll(SGR)) {
    length += addPart(parts, raw.slice(from, match.index), style, length);
    style = applySgr(style, match[1] ?? '');
    from = match.index + match[0].length;
  }
  length += addPart(parts, raw.slice(from), style, length);
  const [only] = parts;
  if (only === undefined || (parts.length === 1 && only[0] === 0 && only[1] === length)) return [];
  const textFrom = length - textLength;
  return parts
    .filter(([, to]) => to > textFrom)
    .slice(0, MAX_SPANS)
    .map(([start, to, each]) => [Math.max(0, start - textFrom), to - textFrom, each]);
}

function addPart(parts: [number, number, TextStyle][], raw: string, style: TextStyle, at: number): number {
  const { length } = visible(raw);
  const last = parts.at(-1);
  if (length === 0 || style === PLAIN) return length;
  if (last !== undefined && last[1] === at && same(last[2], style)) last[1] = at + length;
  else if (parts.length <= MAX_SPANS) parts.push([at, at + length, style]);
  return length;
}

function same(a: TextStyle, b: TextStyle): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

const ON: Readonly<Record<number, Partial<TextStyle>>> = {
  1: { bold: true },
  2: { faint: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  22: { bold: false, faint: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { color: null },
  49: { background: null },
};

/** The style after one SGR sequence with these parameters, for example `0;32`. Unknown ones change nothing. */
export function applySgr(before: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let style = before;
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0;
    const known = ON[code];
    if (code === 0) style = PLAIN;
    else if (known !== undefined) style = { ...style, ...known };
    else if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(i + 1));
      if (color !== null) style = { ...style, [code === 38 ? 'color' : 'background']: color };
      i += used;
    } else style = withPalette(style, code);
  }
  return style;
}

function withPalette(style: TextStyle, code: number): TextStyle {
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, color: code - 90 + 8 };
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...style, background: code - 100 + 8 };
  return style;
}

/** What stands behind 38 or 48: `5;n` of 256 colours, or `2;r;g;b`. Returns the parameters it took too. */
function extended(codes: readonly number[]): readonly [number | string | null, number] {
  const [mode, first = 0, green = 0, blue = 0] = codes;
  if (mode === 5) return [first < 16 ? first : paletteColor(first), 2];
  if (mode === 2) return [hexColor(first, green, blue), 4];
  return [null, 0];
}

/** Of the 256 colours: a cube of 6 by 6 by 6, then 24 greys. */
function paletteColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + (Math.min(index, 255) - 232) * 10;
    return hexColor(grey, grey, grey);
  }
  const step = (part: number): number => (part === 0 ? 0 : 55 + part * 40);
  const at = index - 16;
  return hexColor(step(Math.floor(at / 36)), step(Math.floor(at / 6) % 6), step(at % 6));
}

function hexColor(...parts: readonly number[]): string {
  return `#${parts.map((part) => (part & 255).toString(16).padStart(2, '0')).join('')}`;
}
