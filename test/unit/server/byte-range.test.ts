import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readRange } from '../../../electron/core/server/byte-range.ts';

const part = (start: number, end: number) => ({ kind: 'part', start, end });

test.each([
  ['bytes=0-0', 100, part(0, 1)],
  ['bytes=0-99', 100, part(0, 100)],
  ['bytes=10-19', 100, part(10, 20)],
  ['bytes=90-16383', 100, part(90, 100)],
  ['bytes=40-', 100, part(40, 100)],
  ['bytes=0-', 100, part(0, 100)],
  ['bytes=-1', 100, part(99, 100)],
  ['bytes=-500', 100, part(0, 100)],
  ['Bytes = 1 - 2', 100, part(1, 3)],
  ['bytes=99999999999999999999-', 100, { kind: 'unsatisfiable' }],
  ['bytes=0-99999999999999999999', 100, part(0, 100)],
  ['bytes=100-', 100, { kind: 'unsatisfiable' }],
  ['bytes=100-200', 100, { kind: 'unsatisfiable' }],
  ['bytes=-0', 100, { kind: 'unsatisfiable' }],
  ['bytes=0-', 0, { kind: 'unsatisfiable' }],
])('%s of %i bytes', (header, size, expected) => {
  expect(readRange(header, size)).toEqual(expected);
});

test.each([
  undefined,
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=5-4',
  'bytes=a-b',
  'items=0-1',
  'bytes=0-1,3-4',
  'bytes=0x0-1',
  'bytes=1.5-2',
  'bytes=--1',
])('%j asks for the whole', (header) => {
  expect(readRange(header, 100)).toEqual({ kind: 'whole' });
});

test('no header leads outside the image', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(5_000), (junk, a, b, size) => {
      for (const header of [junk, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`, `bytes=${junk}`]) {
        const range = readRange(header, size);
        if (range.kind !== 'part') continue;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThan(range.start);
        expect(range.end).toBeLessThanOrEqual(size);
      }
    }),
  );
});
