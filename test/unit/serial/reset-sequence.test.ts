import { expect, test } from 'vitest';

import {
  ENTER_DOWNLOAD,
  ENTER_DOWNLOAD_USB,
  parseResetSequence,
  RUN_APP,
  RUN_APP_USB,
} from '../../../shared/serial/reset-sequence.ts';

test('a sequence as esptool’s configuration file shows it is read step by step', () => {
  expect(parseResetSequence('D0|R1|W0.1|D1|R0|W0.05|D0')).toEqual({
    ok: true,
    steps: [
      { kind: 'lines', dtr: false },
      { kind: 'lines', rts: true },
      { kind: 'wait', ms: 100 },
      { kind: 'lines', dtr: true },
      { kind: 'lines', rts: false },
      { kind: 'wait', ms: 50 },
      { kind: 'lines', dtr: false },
    ],
  });
});

test('both lines can be set at once', () => {
  expect(parseResetSequence('U0,1 | W.5')).toEqual({
    ok: true,
    steps: [
      { kind: 'lines', dtr: false, rts: true },
      { kind: 'wait', ms: 500 },
    ],
  });
});

test.each([RUN_APP, RUN_APP_USB, ENTER_DOWNLOAD, ENTER_DOWNLOAD_USB])('%s is sound', (text) => {
  expect(parseResetSequence(text).ok).toBe(true);
});

test.each([
  ['', 'empty', 0],
  ['  ', 'empty', 0],
  ['D0|X1', 'command', 3],
  ['D0||R1', 'command', 3],
  ['D2', 'level', 1],
  ['R', 'level', 1],
  ['U1', 'level', 2],
  ['U1,0,1', 'level', 2],
  ['D0|Wfast', 'seconds', 4],
  ['W-1', 'seconds', 1],
  ['W1e9', 'seconds', 1],
  ['D0|W6|W6', 'tooLong', 6],
  ['D0|'.repeat(200).slice(0, -1), 'tooLong', 0],
])('%j is refused where it goes wrong', (text, problem, position) => {
  expect(parseResetSequence(text)).toEqual({ ok: false, position, problem });
});
