import { expect, test } from 'vitest';
import { BATCH_MS, LogBatcher, MAX_BATCH_ENTRIES } from '../../../electron/core/log/log-batcher.ts';
import type { LogBatch } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function batcher() {
  const clock = new FakeClock();
  const batches: LogBatch[] = [];
  return {
    clock,
    batches,
    batcher: new LogBatcher({ deviceId: 'board', clock, onBatch: (batch) => batches.push(batch) }),
  };
}

function entry(seq: number, text = 'text'): LogEntry {
  const none = { level: null, tag: null, deviceTimeMs: null, stage: null, cut: null };
  return { seq, source: 'board', offset: seq, receivedAtMs: 0, text, ...none };
}

test('however many entries come, there is one batch in 16 ms', () => {
  const { clock, batches, batcher: under } = batcher();
  for (let seq = 0; seq < 160; seq += 1) {
    under.add(entry(seq));
    clock.advance(1);
  }
  expect(batches).toHaveLength(160 / BATCH_MS);
  expect(batches.flatMap(({ entries }) => entries.map(({ seq }) => seq))).toEqual(
    Array.from({ length: 160 }, (_, seq) => seq),
  );
});

test('silence costs nothing', () => {
  const { clock, batches, batcher: under } = batcher();
  under.add(entry(0));
  clock.advance(1_000);
  expect(batches).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});

test('a batch too long loses its oldest entries and counts them', () => {
  const { clock, batches, batcher: under } = batcher();
  for (let seq = 0; seq < 5_000; seq += 1) under.add(entry(seq));
  clock.advance(BATCH_MS);
  expect(batches[0]?.dropped).toBe(5_000 - MAX_BATCH_ENTRIES);
  expect(batches[0]?.entries).toHaveLength(MAX_BATCH_ENTRIES);
  expect(batches[0]?.entries.at(-1)?.seq).toBe(4_999);
  under.add(entry(5_000));
  clock.advance(BATCH_MS);
  expect(batches[1]?.dropped).toBe(0);
});

test('a newer form of an entry takes the place of the one that waits', () => {
  const { clock, batches, batcher: under } = batcher();
  under.add(entry(0, 'esp> '));
  under.add(entry(1, 'note'));
  under.add(entry(0, 'esp> help'));
  clock.advance(BATCH_MS);
  expect(batches[0]?.entries.map(({ text }) => text)).toEqual(['esp> help', 'note']);
});
