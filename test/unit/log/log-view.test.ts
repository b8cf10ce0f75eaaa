import { afterEach, describe, expect, test } from 'vitest';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { LogViews } from '../../../electron/core/log/view/log-views.ts';
import type { LogRow, LogViewState } from '../../../shared/contract/log-values.ts';
import type { LogFilter } from '../../../shared/log/log-filter.ts';
import { ERRORS_WITH_CONTEXT, SHOW_ALL } from '../../../shared/log/log-filter.ts';
import { memoryLog } from '../../support/memory-log.ts';

const opened: LogViews[] = [];
afterEach(() => {
  for (const views of opened.splice(0)) views.stop();
});

function viewsOf(log: ReturnType<typeof memoryLog>) {
  const told: LogViewState[] = [];
  const views = new LogViews({
    clock: systemClock,
    storeOf: () => log.store,
    onState: (state) => told.push(state),
  });
  opened.push(views);
  const settle = async (viewId: string): Promise<LogViewState> => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const last = told.findLast((state) => state.viewId === viewId);
      const isDone = last?.isComplete === true && last.find?.isComplete !== false;
      if (last !== undefined && (isDone || last.error !== null)) return last;
    }
  };
  const open = async (filter: Partial<LogFilter> = {}, fold = false, openedFolds: number[] = []) => {
    const first = await views.open({
      logId: 'board',
      filter: {
        ...SHOW_ALL,
        levels: [...SHOW_ALL.levels],
        sources: [...SHOW_ALL.sources],
        ...filter,
      } as never,
      fold,
      opened: openedFolds,
    });
    return settle(first.viewId);
  };
  const rows = async (viewId: string, from = 0, count = 500): Promise<readonly LogRow[]> =>
    (await views.page({ viewId, from, count })).rows;
  return { views, told, settle, open, rows };
}

const textOf = (row: LogRow): string =>
  row.kind === 'line' ? row.entry.text : `${row.count}: ${row.first.text} … ${row.last.text}`;
const seqOf = (row: LogRow): number => (row.kind === 'line' ? row.entry.seq : row.first.seq);

function mixedLog(lines: number) {
  const log = memoryLog();
  const parts = [];
  for (let line = 0; line < lines; line += 1) {
    const level = line % 100 === 50 ? 'E' : line % 10 === 5 ? 'W' : 'I';
    parts.push(`${level} (${line}) ${line % 3 === 0 ? 'wifi' : 'app'}: line ${'abc'[line % 3]} ${line}\n`);
  }
  log.push(parts.join(''));
  return log;
}

test('a view without a filter has every line, and any page of it', async () => {
  const log = mixedLog(40_000);
  const { open, rows } = viewsOf(log);
  const { viewId, rows: count, lines, total, byLevel } = await open();
  expect([count, lines, total]).toEqual([40_000, 40_000, 40_000]);
  expect(byLevel).toEqual({ E: 400, W: 4_000, I: 35_600, D: 0, V: 0 });
  for (const from of [0, 16_380, 39_990]) {
    const page = await rows(viewId, from, 10);
    expect(page.map(seqOf)).toEqual(Array.from({ length: 10 }, (_, i) => from + i));
  }
});

test('what comes is told with the last rows', async () => {
  const log = mixedLog(10);
  const { open, settle, told } = viewsOf(log);
  const { viewId } = await open();
  const before = told.length;
  log.push('E (1) app: new\n');
  const state = await settle(viewId);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(told.length).toBeGreaterThan(before);
  expect(told.at(-1)).toMatchObject({ rows: 11, changedFrom: 10, tailFrom: 0 });
  expect(textOf(told.at(-1)?.tail.at(-1) as LogRow)).toBe('new');
  expect(state.viewId).toBe(viewId);
});

