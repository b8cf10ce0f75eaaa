import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { axisOf } from '../../../shared/report/html/axis.ts';
import { durationText, secondsMark } from '../../../shared/report/html/quantities.ts';

test('an axis begins at zero near zero, else close around what is shown', () => {
  expect(axisOf([0, 18_000])).toEqual({ from: 0, to: 20_000, marks: [0, 5_000, 10_000, 15_000, 20_000] });
  expect(axisOf([-70, -63])).toEqual({ from: -70, to: -62, marks: [-70, -68, -66, -64, -62] });
  expect(axisOf([180])).toEqual({ from: 150, to: 200, marks: [150, 200] });
});

test('every value lies on its axis, which has marks enough to read it by and no more', () => {
  const values = fc.array(fc.integer({ min: -1e9, max: 1e9 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(values, (all) => {
      const { from, to, marks } = axisOf(all);
      const slack = (to - from) * 1e-9;
      expect(from - slack <= Math.min(...all) && Math.max(...all) <= to + slack).toBe(true);
      expect(marks.length).toBeGreaterThanOrEqual(2);
      expect(marks.length).toBeLessThanOrEqual(7);
    }),
  );
});

test('times are told as finely as they matter', () => {
  expect([0, 38.4, 999.4, 999.6, 12_340, 125_000].map(durationText)).toEqual([
    '0 s',
    '38 ms',
    '999 ms',
    '1.0 s',
    '12.3 s',
    '2 min 05 s',
  ]);
  expect([0, 50, 100, 150].map((ms) => secondsMark(ms, 50))).toEqual([
    '0.00 s',
    '0.05 s',
    '0.10 s',
    '0.15 s',
  ]);
  expect(secondsMark(4_000, 2_000)).toBe('4 s');
});
