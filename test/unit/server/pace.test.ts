import { expect, test } from 'vitest';

import { NARROW_BYTES, Pace } from '../../../electron/core/server/pace.ts';

const KIB = 1024;

/** A pace and a peer that takes slices: all of each where `share` is left out. */
function pace(peerWindowBytes: number | null = null) {
  const ahead: number[] = [];
  const each = new Pace((bytes) => ahead.push(bytes), peerWindowBytes);
  let moved = 0;
  const take = (ms: number, bytes = each.sliceBytes): number => {
    moved += bytes;
    each.took(ms, moved);
    return each.sliceBytes / KIB;
  };
  return { ahead, pace: each, take };
}

test('slices grow while the peer takes them at once, up to 256 KiB', () => {
  const { pace: each, take } = pace();
  expect(each.sliceBytes).toBe(4 * KIB);
  expect([1, 1, 1].map((ms) => take(ms))).toEqual([32, 256, 256]);
});

test('slices shrink for a peer that becomes slow, down to 4 KiB', () => {
  const { take } = pace();
  for (let count = 0; count < 3; count += 1) take(1);
  const sizes = [1, 2, 3, 4, 5, 6, 7].map(() => take(2_000));
  expect(sizes).toEqual([128, 64, 32, 16, 8, 4, 4]);
});

test('a system that takes bytes at once says nothing of a peer that does not', () => {
  const { take, ahead } = pace();
  expect([take(1, 1_400), take(0, 0), take(0, 0), take(90, 1_400)]).toEqual([4, 4, 4, 4]);
  expect(ahead).toEqual([]);
});

test.each([
  [20, 4],
  [60, 16],
  [150, 32],
])('a peer of %d kB/s that reads on and on is given %d KiB at a time', (rate, sizeKib) => {
  const { pace: each, take } = pace();
  for (let count = 0; count < 40; count += 1) take(each.sliceBytes / rate);
  expect(each.sliceBytes / KIB).toBe(sizeKib);
});

test('a peer that is far away is given larger slices once it has taken the first ones', () => {
  const { take } = pace();
  const sizes = [take(0, 0), take(2, 0), take(2, 8 * KIB), take(5, 64 * KIB)];
  expect(sizes).toEqual([4, 4, 32, 256]);
});

test('a peer in between keeps its slices', () => {
  const { take } = pace();
  take(1);
  expect(take(300)).toBe(32);
});

test('only a peer that took a largest slice at once is given more ahead, until it slows down', () => {
  const { take, ahead } = pace();
  take(1);
  take(1);
  expect(ahead).toEqual([]);
  take(1, 140 * KIB);
  take(1);
  expect(ahead).toEqual([KIB * KIB]);
  take(600);
  take(600);
  expect(ahead).toEqual([KIB * KIB, NARROW_BYTES]);
});

test('a board, known by its window, is never given more than a record, nor more ahead', () => {
  const { take, ahead } = pace(5_760);
  const sizes = Array.from({ length: 20 }, () => take(1));
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([4, 15]);
  expect(ahead).toEqual([]);
});

test('what a window swallows says nothing of the reader', () => {
  const { take, ahead } = pace(5_760);
  expect([take(0, 2_880), take(0, 2_880), take(1, 0)]).toEqual([4, 4, 4]);
  expect(ahead).toEqual([]);
});

test('a peer with a large window gets one small slice, then the largest, and more ahead once it took more than its window', () => {
  const { pace: each, take, ahead } = pace(64 * KIB);
  expect(each.sliceBytes).toBe(64 * KIB);
  expect([take(0, 32 * KIB), take(0, 32 * KIB), take(1, 64 * KIB)]).toEqual([256, 256, 256]);
  expect(ahead).toEqual([]);
  expect(take(1)).toBe(256);
  expect(ahead).toEqual([KIB * KIB]);
});

test('a peer with a large window that is slow is given less after its first largest slice', () => {
  const { take, ahead } = pace(64 * KIB);
  expect([take(1, 0), take(600, 0), take(600, 0)]).toEqual([256, 128, 64]);
  // What it once was given says no more.
  expect(take(600, 0)).toBe(32);
  expect(ahead).toEqual([]);
});
