import './send-line.css';

import { Menu, Select, TextInput, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useState } from 'react';

import { DEFAULT_SERIAL_SETTINGS } from '../../shared/contract/serial-settings.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import {
  caretName,
  controlCharacter,
  LINE_ENDINGS,
  lineEndCharacters,
} from '../../shared/serial/line-ending.ts';
import { useActions } from '../bench/use-actions.ts';
import { useStateOf } from '../client/context.tsx';
import { useText } from '../text/text-context.tsx';
import { keepTyped, typedHistory } from './typed-history.ts';

const MAX_TEXT = 4_000;
/** Offered by name: interrupt, end of input, suspend, cancel line, escape, tab. */
const CONTROL_KEYS = ['\u0003', '\u0004', '\u001a', '\u0015', '\u001b', '\t', '\u001d'] as const;
const NAMES: Readonly<Record<string, string>> = { '\u001b': 'Esc', '\t': 'Tab' };

/** A line to type to the board: Enter sends it, the arrows bring earlier ones back, Ctrl with a letter is sent at once. */
export function SendLine({ board }: { readonly board: BoardState | null }): ReactNode {
  const t = useText();
  const { run } = useActions();
  const serial = useStateOf('settings')?.serial ?? DEFAULT_SERIAL_SETTINGS;
  const inBrowser = useStateOf('app')?.shell === 'station';
  const [text, setText] = useState('');
  /** How many lines back from what is being typed. */
  const [back, setBack] = useState(0);
  const open = board?.link === 'open';
  const deviceId = board?.deviceId ?? '';
  const ending = serial.boards[deviceId]?.lineEnding ?? serial.lineEnding;
  const send = (keys: string): void => {
    if (open && keys !== '') void run('board.send', { deviceId, text: keys });
  };
  const recall = (steps: number): void => {
    const lines = typedHistory(deviceId);
    const next = Math.min(Math.max(back + steps, 0), lines.length);
    setBack(next);
    setText(next === 0 ? '' : (lines[lines.length - next] ?? ''));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      recall(event.key === 'ArrowUp' ? 1 : -1);
      return;
    }
    const control = controlKey(event, text);
    if (control === null) return;
    event.preventDefault();
    send(control);
  };
  return (
    <form
      className="send"
      onSubmit={(event) => {
        event.preventDefault();
        if (!open) return;
        send(`${text}${lineEndCharacters(ending)}`);
        keepTyped(deviceId, text);
        setText('');
        setBack(0);
      }}
    >
      <TextInput
        aria-label={t('page:typeToBoard')}
        placeholder={open ? t('page:typePlaceholder', { board: board.name }) : t('page:portIsClosedSentence')}
        disabled={!open}
        maxLength={MAX_TEXT}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onKeyDown={onKeyDown}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {/* A form of several fields, as the choice of a line ending makes it, is sent by Enter only with such a button. */}
      <button type="submit" hidden />
      <span className="menu-key">
        <kbd>{inBrowser ? 'F8' : 'Ctrl T'}</kbd> {t('serial:menuShort')}
      </span>
      <Menu position="top-end" disabled={!open}>
        <Menu.Target>
          <UnstyledButton className="control-keys" disabled={!open}>
            {t('serial:controlKeys')}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {CONTROL_KEYS.map((key) => (
            <Menu.Item key={key} onClick={() => send(key)}>
              {NAMES[key] ?? caretName(key)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Select
        aria-label={t('serial:lineEnding')}
        title={t('serial:lineEnding')}
        w={112}
        data={LINE_ENDINGS.map((value) => ({ value, label: t(`serial:ending_${value}`) }))}
        value={ending}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = LINE_ENDINGS.find((known) => known === value);
          if (chosen === undefined) return;
          const own = serial.boards[deviceId];
          const boards =
            own?.lineEnding == null
              ? serial.boards
              : { ...serial.boards, [deviceId]: { ...own, lineEnding: chosen } };
          const lineEnding = own?.lineEnding == null ? chosen : serial.lineEnding;
          void run('settings.update', { serial: { ...serial, lineEnding, boards } });
        }}
      />
    </form>
  );
}

/** Keys that edit the line, or belong to the window, stay what they are; Ctrl+C copies where something is selected. */
const OWN_KEYS = 'avxfkt';

function controlKey(event: KeyboardEvent<HTMLInputElement>, text: string): string | null {
  if (!event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  const { selectionStart, selectionEnd } = event.currentTarget;
  if (event.key === 'c' && selectionStart !== selectionEnd) return null;
  if (event.key === 'z' && text !== '') return null;
  return OWN_KEYS.includes(event.key.toLowerCase()) ? null : controlCharacter(event.key);
}
