import { expect, test } from 'vitest';

import type { ProgressEvent } from '../../../electron/cli/events.ts';
import { progressText } from '../../../electron/cli/progress-line.ts';
import { columnsOf } from '../../../electron/cli/text/quantities.ts';
import { BOTTLENECKS } from '../../../shared/ota/bottleneck.ts';
import { createTranslator } from '../../../shared/text/translator.ts';

const event: ProgressEvent = {
  event: 'progress',
  deliveredBytes: 512_000,
  writtenBytes: 256_000,
  totalBytes: 1_024_000,
  bytesAre: 'delivered',
  bytesPerSecond: 102_400,
  leftMs: 7_500,
  bottleneck: 'uart',
};
const en = createTranslator('en');
const line = (columns: number, more: Partial<ProgressEvent> = {}) =>
  progressText({ ...event, ...more }, en, columns);

test('a wide line has both sides, rate, time left and the bottleneck beside its bar', () => {
  expect(line(140)).toMatch(/^ {2}█+░+ {2}/);
  expect(line(140)).toContain(
    'delivered 500.0 KiB  written 250.0 KiB  / 1000.0 KiB  100.0 KiB/s · 7.5 s left · held back by UART logging',
  );
});

test('a narrow line leaves out the bottleneck first, then rate and time, then its bar', () => {
  expect(line(92)).toContain('7.5 s left');
  expect(line(92)).not.toContain('held back');
  expect(line(70)).not.toContain('left');
  expect(line(70)).toContain('█');
  expect(line(40)).toHaveLength(39);
});

test('what is not known is left out', () => {
  expect(line(140, { bytesPerSecond: null, leftMs: null, bottleneck: null })).toMatch(/1000\.0 KiB$/);
  expect(line(140, { bottleneck: null })).toMatch(/7\.5 s left$/);
});

test.each(['en', 'zh-CN'] as const)(
  'no line in %s is wider than its terminal, whatever holds it back',
  (language) => {
    const t = createTranslator(language);
    for (const bottleneck of BOTTLENECKS) {
      for (let columns = 50; columns < 160; columns += 7)
        expect(columnsOf(progressText({ ...event, bottleneck }, t, columns))).toBeLessThan(columns);
    }
  },
);
