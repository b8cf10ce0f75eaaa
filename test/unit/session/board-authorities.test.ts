import { expect, test } from 'vitest';

import type { Board } from '../../../electron/core/board/board.ts';
import { BoardAuthorities } from '../../../electron/core/session/board-authorities.ts';

interface Known {
  readonly address: string;
  /** Undefined: no push runs. */
  readonly push?: string | null;
  readonly chosen?: string;
  readonly firmware?: readonly string[];
}

/** Authorities that this bench has. */
const HERE = ['new', 'old', 'brought'];

function at(address: string, known: readonly Known[]): string | null {
  const boards = known.map((each, index) => ({ each, board: { deviceId: `board-${index}` } as Board }));
  const of = (board: Board): Known => boards.find((one) => one.board === board)?.each ?? { address: '' };
  return new BoardAuthorities({
    boardsAt: (wanted) => boards.filter(({ each }) => each.address === wanted).map(({ board }) => board),
    ofPush: (board) => of(board).push,
    chosen: (board) => of(board).chosen ?? null,
    inFirmware: (board) => of(board).firmware ?? [],
    isKnown: (fingerprint) => HERE.includes(fingerprint),
  }).at(address);
}

const HOME = '192.168.1.7';

test.each<[string, readonly Known[], string | null]>([
  ['nobody at the address is known', [{ address: '192.168.1.8', chosen: 'old' }], null],
  ['nothing is chosen for the board', [{ address: HOME }], null],
  ['the one that is chosen for the board', [{ address: HOME, chosen: 'old' }], 'old'],
  ['a push goes before the board', [{ address: HOME, chosen: 'old', push: 'brought' }], 'brought'],
  ['a push without a choice leaves the board’s', [{ address: HOME, chosen: 'old', push: null }], 'old'],
  ['what the firmware is known to have', [{ address: HOME, firmware: ['elsewhere', 'old'] }], 'old'],
  ['a choice goes before the firmware', [{ address: HOME, chosen: 'new', firmware: ['old'] }], 'new'],
  [
    'an authority that was dropped is no choice',
    [{ address: HOME, chosen: 'gone', firmware: ['old'] }],
    'old',
  ],
  [
    'boards that share an address and agree',
    [
      { address: HOME, chosen: 'old' },
      { address: HOME, firmware: ['old'] },
    ],
    'old',
  ],
  [
    'boards that share an address and do not agree',
    [{ address: HOME, chosen: 'old' }, { address: HOME }],
    null,
  ],
  [
    'of boards that share an address, the one that is pushed to',
    [
      { address: HOME, chosen: 'new' },
      { address: HOME, chosen: 'old', push: null },
    ],
    'old',
  ],
  [
    'two pushes at one address that do not agree',
    [
      { address: HOME, push: 'new' },
      { address: HOME, push: 'old' },
    ],
    null,
  ],
])('%s', (_name, known, expected) => {
  expect(at(HOME, known)).toBe(expected);
});
