import { expect, test } from 'vitest';

import { NARROW_BYTES, Pace } from '../../../electron/core/server/pace.ts';

const KIB = 1024;

function pace() {
  const ahead: number[] = [];
  return { ahead, pace: new Pace((bytes) => ahead.push(bytes)) };
}

test('slices grow while the peer takes them at once, up to 256 KiB', () => {
  const { pace: each } = pace();
  const sizes: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    sizes.push(each.sliceBytes / KIB);
    each.took(1);
  }
  expect(sizes).toEqual([16, 64, 256, 256, 256]);
});

test('slices shrink for a slow peer, down to 16 KiB', () => {
  const { pace: each } = pace();
  for (let count = 0; count < 6; count += 1) each.took(1);
  const sizes: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    each.took(2_000);
    sizes.push(each.sliceBytes / KIB);
  }
  expect(sizes).toEqual([128, 64, 32, 16, 16, 16]);
});

test('a peer in between keeps its slices', () => {
  const { pace: each } = pace();
  each.took(1);
  each.took(300);
  expect(each.sliceBytes).toBe(64 * KIB);
});

test('only a peer that took a largest slice at once is given more ahead, until it slows down', () => {
  const { pace: each, ahead } = pace();
  for (let count = 0; count < 2; count += 1) each.took(1);
  expect(ahead).toEqual([]);
  each.took(1);
  each.took(1);
  expect(ahead).toEqual([KIB * KIB]);
  each.took(600);
  each.took(600);
  expect(ahead).toEqual([KIB * KIB, NARROW_BYTES]);
});
