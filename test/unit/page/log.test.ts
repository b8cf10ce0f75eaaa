import { expect, test } from 'vitest';

import { BoardLog, MAX_ENTRIES } from '../../../renderer/log/board-log.ts';
import { filterTest, SHOW_ALL, tagPairs } from '../../../renderer/log/log-filter.ts';
import type { LogRow } from '../../../renderer/log/log-view.ts';
import { foldedText, LogView } from '../../../renderer/log/log-view.ts';
import { stripesOf } from '../../../renderer/log/minimap.tsx';
import type { LogEntry } from '../../../shared/log/log-entry.ts';

function line(seq: number, text: string, more: Partial<LogEntry> = {}): LogEntry {
  return {
    seq,
    source: 'board',
    offset: 0,
    receivedAtMs: 0,
    level: 'I',
    tag: 'app',
    deviceTimeMs: null,
    text,
    stage: null,
    cut: null,
    ...more,
  };
}

const lines = (from: number, count: number, text = 'line'): LogEntry[] =>
  Array.from({ length: count }, (_, i) => line(from + i, `${text} ${String.fromCharCode(97 + (i % 26))}`));

const show = (log: BoardLog, rows: readonly LogRow[]): string[] =>
  rows.map((row) =>
    row.kind === 'line' ? (log.get(row.seq)?.text ?? '?') : `${row.count}×${log.get(row.firstSeq)?.text}`,
  );

const viewOf = (log: BoardLog, fold = true, opened: ReadonlySet<number> = new Set()): LogView => {
  const view = new LogView(log, filterTest(SHOW_ALL), fold, opened);
  view.sync();
  return view;
};

test('lines are kept in order, and a line that comes again takes its place', () => {
  const log = new BoardLog();
  expect(log.add([line(0, 'half', { cut: 'partial' }), line(1, 'other')])).toBeNull();
  log.add([line(0, 'whole')]);
  expect([log.get(0)?.text, log.get(1)?.text, log.nextSeq]).toEqual(['whole', 'other', 2]);
});

test('a gap is told and nothing behind it is taken', () => {
  const log = new BoardLog();
  log.add(lines(0, 3));
  expect(log.add(lines(5, 2))).toEqual({ missingFrom: 3 });
  expect(log.nextSeq).toBe(3);
});

test('older lines are put in front, and only those that fit', () => {
  const log = new BoardLog();
  log.add(lines(10, 2));
  log.addEarlier(lines(3, 4));
  expect(log.firstSeq).toBe(10);
  log.addEarlier(lines(5, 5));
  expect([log.firstSeq, log.nextSeq]).toEqual([5, 12]);
});

test('a log never holds more than its bound, and goes on with the newest', () => {
  const log = new BoardLog();
  const chunk = 50_000;
  for (let from = 0; from < MAX_ENTRIES + chunk; from += chunk) log.add(lines(from, chunk));
  expect(log.nextSeq).toBe(MAX_ENTRIES + chunk);
  expect(log.nextSeq - log.firstSeq).toBeLessThanOrEqual(MAX_ENTRIES);
  expect(log.get(log.firstSeq)).toBeDefined();
});

test('levels and sources are left out by choice; a line without a level passes by its source', () => {
  const passes = filterTest({ levels: ['E'], sources: ['board'], find: '' });
  expect(passes(line(0, 'x', { level: 'E' }))).toBe(true);
  expect(passes(line(0, 'x'))).toBe(false);
  expect(passes(line(0, 'rst:0x1', { level: null, tag: null }))).toBe(true);
  expect(passes(line(0, 'x', { level: null, tag: null, source: 'server' }))).toBe(false);
});

test('find takes text in any case, from tag or text', () => {
  const passes = filterTest({ ...SHOW_ALL, find: 'WIFI' });
  expect(passes(line(0, 'got ip', { tag: 'wifi' }))).toBe(true);
  expect(passes(line(0, 'no Wi-Fi, wifi off'))).toBe(true);
  expect(passes(line(0, 'else'))).toBe(false);
});

test('find takes tag:level pairs as the ESP-IDF monitor does', () => {
  const passes = filterTest({ ...SHOW_ALL, find: 'wifi:W *:E' });
  expect(passes(line(0, 'x', { tag: 'wifi', level: 'W' }))).toBe(true);
  expect(passes(line(0, 'x', { tag: 'wifi', level: 'I' }))).toBe(false);
  expect(passes(line(0, 'x', { tag: 'boot', level: 'E' }))).toBe(true);
  expect(passes(line(0, 'x', { tag: 'boot', level: 'W' }))).toBe(false);
  expect(filterTest({ ...SHOW_ALL, find: 'wifi:W' })(line(0, 'x', { tag: 'boot', level: 'E' }))).toBe(false);
  expect(tagPairs('https://host:8002')).toBeNull();
  expect(tagPairs('two words')).toBeNull();
});