describe('filters', () => {
  test('by level and source', async () => {
    const log = mixedLog(1_000);
    log.note('GET /firmware/a.bin');
    const { open, rows } = viewsOf(log);
    const errors = await open({ levels: ['E'], sources: ['board'] });
    expect(errors.rows).toBe(10);
    expect((await rows(errors.viewId)).map(seqOf)).toEqual(
      Array.from({ length: 10 }, (_, i) => i * 100 + 50),
    );
    const server = await open({ sources: ['server'] });
    expect((await rows(server.viewId)).map(textOf)).toEqual(['GET /firmware/a.bin']);
  });

  test('by tag, as the ESP-IDF monitor does', async () => {
    const { open, rows } = viewsOf(mixedLog(1_000));
    const { viewId } = await open({ printFilter: 'wifi:W app:N' });
    const entries = (await rows(viewId)).flatMap((row) => (row.kind === 'line' ? [row.entry] : []));
    expect(entries.length).toBeGreaterThan(10);
    expect(entries.every(({ tag, level }) => tag === 'wifi' && level !== 'I')).toBe(true);
  });

  test('by time', async () => {
    const { open } = viewsOf(mixedLog(1_000));
    const { rows } = await open({ fromMs: 1_000_000 + 100_000, toMs: 1_000_000 + 199_000 });
    expect(rows).toBe(100);
  });

  test('by text and by pattern, in lines that come too', async () => {
    const log = mixedLog(20_000);
    const { open, settle } = viewsOf(log);
    const text = await open({ query: { text: 'LINE B 7', regex: false, matchCase: false } });
    const pattern = await open({
      query: { text: '^I \\(\\d+\\) wifi: .* 1\\d9$', regex: true, matchCase: true },
    });
    const expected = Array.from({ length: 20_000 }, (_, i) => i).filter(
      (i) => i % 3 === 1 && String(i).startsWith('7'),
    );
    expect(text.rows).toBe(expected.length);
    expect(pattern.rows).toBe(3);
    log.push('I (1) app: line b 7 and more\n');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await settle(text.viewId)).rows).toBe(expected.length + 1);
  });

  test('errors with what stood around them', async () => {
    const { open, rows } = viewsOf(mixedLog(300));
    const { viewId } = await open(ERRORS_WITH_CONTEXT as never);
    const seqs = (await rows(viewId)).map(seqOf);
    expect(seqs.slice(0, 11)).toEqual([45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55]);
    expect(seqs).toHaveLength(33);
  });
});

describe('lines alike', () => {
  const alike = (count: number): string =>
    Array.from({ length: count }, (_, i) => `I (${i}) ota: Written image length ${i * 1024}\n`).join('');

  test('are one row, but for the last three', async () => {
    const log = memoryLog();
    log.push(`I (1) app: before\n${alike(20)}I (2) app: after\n`);
    const { open, rows } = viewsOf(log);
    const { viewId, lines } = await open({}, true);
    expect(lines).toBe(22);
    expect((await rows(viewId)).map(textOf)).toEqual([
      'before',
      '17: Written image length 0 … Written image length 16384',
      'Written image length 17408',
      'Written image length 18432',
      'Written image length 19456',
      'after',
    ]);
  });

  test('are each a row once the fold is opened', async () => {
    const log = memoryLog();
    log.push(`I (1) app: before\n${alike(20)}`);
    const { open } = viewsOf(log);
    expect((await open({}, true, [1])).rows).toBe(21);
  });

  test('as they come, the rows before them stay', async () => {
    const log = memoryLog();
    log.push(`I (1) app: before\n${alike(9)}`);
    const { open, told } = viewsOf(log);
    await open({}, true);
    log.push(alike(1));
    await new Promise((resolve) => setTimeout(resolve, 80));
    const { rows, changedFrom } = told.at(-1) as LogViewState;
    expect([rows, changedFrom]).toEqual([5, 1]);
  });

  test('a line that becomes a stage later stands for itself', async () => {
    const log = memoryLog();
    log.push(alike(20));
    const { open, rows, settle } = viewsOf(log);
    const { viewId } = await open({}, true);
    const line = log.store.tail.get(4);
    log.store.put({ ...(line?.entry as never as object), stage: 'writing' } as never, line?.raw ?? '');
    await new Promise((resolve) => setTimeout(resolve, 60));
    await settle(viewId);
    const texts = (await rows(viewId)).map(textOf);
    expect(texts).toContain('Written image length 4096');
    expect(texts.at(-1)).toBe('Written image length 19456');
  });
});

