import { expect, test } from 'vitest';

import type { StoredReport } from '../../../shared/report/expired-reports.ts';
import { expiredReports } from '../../../shared/report/expired-reports.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const report = (reportId: string, ageDays: number, sizeBytes = 10, isHeld = false): StoredReport => {
  return { reportId, sizeBytes, atMs: NOW_MS - ageDays * DAY_MS, isHeld };
};
const LIMITS = { maxBytes: 30, maxAgeMs: 100 * DAY_MS };

test('reports within both limits stay', () => {
  expect(expiredReports([report('a', 1), report('b', 2), report('c', 99)], LIMITS, NOW_MS)).toEqual([]);
});

test('those that are too old go, however little room they take', () => {
  expect(expiredReports([report('new', 1), report('old', 101)], LIMITS, NOW_MS)).toEqual(['old']);
});

test('where all are too large together, the oldest go until the rest fits', () => {
  const all = [report('c', 1, 20), report('a', 30, 5), report('b', 20, 15)];
  expect(expiredReports(all, LIMITS, NOW_MS)).toEqual(['a', 'b']);
});

test('what is held never goes, though it be the oldest and alone too large', () => {
  const all = [report('kept', 500, 100, true), report('a', 1), report('b', 2)];
  expect(expiredReports(all, LIMITS, NOW_MS)).toEqual(['b', 'a']);
});
