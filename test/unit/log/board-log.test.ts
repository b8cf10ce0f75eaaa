import { describe, expect, test } from 'vitest';
import { BoardLog } from '../../../electron/core/log/board-log.ts';
import type { CaptureFiles } from '../../../electron/core/log/capture-files.ts';
import { noIndexFiles } from '../../../electron/core/log/index/index-files.ts';
import type { LogBatch } from '../../../shared/contract/values.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A disk in memory, with what is written to it in order. */
function memoryDisk() {
  const written: Uint8Array[] = [];
  const texts: string[] = [];
  const files: CaptureFiles = {
    segments: () => [],
    readText: () => '',
    create: async () => ({
      write: async (bytes) => {
        written.push(bytes.slice());
        return bytes.length;
      },
      isLinked: async () => true,
      close: async () => {},
    }),
    appendText: async (_file, text) => {
      texts.push(text);
    },
    remove: async () => {},
    read: async () => new Uint8Array(),
    readNow: () => new Uint8Array(),
  };
  return { files, bytes: () => Buffer.concat(written), marks: () => texts.join('') };
}

function boardLog(onEntry: (entry: LogEntry, log: BoardLog) => void = () => {}) {
  const clock = new FakeClock();
  const disk = memoryDisk();
  const entries: LogEntry[] = [];
  const batches: LogBatch[] = [];
  const log: BoardLog = new BoardLog({
    deviceId: 'usb-10c4-ea60-at-1-2',
    logsFolder: '/logs',
    clock,
    files: disk.files,
    index: noIndexFiles(),
    onEntry: (entry) => {
      entries.push(entry);
      onEntry(entry, log);
    },
    onBatch: (batch) => batches.push(batch),
  });
  return {
    clock,
    disk,
    entries,
    batches,
    log,
    push: (text: string) => log.push(Buffer.from(text), clock.nowMs()),
  };
}

test('a line becomes an entry at once, with everything it says', () => {
  const { entries, push, clock } = boardLog();
  push('I (630) wifi:mode : sta (24:6f:28:aa:bb:cc)\r\nE (700) app: no\r\n');
  expect(entries).toEqual([
    {
      seq: 0,
      source: 'board',
      offset: 0,
      receivedAtMs: clock.nowMs(),
      level: 'I',
      tag: 'wifi',
      deviceTimeMs: 630,
      text: 'mode : sta (24:6f:28:aa:bb:cc)',
      stage: null,
      cut: null,
    },
    expect.objectContaining({ seq: 1, offset: 45, level: 'E', tag: 'app', text: 'no' }),
  ]);
});

test('a line is on its way to disk before anyone hears of it', async () => {
  const { disk, log, push } = boardLog((entry, own) => {
    expect(own.bytes).toBeGreaterThan(entry.offset);
  });
  push('a\nb');
  await log.close();
  expect(disk.bytes().toString()).toBe('a\nb');
});

describe('an unfinished line', () => {
  test('is shown, and replaced by the whole one under the same seq', () => {
    const { clock, entries, log, push } = boardLog();
    push('esp> ');
    clock.advance(100);
    log.note('server', 'GET /firmware/a.bin');
    push('help\r\n');
    expect(entries.map(({ seq, source, text, cut }) => [seq, source, text, cut])).toEqual([
      [0, 'board', 'esp> ', 'partial'],
      [1, 'server', 'GET /firmware/a.bin', null],
      [0, 'board', 'esp> help', null],
    ]);
    expect(log.read(0, 10).entries.map(({ text }) => text)).toEqual(['esp> help', 'GET /firmware/a.bin']);
  });

  test('keeps the time at which it began', () => {
    const { clock, entries, push } = boardLog();
    const begunMs = clock.nowMs();
    push('esp> ');
    clock.advance(60_000);
    push('help\n');
    expect(entries.at(-1)?.receivedAtMs).toBe(begunMs);
  });

  test('counts its level once, when it is whole', () => {
    const { clock, log, push } = boardLog();
    push('E (1) app: half');
    clock.advance(100);
    expect(log.counts().byLevel.E).toBe(0);
    push(' and half\n');
    expect(log.counts()).toMatchObject({ entries: 1, byLevel: { E: 1, W: 0, I: 0, D: 0, V: 0 } });
  });

  test('ends when the port closes, so that the next opening begins a line of its own', () => {
    const { entries, log, push } = boardLog();
    push('half');
    log.mark('gone', {});
    push('rst:0x1 (POWERON_RESET)\n');
    expect(entries.map(({ text }) => text)).toEqual(['half', 'rst:0x1 (POWERON_RESET)']);
  });

  test('does not show half a colour sequence', () => {
    const { clock, entries, push } = boardLog();
    push('\u001b[0;32mI (5) app: on\u001b[0');
    clock.advance(100);
    expect(entries.at(-1)).toMatchObject({ text: 'on', tag: 'app', cut: 'partial' });
  });
});