describe('finding', () => {
  test('counts, and goes forward and back round the end', async () => {
    const { views, open, settle } = viewsOf(mixedLog(50_000));
    const { viewId } = await open();
    views.find({ viewId, query: { text: 'line a 12', regex: false, matchCase: false }, nearSeq: 30_000 });
    const place = await views.findNext({ viewId, fromSeq: 29_999, forward: true });
    const all = Array.from({ length: 50_000 }, (_, i) => i).filter((i) => i % 3 === 0 && /^12/.test(`${i}`));
    expect(place).toEqual({ seq: all[0], row: all[0], nth: 1 });
    const { find } = await settle(viewId);
    expect(find).toEqual({ found: all.length, isComplete: true, error: null });
    const at = (nth: number) => ({ seq: all.at(nth - 1), row: all.at(nth - 1), nth });
    expect(await views.findNext({ viewId, fromSeq: all[3] as number, forward: true })).toEqual(at(5));
    expect(await views.findNext({ viewId, fromSeq: all[3] as number, forward: false })).toEqual(at(3));
    expect(await views.findNext({ viewId, fromSeq: all[0] as number, forward: false })).toEqual(
      at(all.length),
    );
  });

  test('lines that a filter hides are not found; lines that come are', async () => {
    const log = mixedLog(3_000);
    const { views, open, settle } = viewsOf(log);
    const { viewId } = await open({ levels: ['E'] });
    views.find({ viewId, query: { text: 'line', regex: false, matchCase: true }, nearSeq: 0 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await settle(viewId)).find?.found).toBe(30);
    log.push('E (1) app: line more\nI (1) app: line more\n');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await settle(viewId)).find?.found).toBe(31);
  });

  test('says where in a text it stands, stamp and tag aside', async () => {
    const log = memoryLog();
    log.push('\u001b[0;32mI (12) wifi: state wifi 12\u001b[0m\n');
    const { views, open } = viewsOf(log);
    const { viewId } = await open();
    views.find({ viewId, query: { text: '12|wifi', regex: true, matchCase: false }, nearSeq: 0 });
    expect(await views.foundIn({ viewId, seqs: [0] })).toEqual({
      found: [
        [
          [6, 10],
          [11, 13],
        ],
      ],
    });
  });

  test('a pattern that never ends is ended, and the next search works', async () => {
    const log = memoryLog();
    log.push(`${'a'.repeat(60)}!\n${'plain\n'.repeat(10)}`);
    const { views, open, told } = viewsOf(log);
    const { viewId } = await open();
    views.find({ viewId, query: { text: '^(a+)+$', regex: true, matchCase: true }, nearSeq: 0 });
    expect(await views.findNext({ viewId, fromSeq: -1, forward: true })).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(told.at(-1)?.find?.error).toMatchObject({ code: 'log/pattern-too-slow' });
    views.find({ viewId, query: { text: 'plain', regex: true, matchCase: true }, nearSeq: 0 });
    expect(await views.findNext({ viewId, fromSeq: 5, forward: true })).toMatchObject({ seq: 6, nth: 6 });
  });

  test('what is no pattern says why', async () => {
    const { views, open, told } = viewsOf(mixedLog(10));
    const { viewId } = await open();
    views.find({ viewId, query: { text: '(', regex: true, matchCase: true }, nearSeq: 0 });
    await views.findNext({ viewId, fromSeq: 0, forward: true });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(told.at(-1)?.find?.error).toMatchObject({ code: 'log/pattern-invalid' });
  });
});

test('pushes, restarts, panics and verdicts are jumped to, and bookmarks', async () => {
  const log = mixedLog(20);
  log.push('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\n');
  log.note('Sent https://a', { source: 'workbench', stage: 'urlSent' });
  log.push("Guru Meditation Error: Core  0 panic'ed (LoadProhibited)\nBacktrace: 0x1:0x2\n");
  log.note('Confirmed', { source: 'workbench' }, 'verdict');
  const { views, open, rows } = viewsOf(log);
  const { viewId } = await open();
  const jump = async (to: 'push' | 'restart' | 'panic' | 'verdict' | 'bookmark') =>
    (await views.jump({ viewId, fromSeq: -1, forward: true, to }))?.seq;
  expect([await jump('restart'), await jump('push'), await jump('panic'), await jump('verdict')]).toEqual([
    20, 21, 22, 24,
  ]);
  expect(await jump('bookmark')).toBe(undefined);
  await views.bookmark({ logId: 'board', seq: 7, on: true });
  expect(await jump('bookmark')).toBe(7);
  const [after] = await rows(viewId, 22, 1);
  expect(after?.kind === 'line' && after.pushedAtMs).toBe(1_000_000 + 21_000);
});

test('the overview shows an error however many lines share its stripe, and what was found', async () => {
  const log = mixedLog(30_000);
  const { views, open } = viewsOf(log);
  const { viewId } = await open();
  views.find({ viewId, query: { text: ' 29998', regex: false, matchCase: false }, nearSeq: 0 });
  await views.findNext({ viewId, fromSeq: 0, forward: true });
  const { stripes, found } = await views.overview({ viewId, stripes: 100 });
  expect(stripes).toHaveLength(100);
  expect(stripes.every((grave) => grave === 3)).toBe(true);
  expect(found).toEqual([99]);
});

test('a copy of 100,000 lines gives 100,000 lines, folded ones too', async () => {
  const log = memoryLog();
  log.push(Array.from({ length: 100_000 }, (_, i) => `I (${i}) app: tick ${i}\n`).join(''));
  const { views, open } = viewsOf(log);
  const { viewId, rows } = await open({}, true);
  expect(rows).toBe(4);
  const parts: string[] = [];
  let next: { row: number; skipLines: number } | null = { row: 0, skipLines: 0 };
  while (next !== null) {
    const piece: Awaited<ReturnType<LogViews['text']>> = await views.text({
      viewId,
      fromRow: next.row,
      toRow: rows,
      skipLines: next.skipLines,
      options: { format: 'text', stamps: 'none', ansi: false },
    });
    parts.push(piece.text);
    next = piece.next;
  }
  const lines = parts.join('').trimEnd().split('\n');
  expect(lines).toHaveLength(100_000);
  expect(lines[77_777]).toBe('I (77777) app: tick 77777');
});

test('a time leads to its row', async () => {
  const { views, open } = viewsOf(mixedLog(20_000));
  const { viewId } = await open();
  expect(await views.rowOf({ viewId, atMs: 1_000_000 + 17_000_500 })).toBe(17_001);
});
