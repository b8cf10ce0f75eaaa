const ESCAPE = '\u001b';

/** Colour and style sequences (SGR), which ESP-IDF puts around a line or in the middle of one. */
const SGR = new RegExp(`${ESCAPE}\\[[0-9;:]*m`, 'g');

/** A colour sequence that has begun and not ended. */
const OPEN_SGR = new RegExp(`${ESCAPE}(\\[[0-9;:]*)?$`);

/** Control characters but the tab, and what turns the direction of text or ends a line unseen. */
const ACTING = /(?!\t)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;
const EVERY_ACTING = new RegExp(ACTING.source, 'gu');

/** `text` without colours. */
export function withoutColours(text: string): string {
  return text.includes(ESCAPE) ? text.replace(SGR, '') : text;
}

/** `text` without a colour sequence that is cut off at its end: more of an unfinished line is to come. */
export function withoutOpenColour(text: string): string {
  return text.includes(ESCAPE) ? text.replace(OPEN_SGR, '') : text;
}

/**
 * `text` with nothing left that acts on a screen: C0 controls as their pictures (`␀`, `␛`), C1 controls and direction
 * marks as `\x9b` and `\u202e`. Tabs stay.
 */
export function visible(text: string): string {
  return ACTING.test(text) ? text.replace(EVERY_ACTING, picture) : text;
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return code <= 0xff ? `\\x${code.toString(16)}` : `\\u${code.toString(16)}`;
}