test('a line without an end is broken with a marker and stays whole on disk', async () => {
  const { disk, entries, log } = boardLog();
  const line = Buffer.alloc(10_000, 'x');
  log.push(line, 0);
  await log.close();
  expect(entries.map(({ text, cut }) => [text.length, cut])).toEqual([
    [4_096, 'broken'],
    [4_096, 'broken'],
    [1_808, null],
  ]);
  expect(disk.bytes().equals(line)).toBe(true);
});

test('bytes that are no text are shown as such and kept as they are', async () => {
  const { disk, entries, log } = boardLog();
  const bytes = Uint8Array.of(0x61, 0x00, 0xff, 0xfe, 0x0a);
  log.push(bytes, 0);
  await log.close();
  expect(entries[0]?.text).toBe('a␀\ufffd\ufffd');
  expect([...disk.bytes()]).toEqual([...bytes]);
});

test('notes lie where they fell among the lines', () => {
  const { entries, log, push } = boardLog();
  push('one\n');
  const note = log.note('workbench', 'URL sent', { level: 'I', stage: 'urlSent' });
  push('two\n');
  expect(entries.map(({ seq, source }) => [seq, source])).toEqual([
    [0, 'board'],
    [1, 'workbench'],
    [2, 'board'],
  ]);
  expect(note).toMatchObject({ seq: 1, offset: 4, level: 'I', stage: 'urlSent', text: 'URL sent' });
  expect(log.counts()).toMatchObject({ entries: 3, bytes: 8, byLevel: { I: 1 } });
});

describe('stages', () => {
  test('a stage marked while the line is told goes out with it', () => {
    const { batches, clock, push } = boardLog((entry, log) => {
      if (entry.text === 'esp_ota_begin succeeded') log.markStage(entry.seq, 'writing');
    });
    push('I (9) ota: esp_ota_begin succeeded\n');
    clock.advance(16);
    expect(batches.flatMap(({ entries }) => entries)).toMatchObject([{ seq: 0, stage: 'writing' }]);
  });

  test('a stage marked later is told again and stays', () => {
    const { batches, clock, log, push } = boardLog();
    push('line\n');
    clock.advance(16);
    log.markStage(0, 'ready');
    log.markStage(7, 'ready');
    clock.advance(16);
    expect(batches).toHaveLength(2);
    expect(batches[1]?.entries).toMatchObject([{ seq: 0, stage: 'ready' }]);
    expect(log.read(0, 1).entries[0]?.stage).toBe('ready');
  });
});

test('a late reader gets the history, and learns what is no longer in memory', () => {
  const { log, push } = boardLog();
  for (let count = 0; count < 1_500; count += 1) push(`I (${count}) app: ${'x'.repeat(20)}\n`.repeat(100));
  const { entries, dropped } = log.read(0, 5_000);
  expect(entries).toHaveLength(5_000);
  expect(dropped).toBe(entries[0]?.seq);
  expect(dropped).toBeGreaterThan(0);
  expect(log.read(149_999, 5_000)).toMatchObject({ dropped: 0, entries: [{ seq: 149_999 }] });
  expect(log.read(150_000, 5_000).entries).toEqual([]);
});

test('a clock set back an hour loses nothing and keeps the order', async () => {
  const { clock, disk, entries, push, log } = boardLog();
  push('before\n');
  clock.setWall(clock.nowMs() - 3_600_000);
  push('after\n');
  await clock.advanceAsync(500);
  await log.close();
  expect(entries.map(({ seq, text }) => [seq, text])).toEqual([
    [0, 'before'],
    [1, 'after'],
  ]);
  expect(disk.bytes().toString()).toBe('before\nafter\n');
});

test('after close nothing is taken any more', async () => {
  const { disk, entries, log, push } = boardLog();
  push('line\n');
  await log.close();
  await log.close();
  push('late\n');
  expect(entries).toHaveLength(1);
  expect(disk.bytes().toString()).toBe('line\n');
});

test('marks carry the offset at which they fell', async () => {
  const { disk, log, push } = boardLog();
  log.mark('open', { baudRate: 115_200 });
  push('12345\n');
  log.mark('verdict', { outcome: 'confirmed', code: null });
  await log.close();
  const marks = disk
    .marks()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(marks.filter(({ kind }) => kind !== undefined)).toMatchObject([
    { kind: 'open', offset: 0, baudRate: 115_200 },
    { kind: 'verdict', offset: 6, outcome: 'confirmed', code: null },
  ]);
});
