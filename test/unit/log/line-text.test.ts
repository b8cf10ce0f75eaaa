import { describe, expect, test } from 'vitest';

import { lineText, textHead } from '../../../shared/log/line-text.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { parsePrintFilter, passesPrintFilter } from '../../../shared/log/print-filter.ts';
import { styledSpans } from '../../../shared/log/text-style.ts';

const RAW = '\u001b[0;32mI (630) wifi:mode, "sta"\u001b[0m';

function line(more: Partial<LogEntry> = {}) {
  const entry: LogEntry = {
    seq: 7,
    source: 'board',
    offset: 99,
    receivedAtMs: new Date(2026, 10, 22, 13, 5, 9, 42).getTime(),
    ...parseLogLine(RAW),
    stage: null,
    cut: null,
    ...more,
  };
  return {
    entry,
    raw: RAW,
    startedAtMs: entry.receivedAtMs - 3_723_042,
    pushedAtMs: entry.receivedAtMs - 12_345,
  };
}

describe('a line as text', () => {
  const text = (stamps: 'none' | 'host' | 'device' | 'relative' | 'sincePush', ansi = false): string =>
    lineText(line(), { format: 'text', stamps, ansi });
  test('carries the time that was asked for', () => {
    expect(text('none')).toBe('I (630) wifi:mode, "sta"\n');
    expect(text('host')).toBe('2026-11-22 13:05:09.042 I (630) wifi:mode, "sta"\n');
    expect(text('device')).toBe('[00:00:00.630] I (630) wifi:mode, "sta"\n');
    expect(text('relative')).toBe('[01:02:03.042] I (630) wifi:mode, "sta"\n');
    expect(text('sincePush')).toBe('[00:00:12.345] I (630) wifi:mode, "sta"\n');
  });
  test('keeps its colours where they are wanted', () => {
    expect(text('none', true)).toBe(`${RAW}\n`);
  });
  test('begins with --- where it is not the board’s', () => {
    const note = { ...line({ source: 'server' }), raw: 'GET /a' };
    expect(lineText(note, { format: 'text', stamps: 'none', ansi: false })).toBe('--- GET /a\n');
  });
});

test('a line as JSON carries every field', () => {
  const options = { format: 'ndjson', stamps: 'none', ansi: false } as const;
  expect(JSON.parse(lineText(line(), options))).toMatchObject({
    event: 'line',
    seq: 7,
    offset: 99,
    level: 'I',
    tag: 'wifi',
    deviceTimeMs: 630,
    text: 'mode, "sta"',
  });
});

test('a line as CSV quotes what needs it', () => {
  const options = { format: 'csv', stamps: 'none', ansi: false } as const;
  expect(textHead(options)).toBe('seq,source,receivedAt,deviceTimeMs,level,tag,text\r\n');
  expect(lineText(line(), options)).toMatch(/^7,board,[^,]+Z,630,I,wifi,"mode, ""sta"""\r\n$/);
});

describe('colours within a line', () => {
  const spans = (raw: string): unknown[] =>
    styledSpans(raw, parseLogLine(raw).text.length).map(([from, to, { color, bold, background }]) => [
      from,
      to,
      color,
      ...(bold ? ['bold'] : []),
      ...(background === null ? [] : [background]),
    ]);
  test('one colour throughout is the level’s and no style', () => {
    expect(spans(RAW)).toEqual([]);
  });
  test('parts keep theirs, counted in the text', () => {
    expect(
      spans('I (1) app: a \u001b[1;31mred\u001b[0m and \u001b[38;5;208mor\u001b[48;2;1;2;3mange\u001b[m.'),
    ).toEqual([
      [2, 5, 1, 'bold'],
      [10, 12, '#ff8700'],
      [12, 16, '#ff8700', '#010203'],
    ]);
  });
  test('ten thousand changes in a line are bounded', () => {
    expect(spans('\u001b[31mx\u001b[32my'.repeat(10_000)).length).toBeLessThanOrEqual(512);
  });
});

describe('the print filter of idf.py monitor', () => {
  const passes = (filter: string, level: 'E' | 'W' | 'I' | 'D' | 'V' | null, tag: string | null): boolean => {
    const parsed = parsePrintFilter(filter);
    if (parsed === null) throw new Error('refused');
    return passesPrintFilter(parsed, level, tag);
  };
  // From its documentation (docs/en/api-guides/tools/idf-monitor.rst, Output Filtering) and line_matcher.py.
  test.each([
    ['', 'V', 'any', true],
    ['tag1:W', 'W', 'tag1', true],
    ['tag1:W', 'I', 'tag1', false],
    ['tag1:W', 'E', 'tag2', false],
    ['tag1', 'V', 'tag1', true],
    ['tag1:', 'V', 'tag1', true],
    ['tag1:*', 'V', 'tag1', true],
    ['tag1:w', 'W', 'tag1', true],
    ['*:I tag1:W', 'I', 'tag2', true],
    ['*:I tag1:W', 'I', 'tag1', false],
    ['*:N', 'E', 'tag1', false],
    ['tag1:N *:V', 'E', 'tag1', false],
    ['Tag1:I', 'I', 'tag1', false],
    ['tag1:E tag1:I', 'I', 'tag1', true],
  ] as const)('%s: %s %s → %s', (filter, level, tag, expected) => {
    expect(passes(filter, level, tag)).toBe(expected);
  });
  test('a line that is none of esp_log’s passes where * is more than N', () => {
    expect(passes('tag1:V', null, null)).toBe(false);
    expect(passes('*:E', null, null)).toBe(true);
    expect(passes('*:N tag1', null, null)).toBe(false);
  });
  test.each([':W', 'tag1:X', 'a:b:c'])('%s is refused', (filter) => {
    expect(parsePrintFilter(filter)).toBe(null);
  });
});
