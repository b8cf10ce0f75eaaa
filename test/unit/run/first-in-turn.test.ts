import { expect, test } from 'vitest';

import { firstInTurn } from '../../../shared/run/first-in-turn.ts';

test('a soak begins with the first image that does not run', () => {
  expect(firstInTurn(['1.0', '2.0'], '1.0')).toBe(1);
  expect(firstInTurn(['1.0', '2.0'], '2.0')).toBe(0);
  expect(firstInTurn(['1.0', '1.0', '2.0'], '1.0')).toBe(2);
});

test('where nothing is known of the board, or every image runs there, it begins with the first', () => {
  expect(firstInTurn(['1.0', '2.0'], null)).toBe(0);
  expect(firstInTurn(['1.0'], '1.0')).toBe(0);
});