test('lines that differ in numbers alone are folded, the last three stand', () => {
  const log = new BoardLog();
  log.add([line(0, 'begin'), ...Array.from({ length: 20 }, (_, i) => line(1 + i, `Written ${i * 1024}`))]);
  const view = viewOf(log);
  expect(show(log, view.rows)).toEqual([
    'begin',
    '17×Written 0',
    'Written 17408',
    'Written 18432',
    'Written 19456',
  ]);
  log.add([line(21, 'Written 20480'), line(22, 'end')]);
  view.sync();
  expect(show(log, view.rows)).toEqual([
    'begin',
    '18×Written 0',
    'Written 18432',
    'Written 19456',
    'Written 20480',
    'end',
  ]);
  expect(view.count).toBe(23);
});

test('few lines alike, lines of a stage, and an opened fold are shown line by line', () => {
  const log = new BoardLog();
  log.add(Array.from({ length: 12 }, (_, i) => line(i, `Written ${i}`, i === 5 ? { stage: 'writing' } : {})));
  expect(viewOf(log).rows).toHaveLength(12);
  const folded = new BoardLog();
  folded.add(Array.from({ length: 12 }, (_, i) => line(i, `Written ${i}`)));
  expect(viewOf(folded).rows).toHaveLength(4);
  expect(viewOf(folded, false).rows).toHaveLength(12);
  expect(viewOf(folded, true, new Set([0])).rows).toHaveLength(12);
});

test('a line that was not ended is judged anew when it is', () => {
  const log = new BoardLog();
  log.add([line(0, 'first'), line(1, 'E (12', { level: null, tag: null, cut: 'partial' })]);
  const view = new LogView(log, filterTest({ ...SHOW_ALL, levels: ['I'] }), true, new Set());
  view.sync(log.takeReplaced());
  expect(view.rows).toHaveLength(2);
  log.add([line(1, 'failed', { level: 'E' }), line(2, 'next')]);
  view.sync(log.takeReplaced());
  expect(show(log, view.rows)).toEqual(['first', 'next']);
});

test('a view built line by line equals one built at once', () => {
  const texts = ['a 1', 'b', 'a 2', 'a 3'];
  const all = Array.from({ length: 400 }, (_, i) =>
    line(i, i % 40 < 25 ? `Written ${i}` : (texts[i % texts.length] as string)),
  );
  const grown = new BoardLog();
  const view = viewOf(grown);
  for (const entry of all) {
    grown.add([{ ...entry, text: 'not ended', cut: 'partial' }]);
    view.sync(grown.takeReplaced());
    grown.add([entry]);
    view.sync(grown.takeReplaced());
  }
  expect(view.rows).toEqual(viewOf(grown).rows);
});

test('a view whose log let go of its oldest lines equals one built anew', () => {
  const grown = new BoardLog();
  const view = viewOf(grown);
  const chunk = 30_000;
  for (let from = 0; from < 2 * MAX_ENTRIES; from += chunk) {
    const some = Array.from({ length: chunk }, (_, i) =>
      line(
        from + i,
        (from + i) % 50 < 30 ? `Written ${from + i}` : `line ${String.fromCharCode(97 + (i % 26))}`,
      ),
    );
    grown.add(some);
    view.sync(grown.takeReplaced());
  }
  expect(grown.firstSeq).toBeGreaterThan(0);
  const anew = viewOf(grown);
  expect(view.count).toBe(anew.count);
  expect(view.rows.length).toBe(anew.rows.length);
  expect(view.rows.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(anew.rows[i]))).toBe(-1);
});

test('a log that begins anew is judged anew, though its lines have the same numbers', () => {
  const log = new BoardLog();
  log.add(lines(0, 5, 'old'));
  const view = viewOf(log);
  log.restartAt(lines(0, 6, 'new'));
  view.sync(log.takeReplaced());
  expect(show(log, view.rows)).toEqual(['new a', 'new b', 'new c', 'new d', 'new e', 'new f']);
});

test('the row of a line is found inside a fold too', () => {
  const log = new BoardLog();
  log.add([
    line(0, 'begin'),
    ...Array.from({ length: 20 }, (_, i) => line(1 + i, `Written ${i}`)),
    line(21, 'end'),
  ]);
  const view = viewOf(log);
  expect(view.rowOf(0)).toBe(0);
  expect(view.rowOf(9)).toBe(1);
  expect(view.rowOf(21)).toBe(view.rows.length - 1);
});

test('a folded line names the first and where the last one differs', () => {
  expect(foldedText('Written image length 1024', 'Written image length 608256')).toBe(
    'Written image length 1024 … 608256',
  );
  expect(foldedText('same', 'same')).toBe('same');
});

test('an error shows in the minimap, however many lines share its place', () => {
  const stripes = stripesOf(1_000, 10, (row) => line(row, 'x', { level: row === 555 ? 'E' : 'I' }));
  expect(stripes).toHaveLength(10);
  expect(stripes[5]).toBe('err');
  expect(stripes.filter((tone) => tone === 'err')).toHaveLength(1);
});
