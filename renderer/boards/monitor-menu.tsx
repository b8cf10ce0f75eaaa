import './monitor-menu.css';

import { useWindowEvent } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useState } from 'react';

import { DEFAULT_LOG_SETTINGS } from '../../shared/contract/log-settings.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import type { MenuAction } from '../../shared/serial/monitor-menu.ts';
import { EXIT_KEY, MENU_KEY, MENU_LETTERS, menuAction } from '../../shared/serial/monitor-menu.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';

interface MonitorMenuProps {
  readonly board: BoardState | null;
  readonly onPause: () => void;
  readonly onSave: () => void;
}

/** What ends a terminal's monitor has no place in a page. */
const LETTERS = MENU_LETTERS.filter(([, action]) => action !== 'exit');

/** The menu of `idf.py monitor` in the log pane: Ctrl+T, or F8 where a browser keeps that for itself, then a letter. */
export function MonitorMenu({ board, ...on }: MonitorMenuProps): ReactNode {
  const t = useText();
  const { run } = useActions();
  const log = useStateOf('settings')?.log ?? DEFAULT_LOG_SETTINGS;
  const inBrowser = useStateOf('app')?.shell === 'station';
  const [open, setOpen] = useState(false);
  const act = (action: MenuAction): void => {
    setOpen(action === 'help');
    if (action === 'pause') on.onPause();
    if (action === 'saveLog') on.onSave();
    if (action === 'timestamps') {
      const stamps = log.stamps === 'none' ? 'host' : 'none';
      void run('settings.update', { log: { ...log, highlights: [...log.highlights], stamps } });
    }
    if (board === null) return;
    const { deviceId } = board;
    if (action === 'reset') void run('board.reset', { deviceId });
    if (action === 'download') void run('board.enterDownload', { deviceId });
    if (action === 'sendMenuKey') void run('board.send', { deviceId, text: MENU_KEY });
    if (action === 'sendExitKey') void run('board.send', { deviceId, text: EXIT_KEY });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (open ? OF_THE_MENU.includes(event.key) : !isMenuKey(event) || !inLog()) return;
    // A field of the log would take the key for itself.
    event.preventDefault();
    event.stopPropagation();
    setOpen(!open);
    const action = open ? actionOf(event) : null;
    if (action !== null) act(action);
  };
  useWindowEvent('keydown', onKey, { capture: true });
  if (!open) return null;
  return (
    <div className="monitor-menu" role="menu" aria-label={t('serial:menu')}>
      <h3>
        {t('serial:menu')} <kbd>{inBrowser ? 'F8' : 'Ctrl T'}</kbd>
      </h3>
      {LETTERS.map(([letter, action]) => (
        <button key={letter} type="button" role="menuitem" onClick={() => act(action)}>
          <kbd>{letter}</kbd> {t(action === 'saveLog' ? 'serial:menuSave' : `serial:menu_${action}`)}
        </button>
      ))}
      <p>{t('serial:menuClose')}</p>
    </div>
  );
}

/** Keys that move in the menu, or are held while another is pressed. */
const OF_THE_MENU = ['Control', 'Shift', 'Alt', 'Meta', 'Tab', 'Enter', ' '];

function isMenuKey({ key, ctrlKey }: KeyboardEvent): boolean {
  return key === 'F8' || (ctrlKey && key.toLowerCase() === 't');
}

/** A letter alone or with Ctrl, or the menu's own key again, which then goes to the board. */
function actionOf(event: KeyboardEvent): MenuAction | null {
  if (isMenuKey(event)) return 'sendMenuKey';
  const action = menuAction(event.ctrlKey && event.key === ']' ? EXIT_KEY : event.key);
  return action === 'exit' ? null : action;
}

/** Where keys belong to what has the focus. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';

/** Typing in a dialog or another field is not meant for the log; a button that was clicked last takes no letters. */
function inLog(): boolean {
  const active = document.activeElement;
  return active === null || active.closest('.log') !== null || active.closest(OWN_KEYS) === null;
}
