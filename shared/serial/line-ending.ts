/** What Enter sends to a board. */
export const LINE_ENDINGS = ['lf', 'cr', 'crlf', 'none'] as const;
export type LineEnding = (typeof LINE_ENDINGS)[number];

const CHARACTERS: Readonly<Record<LineEnding, string>> = { lf: '\n', cr: '\r', crlf: '\r\n', none: '' };

/** The characters of a line ending. */
export function lineEndCharacters(ending: LineEnding): string {
  return CHARACTERS[ending];
}

/** The control character of a key pressed with Ctrl, `C` for 0x03; null where there is none. */
export function controlCharacter(key: string): string | null {
  const code = key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0;
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : null;
}

/** `^C` for 0x03: how a control character is named to people. */
export function caretName(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return '^?';
  return code < 0x20 ? `^${String.fromCharCode(code | 0x40)}` : character;
}
