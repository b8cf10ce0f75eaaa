import { expect, test } from 'vitest';

import { caretName, controlCharacter, lineEndCharacters } from '../../../shared/serial/line-ending.ts';
import { menuAction, readTyped } from '../../../shared/serial/monitor-menu.ts';

test.each([
  ['r', 'reset'],
  ['R', 'reset'],
  ['\u0012', 'reset'],
  ['\u0010', 'download'],
  ['y', 'pause'],
  ['\u000c', 'saveLog'],
  ['i', 'timestamps'],
  ['\t', 'timestamps'],
  ['h', 'help'],
  ['\u0008', 'help'],
  ['\u0014', 'sendMenuKey'],
  ['\u001d', 'sendExitKey'],
  ['q', null],
])('after Ctrl+T, %j is %s', (key, action) => {
  expect(menuAction(key)).toBe(action);
});

test('keys before, between and after commands go to the board in their order', () => {
  expect(readTyped('ab\u0014rc\u001dd', false)).toEqual({
    parts: [
      { kind: 'send', text: 'ab' },
      { kind: 'menu', action: 'reset' },
      { kind: 'send', text: 'c' },
      { kind: 'menu', action: 'exit' },
      { kind: 'send', text: 'd' },
    ],
    inMenu: false,
  });
});

test('the letter may come in a later piece than Ctrl+T', () => {
  expect(readTyped('a\u0014', false)).toEqual({ parts: [{ kind: 'send', text: 'a' }], inMenu: true });
  expect(readTyped('p', true)).toEqual({ parts: [{ kind: 'menu', action: 'download' }], inMenu: false });
  expect(readTyped('?', true).parts).toEqual([{ kind: 'unknown', key: '?' }]);
});

test('control characters have the names a keyboard gives them', () => {
  expect(controlCharacter('c')).toBe('\u0003');
  expect(controlCharacter(']')).toBe('\u001d');
  expect(controlCharacter('Enter')).toBeNull();
  expect(controlCharacter('1')).toBeNull();
  expect([caretName('\u0003'), caretName('\u007f'), caretName('z')]).toEqual(['^C', '^?', 'z']);
  expect([lineEndCharacters('crlf'), lineEndCharacters('none')]).toEqual(['\r\n', '']);
});
