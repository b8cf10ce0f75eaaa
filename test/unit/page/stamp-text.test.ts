import { expect, test } from 'vitest';

import { stampOf } from '../../../renderer/log/stamp-text.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';

const entry: LogEntry = {
  seq: 1,
  source: 'board',
  offset: 0,
  receivedAtMs: 1_700_000_012_345,
  level: 'I',
  tag: 'app',
  deviceTimeMs: 862,
  text: '',
  stage: null,
  cut: null,
};
const since = { startedAtMs: 1_700_000_000_000, pushedAtMs: 1_700_000_010_000 };

test('a line’s time is counted from what was asked for, to the millisecond', () => {
  expect(stampOf(entry, 'device', since)).toBe('00:00:00.862');
  expect(stampOf(entry, 'relative', since)).toBe('00:00:12.345');
  expect(stampOf(entry, 'sincePush', since)).toBe('00:00:02.345');
  expect(stampOf(entry, 'host', since)).toMatch(/^\d\d:\d\d:32\.345$/);
  expect(stampOf(entry, 'none', since)).toBe('');
});

test('a time that is not known is left empty', () => {
  const none = { startedAtMs: 0, pushedAtMs: null };
  const timeless = { ...entry, receivedAtMs: 0, deviceTimeMs: null };
  for (const stamps of ['host', 'device', 'relative', 'sincePush'] as const)
    expect(stampOf(timeless, stamps, none)).toBe('');
});
