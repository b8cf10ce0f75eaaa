import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createClient } from '../../../renderer/client/client.ts';
import { LogStore } from '../../../renderer/log/log-store.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import type { FakeCore } from '../../support/fake-transport.ts';
import { createFakeCore } from '../../support/fake-transport.ts';
import { board } from '../../support/scripted/values.ts';

const entry = (seq: number): LogEntry => ({
  seq,
  source: 'board',
  offset: seq,
  receivedAtMs: 0,
  level: null,
  tag: null,
  deviceTimeMs: null,
  text: `line ${seq}`,
  stage: null,
  cut: null,
});
const range = (from: number, to: number): LogEntry[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => entry(from + i));

/** A core with a log of one board, which the test lets grow, and forget. */
function coreWith(length: number): {
  readonly core: FakeCore;
  readonly log: { end: number; keptFrom: number };
} {
  const log = { end: length, keptFrom: 0 };
  const state = board('one', { log: { ...board('one').log, entries: length } });
  const core = createFakeCore({
    states: [{ name: 'board', key: 'one', value: state }],
    answers: {
      'log.read': ({ deviceId, fromSeq, limit }) => {
        const from = Math.max(fromSeq, log.keptFrom);
        return { deviceId, entries: range(from, Math.min(log.end, from + limit)), dropped: from - fromSeq };
      },
    },
  });
  return { core, log };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a board that is looked at gets its past, and then what comes', async () => {
  const { core } = coreWith(12_345);
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  const log = new LogStore(client).open('one');
  await vi.runAllTimersAsync();
  expect([log.firstSeq, log.nextSeq]).toEqual([0, 12_345]);
  core.send('log', { deviceId: 'one', entries: [entry(12_345)], dropped: 0 });
  expect(log.nextSeq).toBe(12_346);
});

test('lines that were left out on the way are asked for', async () => {
  const { core, log: kept } = coreWith(10);
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  const log = new LogStore(client).open('one');
  await vi.runAllTimersAsync();
  kept.end = 8_000;
  core.send('log', { deviceId: 'one', entries: range(7_990, 8_000), dropped: 7_980 });
  await vi.runAllTimersAsync();
  expect([log.firstSeq, log.nextSeq, log.get(4_000)?.text]).toEqual([0, 8_000, 'line 4000']);
});

test('lines that the core has let go of leave a gap for good, and the log goes on behind it', async () => {
  const { core, log: kept } = coreWith(10);
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  const log = new LogStore(client).open('one');
  await vi.runAllTimersAsync();
  Object.assign(kept, { end: 6_000, keptFrom: 5_000 });
  core.send('log', { deviceId: 'one', entries: range(5_990, 6_000), dropped: 5_980 });
  await vi.runAllTimersAsync();
  expect([log.firstSeq, log.nextSeq]).toEqual([5_000, 6_000]);
});

test('after a connection that was lost the log is read anew: the core may be another one', async () => {
  const { core, log: kept } = coreWith(500);
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  const log = new LogStore(client).open('one');
  await vi.runAllTimersAsync();
  core.connection('lost');
  await vi.runAllTimersAsync();
  kept.end = 20;
  core.set('board', board('one', { log: { ...board('one').log, entries: 20 } }), 'one');
  core.connection('open');
  await vi.runAllTimersAsync();
  expect([log.firstSeq, log.nextSeq, log.epoch]).toEqual([0, 20, 2]);
});

test('the logs of boards that nobody looks at any more are let go of', async () => {
  const { core } = coreWith(3);
  const client = createClient(core.transport);
  await vi.runAllTimersAsync();
  const store = new LogStore(client);
  const first = store.open('one');
  await vi.runAllTimersAsync();
  for (const deviceId of ['two', 'three', 'four']) store.open(deviceId);
  core.send('log', { deviceId: 'one', entries: [entry(3)], dropped: 0 });
  expect(first.nextSeq).toBe(3);
  expect(store.open('one')).not.toBe(first);
});
