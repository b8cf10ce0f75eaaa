import { expect, test } from 'vitest';
import { LogHistory } from '../../../electron/core/log/log-history.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';

function entry(seq: number, more: Partial<LogEntry> = {}): LogEntry {
  return {
    seq,
    source: 'board',
    offset: seq * 40,
    receivedAtMs: 1_795_262_400_000 + seq,
    level: 'I',
    tag: 'native_ota_example',
    deviceTimeMs: seq * 10,
    text: `Written image length ${seq * 1024}`,
    stage: null,
    cut: null,
    ...more,
  };
}

function filled(count: number, maxEntries = 100_000): LogHistory {
  const history = new LogHistory(maxEntries);
  for (let seq = 0; seq < count; seq += 1) history.add(entry(seq));
  return history;
}

test('entries come back as they went in, across packed blocks', () => {
  const history = filled(5_000);
  expect(history.read(0, 10_000)).toEqual(Array.from({ length: 5_000 }, (_, seq) => entry(seq)));
});

test('a reader gets what it asks for and no more', () => {
  const history = filled(5_000);
  expect(history.read(1_020, 10).map(({ seq }) => seq)).toEqual([
    1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029,
  ]);
  expect(history.read(4_999, 10)).toHaveLength(1);
  expect(history.read(5_000, 10)).toEqual([]);
});

test('the oldest go, and the last 100,000 stay', () => {
  const history = filled(250_000);
  expect(history.nextSeq).toBe(250_000);
  expect(history.nextSeq - history.firstSeq).toBeGreaterThanOrEqual(100_000);
  expect(history.nextSeq - history.firstSeq).toBeLessThan(102_048);
  expect(history.read(0, 1)).toEqual([entry(history.firstSeq)]);
  expect(history.get(249_999)).toEqual(entry(249_999));
});

test('an entry is replaced in its place, packed or not', () => {
  const history = filled(3_000);
  for (const seq of [10, 1_023, 1_024, 2_999]) history.replace(entry(seq, { text: 'whole', cut: 'broken' }));
  for (const seq of [10, 1_023, 1_024, 2_999]) expect(history.get(seq)?.text).toBe('whole');
  expect(history.get(11)).toEqual(entry(11));
  expect(history.nextSeq).toBe(3_000);
});

test('replacing what is no longer kept does nothing', () => {
  const history = filled(20_000, 1_024);
  const before = history.read(0, 30_000);
  history.replace(entry(5, { text: 'late' }));
  expect(history.read(0, 30_000)).toEqual(before);
});

test('text that does not shrink is bounded by its size', () => {
  const history = new LogHistory(100_000);
  const noise = (): string =>
    Array.from({ length: 2_000 }, () => String.fromCharCode(0x4e00 + Math.random() * 20_000)).join('');
  for (let seq = 0; seq < 6 * 1_024; seq += 1) history.add(entry(seq, { text: noise() }));
  expect(history.firstSeq).toBeGreaterThan(0);
  expect(history.get(history.nextSeq - 1)?.text).toHaveLength(2_000);
});
