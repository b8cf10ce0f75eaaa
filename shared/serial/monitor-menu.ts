import { controlCharacter } from './line-ending.ts';

/** What the menu of `idf.py monitor` does here. */
export type MenuAction =
  | 'reset'
  | 'download'
  | 'pause'
  | 'saveLog'
  | 'timestamps'
  | 'help'
  | 'exit'
  | 'sendMenuKey'
  | 'sendExitKey';

/** Ctrl+T begins a menu command, Ctrl+] ends the monitor (esp-idf-monitor, constants.py). */
export const MENU_KEY = '\u0014';
export const EXIT_KEY = '\u001d';

/** Letters of the menu in the order in which help shows them; each works with Ctrl too. */
export const MENU_LETTERS: readonly (readonly [letter: string, action: MenuAction])[] = [
  ['R', 'reset'],
  ['P', 'download'],
  ['Y', 'pause'],
  ['L', 'saveLog'],
  ['I', 'timestamps'],
  ['H', 'help'],
  ['X', 'exit'],
];

/** The action of the key after Ctrl+T, as the terminal or the browser names it; null for keys that are none. */
export function menuAction(key: string): MenuAction | null {
  if (key === MENU_KEY) return 'sendMenuKey';
  if (key === EXIT_KEY) return 'sendExitKey';
  const found = MENU_LETTERS.find(
    ([letter]) => key.toUpperCase() === letter || key === controlCharacter(letter),
  );
  return found?.[1] ?? null;
}

/** What typed text means: keys for the board, and commands of the menu between them. */
export type TypedPart =
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'menu'; readonly action: MenuAction }
  /** A key after Ctrl+T that is no command. */
  | { readonly kind: 'unknown'; readonly key: string };

/** Takes typed text apart. `inMenu` says that Ctrl+T was the last key before it; the same comes back for the next. */
export function readTyped(
  text: string,
  inMenu: boolean,
): { readonly parts: readonly TypedPart[]; readonly inMenu: boolean } {
  const parts: TypedPart[] = [];
  let waiting = inMenu;
  let sent = '';
  const flush = (): void => {
    if (sent !== '') parts.push({ kind: 'send', text: sent });
    sent = '';
  };
  for (const key of text) {
    if (waiting) {
      waiting = false;
      const action = menuAction(key);
      parts.push(action === null ? { kind: 'unknown', key } : { kind: 'menu', action });
    } else if (key === MENU_KEY || key === EXIT_KEY) {
      flush();
      waiting = key === MENU_KEY;
      if (key === EXIT_KEY) parts.push({ kind: 'menu', action: 'exit' });
    } else {
      sent += key;
    }
  }
  flush();
  return { parts, inMenu: waiting };
}
