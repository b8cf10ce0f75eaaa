import type { Measured } from './run-view.ts';

/** What firmwares print of themselves, in the forms that are common; the first number of a line counts. */
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ['freeHeapBytes', /(?:free|minimum free|min(?:imum)?)[ _]?heap(?:[ _]?size)?[^0-9-]{0,20}(\d{3,8})/i],
  ['freeHeapBytes', /heap[^0-9]{0,12}free[^0-9]{0,8}(\d{3,8})/i],
  ['rssiDbm', /\brssi\b[^0-9-]{0,8}(-\d{1,3})/i],
];

/** Heap and signal strength in a line of the board; an empty object for the many lines without. */
export function measureLine(text: string): Measured {
  const found: Record<string, number> = {};
  for (const [name, pattern] of PATTERNS) {
    const digits = pattern.exec(text)?.[1];
    if (digits !== undefined && found[name] === undefined) found[name] = Number(digits);
  }
  return found;
}
