import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readRanges } from '../../../electron/core/server/byte-range.ts';

const parts = (...each: readonly (readonly [number, number])[]) => ({
  kind: 'parts',
  parts: each.map(([start, end]) => ({ start, end })),
});
const part = (start: number, end: number) => parts([start, end]);

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
  ['bytes=0-1,500-501', 1_000, parts([0, 2], [500, 502])],
  ['bytes=500-501, 0-1', 1_000, parts([500, 502], [0, 2])],
  ['bytes= 0-1 ,, -1 ', 1_000, parts([0, 2], [999, 1_000])],
  ['bytes=0-1,2000-', 1_000, part(0, 2)],
  ['bytes=2000-,3000-', 1_000, { kind: 'unsatisfiable' }],
  ['bytes=0-499,400-599', 1_000, part(0, 600)],
  ['bytes=500-,0-', 1_000, part(0, 1_000)],
  ['bytes=0-9,20-29', 1_000, parts([0, 10], [20, 30])],
  ['bytes=0-9,10-19', 1_000, part(0, 20)],
  [`bytes=${'0-0,'.repeat(31)}0-0`, 100, part(0, 1)],
])('%s of %i bytes', (header, size, expected) => {
  expect(readRanges(header, size)).toEqual(expected);
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
  'bytes=,',
  'bytes=0-1,x',
  'bytes=0-1,9-8',
  `bytes=${'0-0,'.repeat(32)}0-0`,
  'bytes=0x0-1',
  'bytes=1.5-2',
  'bytes=--1',
])('%j asks for the whole', (header) => {
  expect(readRanges(header, 100)).toEqual({ kind: 'whole' });
});

test('what is asked for twice is sent once, and nothing that was asked for is left out', () => {
  const spec = fc.tuple(fc.nat(999), fc.nat(999)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 32 }), (specs) => {
      const ranges = readRanges(`bytes=${specs.join(',')}`, 1_000);
      if (ranges.kind !== 'parts') throw new Error('Each of them lies inside.');
      const sent = ranges.parts.reduce((sum, { start, end }) => sum + end - start, 0);
      expect(sent).toBeLessThanOrEqual(1_000);
      for (const each of specs) {
        const [first = 0, last = 0] = each.split('-').map(Number);
        expect(ranges.parts.some(({ start, end }) => start <= first && end > last)).toBe(true);
      }
    }),
  );
});

test('no header leads outside the image', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(5_000), (junk, a, b, size) => {
      const two = `bytes=${a}-${b},${b}-,-${a}`;
      for (const header of [junk, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`, `bytes=${junk}`, two]) {
        const ranges = readRanges(header, size);
        if (ranges.kind !== 'parts') continue;
        for (const { start, end } of ranges.parts) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(size);
        }
      }
    }),
  );
});
