import { expect, test } from 'vitest';

import { TalkWatch } from '../../../electron/core/board/talk-watch.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function watched(stallMs = 20_000) {
  const clock = new FakeClock();
  const told: boolean[] = [];
  const watch = new TalkWatch({ clock, stallMs: () => stallMs, onStalled: (stalled) => told.push(stalled) });
  watch.start();
  const talk = (forMs: number): void => {
    for (let passed = 0; passed < forMs; passed += 1_000) {
      watch.heard();
      clock.advance(1_000);
    }
  };
  return { clock, told, watch, talk };
}

test('a board that talked all the time and stops has stalled, until it talks again', () => {
  const { clock, told, watch, talk } = watched();
  talk(60_000);
  clock.advance(19_000);
  expect(told).toEqual([]);
  clock.advance(6_000);
  expect(told).toEqual([true]);
  watch.heard();
  expect(told).toEqual([true, false]);
});

test('a board that only printed its start is silent by its nature', () => {
  const { clock, told, talk } = watched();
  talk(8_000);
  clock.advance(600_000);
  expect(told).toEqual([]);
});

test('a wall clock that jumps is no silence', () => {
  const { clock, told, talk } = watched();
  talk(60_000);
  clock.setWall(clock.nowMs() + 3_600_000);
  talk(10_000);
  clock.setWall(clock.nowMs() - 7_200_000);
  talk(10_000);
  expect(told).toEqual([]);
});

test('where it is turned off nothing is watched', () => {
  const { clock, told, talk } = watched(0);
  talk(60_000);
  clock.advance(600_000);
  expect(told).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test('a port that closes has not stalled', () => {
  const { clock, told, watch, talk } = watched();
  talk(60_000);
  clock.advance(30_000);
  watch.stop();
  expect(told).toEqual([true, false]);
  expect(clock.waiting).toBe(0);
});
