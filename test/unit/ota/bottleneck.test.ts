import { expect, test } from 'vitest';

import { bottleneckOf, consoleShare } from '../../../shared/ota/bottleneck.ts';
import { addStarved } from '../../../shared/ota/session/rate.ts';
import type { Progress } from '../../../shared/ota/session-view.ts';

const progress = (more: Partial<Progress>): Progress => ({
  deliveredBytes: 900_000,
  bytesAre: 'handed',
  writtenBytes: 200_000,
  totalBytes: 900_000,
  deliveredRate: null,
  writtenRate: 100_000,
  ...more,
});
const found = (more: Partial<Progress>, baudRate = 921_600, powerSave: boolean | null = false) =>
  bottleneckOf({ progress: progress(more), baudRate, powerSave });

test('a line for each KiB at 115,200 baud leaves room for about 160 KiB/s', () => {
  expect(consoleShare(165_000, 115_200)).toBeCloseTo(0.98, 2);
  expect(found({ writtenRate: 120_000 }, 115_200)).toBe('uart');
  expect(found({ writtenRate: 120_000 }, 921_600)).toBe('reads');
});

test('Wi-Fi power save is one window each beacon, unless the board said that it does not sleep', () => {
  expect(found({ writtenRate: 52_000 }, 921_600, null)).toBe('powerSave');
  expect(found({ writtenRate: 52_000 }, 921_600, true)).toBe('powerSave');
  expect(found({ writtenRate: 52_000 }, 921_600, false)).toBeNull();
  expect(found({ writtenRate: 2_000 }, 921_600, true)).toBeNull();
});

/** Progress after readings of what was sent and written, in KiB. */
const readings = (bytesAre: Progress['bytesAre'], sentAhead: number) => {
  let read: Progress = progress({ bytesAre });
  for (let written = 8; written < 200; written += 8) {
    const deliveredBytes = (written + sentAhead) * 1_024;
    read = addStarved({ ...read, deliveredBytes, writtenBytes: written * 1_024 }, written * 1_024);
  }
  return { ...read, deliveredBytes: 900_000, writtenBytes: 900_000, writtenRate: 30_000 };
};

test('a board that had all that was sent waited for the server, and that is still known at the end', () => {
  expect(found(readings('handed', 4), 921_600, null)).toBe('server');
  expect(found(readings('handed', 200), 921_600, null)).toBe('powerSave');
});

test('what is acknowledged is never far ahead, and says nothing of the server', () => {
  expect(found(readings('delivered', 4), 921_600, null)).toBe('powerSave');
});

test('nothing is said of the first bytes, or without a rate', () => {
  expect(found({ writtenBytes: 4_096 })).toBeNull();
  expect(found({ writtenRate: null })).toBeNull();
  expect(found({ writtenRate: null, writtenBytes: null, bytesAre: 'delivered', deliveredRate: 90_000 })).toBe(
    'reads',
  );
});
