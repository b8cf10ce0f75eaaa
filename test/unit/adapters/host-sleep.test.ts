import { expect, test } from 'vitest';

import type { Clocks } from '../../../electron/adapters/host-sleep.ts';
import { sleptMs, watchHostSleep } from '../../../electron/adapters/host-sleep.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const at = (uptimeMs: number, monotonicMs: number): Clocks => ({ uptimeMs, monotonicMs });

test('a sleep shows where only the uptime went on', () => {
  expect(sleptMs(at(100_000, 5_000), at(101_000, 6_000))).toBe(0);
  expect(sleptMs(at(100_000, 5_000), at(701_000, 6_000))).toBe(600_000);
});

test('the coarse uptime of some systems is no sleep', () => {
  expect(sleptMs(at(100_000, 5_000), at(102_000, 6_000))).toBe(0);
});

test('a gap in both clocks is a sleep where a busy process would not make one', () => {
  expect(sleptMs(at(100_000, 5_000), at(104_000, 9_000))).toBe(0);
  expect(sleptMs(at(100_000, 5_000), at(161_000, 66_000))).toBe(60_000);
});

test('each sleep is told once, in seconds', () => {
  const clock = new FakeClock();
  const readings = [at(0, 0), at(1_000, 1_000), at(3_602_000, 2_000), at(3_603_000, 3_000)];
  const told: number[] = [];
  const cancel = watchHostSleep(
    clock,
    (seconds) => told.push(seconds),
    () => readings.shift() as Clocks,
  );
  clock.advance(3_000);
  cancel();
  expect(told).toEqual([3_600]);
});
