import { appendFileSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { BoardLog } from '../../../electron/core/log/board-log.ts';
import type { CaptureLimits } from '../../../electron/core/log/capture-limits.ts';
import { CAPTURE_LIMITS } from '../../../electron/core/log/capture-limits.ts';
import { TAIL_LINES } from '../../../electron/core/log/line-store.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const clock = new FakeClock();

function openLog(logs: string, limits: Partial<CaptureLimits> = {}) {
  const told: LogEntry[] = [];
  const log = new BoardLog({
    deviceId: 'board',
    logsFolder: logs,
    clock,
    onEntry: (entry) => {
      if (entry.cut !== 'partial') told.push(entry);
    },
    onBatch: () => {},
    limits: { ...CAPTURE_LIMITS, ...limits },
  });
  return { log, told, push: (text: string) => log.push(Buffer.from(text), clock.nowMs()) };
}

const lineText = (line: number): string =>
  line % 7 === 0
    ? `\u001b[0;31mE (${line}) wifi:no ${line}\u001b[0m\r\n`
    : `I (${line}) app: line é ${line}\r\n`;

async function pushMany({ push, log }: ReturnType<typeof openLog>, from: number, to: number): Promise<void> {
  for (let line = from; line < to; line += 1_000) {
    push(Array.from({ length: Math.min(1_000, to - line) }, (_, i) => lineText(line + i)).join(''));
    if (line % 10_000 === 0) log.note('server', `GET /firmware/${line}.bin`);
    await clock.advanceAsync(200);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** Until the files grow no more. */
async function settled(logs: string): Promise<void> {
  const size = (): number =>
    readdirSync(logs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
  for (let before = -1; before !== size(); ) {
    before = size();
    await clock.advanceAsync(1_000);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

const metaOf = (logs: string): string => path.join(logs, 'board', 'meta');

test('every line of a long log is there by its number, as it was told', async () => {
  const logs = tempDir();
  const board = openLog(logs);
  await pushMany(board, 0, 40_000);
  expect(board.told).toHaveLength(40_004);
  for (const from of [0, 1, 9_990, 16_380, 33_000, 40_000 - TAIL_LINES - 3, 39_990]) {
    const { entries } = await board.log.readStored(from, 20);
    expect(entries).toEqual(board.told.slice(from, from + 20));
  }
  await board.log.close();
});

test('the next start goes on with the numbers, and the earlier lines are still there', async () => {
  const logs = tempDir();
  const first = openLog(logs);
  await pushMany(first, 0, 20_000);
  first.log.markStage(first.log.note('workbench', 'Sent https://a/b').seq, 'urlSent');
  first.push('no end');
  await first.log.close();
  const second = openLog(logs);
  expect(second.log.counts().entries).toBe(20_004);
  second.push('I (1) app: after\n');
  const { entries } = await second.log.readStored(0, 30_000);
  expect(entries).toHaveLength(20_005);
  expect(entries.slice(0, 20_002)).toEqual(first.told.slice(0, 20_002));
  expect(entries.slice(-3)).toMatchObject([
    { source: 'workbench', text: 'Sent https://a/b', stage: 'urlSent' },
    { text: 'no end' },
    { text: 'after', tag: 'app' },
  ]);
  await second.log.close();
});

test('after a crash the index is brought together with the raw log, whichever is longer', async () => {
  const logs = tempDir();
  const first = openLog(logs);
  await pushMany(first, 0, 500);
  await first.log.close();
  const folder = path.join(logs, 'board');
  const segment = path.join(folder, readdirSync(folder).filter((name) => name.endsWith('.raw'))[0] as string);
  const index = path.join(metaOf(logs), 'lines-000000000000.idx');
  // The index lost its last lines and half a record; the raw log has two lines more.
  truncateSync(index, 300 * 16 + 5);
  appendFileSync(segment, 'I (9) app: one more\nI (10) app: two more');
  const second = openLog(logs);
  const whole = await second.log.readStored(0, 1_000);
  expect(whole.entries.map(({ text }) => text)).toEqual([
    ...first.told.filter(({ source }) => source === 'board').map(({ text }) => text),
    'one more',
    'two more',
  ]);
  await second.log.close();
  // Now the raw log is the shorter one, as after a power cut.
  truncateSync(segment, statSync(segment).size - 3_000);
  const third = openLog(logs);
  const left = (await third.log.readStored(0, 1_000)).entries;
  expect(left.length).toBeGreaterThan(300);
  expect(left.map(({ text }) => text).slice(0, -1)).toEqual(
    first.told.slice(0, left.length - 1).map(({ text }) => text),
  );
  await third.log.close();
});

test('without its index the last of a log is read again from the raw bytes', async () => {
  const logs = tempDir();
  const first = openLog(logs);
  await pushMany(first, 1, 800);
  await first.log.close();
  rmSync(metaOf(logs), { recursive: true });
  const second = openLog(logs);
  const { entries } = await second.log.readStored(0, 1_000);
  expect(entries.map(({ text }) => text)).toEqual(first.told.map(({ text }) => text));
  await second.log.close();
});

test('lines whose bytes were let go of say so; their numbers stay', async () => {
  const logs = tempDir();
  const retention = { maxBytes: 200_000, maxAgeMs: Number.POSITIVE_INFINITY };
  const board = openLog(logs, { maxSegmentBytes: 50_000, retention });
  await pushMany(board, 0, 20_000);
  const { entries } = await board.log.readStored(0, 20);
  expect(entries.map(({ seq, cut }) => [seq, cut])).toEqual(
    Array.from({ length: 20 }, (_, seq) => [seq, seq === 1_000 ? null : 'lost']),
  );
  const last = await board.log.readStored(19_900, 20);
  expect(last.entries).toEqual(board.told.slice(19_900, 19_920));
  await board.log.close();
});

test('a log folder that is deleted in mid-run costs what was in it, and nothing after it', async () => {
  const logs = tempDir();
  const board = openLog(logs);
  await pushMany(board, 0, 3_000);
  await settled(logs);
  rmSync(path.join(logs, 'board'), { recursive: true });
  await pushMany(board, 3_000, 5_000);
  await board.log.close();
  const again = openLog(logs);
  const { entries } = await again.log.readStored(0, 10_000);
  expect(entries.slice(0, 2_900).every(({ cut }) => cut === 'lost')).toBe(true);
  expect(entries.slice(-1_900)).toEqual(board.told.slice(-1_900));
  await again.log.close();
});

test('lines that wait for a full disk are read from memory; what was lost of them says so', async () => {
  const logs = tempDir();
  const board = openLog(logs, { maxMemoryBytes: 100_000 });
  await pushMany(board, 0, 1_000);
  await settled(logs);
  // A file stands where the folder was: nothing can be written.
  rmSync(path.join(logs, 'board'), { recursive: true });
  appendFileSync(path.join(logs, 'board'), 'in the way');
  await pushMany(board, 1_000, 12_000);
  expect(board.log.counts().diskError).toMatchObject({ code: 'log/not-writable' });
  const { entries } = await board.log.readStored(0, 20_000);
  expect(entries).toHaveLength(12_002);
  const lost = entries.filter(({ cut }) => cut === 'lost').length;
  expect(lost).toBeGreaterThan(1_000);
  expect(entries.slice(-2_500)).toEqual(board.told.slice(-2_500));
  rmSync(path.join(logs, 'board'));
  await vi.waitFor(async () => {
    await clock.advanceAsync(1_000);
    expect(board.log.counts().diskError).toBe(null);
  }, 10_000);
  await board.log.close();
});
