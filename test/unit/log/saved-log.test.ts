import { describe, expect, test } from 'vitest';
import { LineReader, MAX_LINE_BYTES } from '../../../electron/core/log/line-reader.ts';
import { LineSplitter } from '../../../electron/core/log/opened/split-lines.ts';
import { lineText, textHead } from '../../../shared/log/line-text.ts';
import { readSavedLine, SavedTimes, savedFormatOf } from '../../../shared/log/saved-line.ts';

const BOOT = 'I (43) boot: ESP-IDF v5.3.4 2nd stage bootloader';

/** As terminal programs write one line; the last value is the time it stands for, by this machine's clock. */
const PROGRAMS: readonly (readonly [string, string, number])[] = [
  ['idf.py monitor --timestamps', `2026-11-22 13:05:09 ${BOOT}`, Date.parse('2026-11-22T13:05:09')],
  ['CoolTerm', `2026-11-22 13:05:09.042\t${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
  ['minicom', `[2026-11-22 13:05:09] ${BOOT}`, Date.parse('2026-11-22T13:05:09')],
  ['tio', `[13:05:09.042] ${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
  ['ESPHome', `[13:05:09]${BOOT}`, Date.parse('2026-11-22T13:05:09')],
  ['TeraTerm', `[Sun Nov 22 13:05:09.042 2026] ${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
  ['Arduino IDE', `13:05:09.042 -> ${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
  ['PlatformIO', `13:05:09.042 > ${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
  ['ts -i of moreutils, ISO', `2026-11-22T13:05:09.042Z ${BOOT}`, Date.UTC(2026, 10, 22, 13, 5, 9, 42)],
  ['ours, with the clock', `2026-11-22 13:05:09.042 ${BOOT}`, Date.parse('2026-11-22T13:05:09.042')],
];

const ABOUT = Date.parse('2026-11-22T23:00:00');

for (const [program, line, atMs] of PROGRAMS) {
  test(`a line of ${program} is read without its stamp, and at its time`, () => {
    const format = savedFormatOf([line, line.replace('13:05:09', '13:05:10'), '']);
    expect(format.kind).toBe('stamped');
    expect(readSavedLine(line, format)).toMatchObject({
      level: 'I',
      tag: 'boot',
      deviceTimeMs: 43,
      said: BOOT,
    });
    expect(new SavedTimes(format, ABOUT).next(line)).toBe(atMs);
  });
}

test('a log without stamps keeps its lines whole; PuTTY says once when it began', () => {
  const header = '=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.11.22 13:05:09 =~=~=~=~=~=~=~=~=~=~=~=';
  const format = savedFormatOf([header, BOOT, 'rst:0x1 (POWERON_RESET)']);
  expect(format.kind).toBe('plain');
  expect(readSavedLine(BOOT, format)).toMatchObject({ tag: 'boot', said: BOOT });
  const times = new SavedTimes(format, ABOUT);
  expect(times.next(header)).toBe(Date.parse('2026-11-22T13:05:09'));
  expect(times.next(BOOT)).toBe(Date.parse('2026-11-22T13:05:09'));
  expect(new SavedTimes(format, ABOUT).next(BOOT)).toBe(0);
});

test('lines of monitor --json are read as what they say', () => {
  const line = JSON.stringify({
    event: 'line',
    deviceId: 'x',
    seq: 7,
    source: 'board',
    offset: 9,
    level: 'W',
    tag: 'wifi',
    deviceTimeMs: 12,
    text: 'lost',
    receivedAt: '2026-11-22T13:05:09.042Z',
  });
  const format = savedFormatOf([line, line]);
  expect(format.kind).toBe('ndjson');
  expect(readSavedLine(line, format)).toMatchObject({
    level: 'W',
    tag: 'wifi',
    deviceTimeMs: 12,
    text: 'lost',
  });
  expect(new SavedTimes(format, ABOUT).next(line)).toBe(Date.UTC(2026, 10, 22, 13, 5, 9, 42));
});

test('what was saved as CSV is read again as it was', () => {
  const options = { format: 'csv', stamps: 'none', ansi: false } as const;
  const said = [
    { level: 'W', tag: 'wifi', deviceTimeMs: 12, text: 'lost, said "no"' },
    { level: null, tag: null, deviceTimeMs: null, text: 'rst:0x1 (POWERON_RESET),boot:0x13' },
    { level: 'E', tag: 'app', deviceTimeMs: 0, text: '' },
  ] as const;
  const receivedAtMs = Date.UTC(2026, 10, 22, 13, 5, 9, 42);
  const lines = said.map((each, seq) => {
    const entry = { ...each, seq, receivedAtMs, source: 'board', offset: 0, stage: null, cut: null } as const;
    return lineText({ entry, raw: '', startedAtMs: 0, pushedAtMs: null }, options).trimEnd();
  });
  const file = [textHead(options).trimEnd(), ...lines];
  const format = savedFormatOf(file);
  expect(format.kind).toBe('csv');
  expect(file.slice(1).map((raw) => readSavedLine(raw, format))).toMatchObject(said);
  const times = new SavedTimes(format, ABOUT);
  expect(file.map((raw) => times.next(raw))).toEqual([0, receivedAtMs, receivedAtMs, receivedAtMs]);
});

test('a clock without a date goes on with the next day after midnight', () => {
  const lines = ['23:59:59.900 -> a', '00:00:00.100 -> b', '00:00:00.050 -> c'];
  const times = new SavedTimes(savedFormatOf(lines), ABOUT);
  const [a = 0, b = 0, c = 0] = lines.map((line) => times.next(line));
  expect(b - a).toBe(200);
  expect(c - b).toBe(-50);
});

describe('cutting a file into lines', () => {
  /** As the line reader cuts the same bytes. */
  function asReader(bytes: Buffer): number[] {
    const offsets: number[] = [];
    const clock = { nowMs: () => 0, after: () => () => {} };
    const reader = new LineReader({ clock, onLine: ({ offset }) => void offsets.push(offset) });
    reader.push(bytes);
    reader.flush();
    return offsets;
  }
  const cases: Readonly<Record<string, Buffer>> = {
    'ends of every kind': Buffer.from('a\r\nb\nc\rd\r\r\ne\r\r\rf\n\n\r\n\rg'),
    'a long line': Buffer.from(`${'x'.repeat(10_000)}\r\nshort\n`),
    'a line of the greatest length': Buffer.from(`${'x'.repeat(4_096)}\r\nshort\n`),
    'no end': Buffer.from('abc'),
    nothing: Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    test(`${name}: the same lines as a board's, however the bytes are split`, () => {
      for (const size of [1, 2, 3, 7, 4_096, 100_000]) {
        const splitter = new LineSplitter(MAX_LINE_BYTES);
        const offsets: number[] = [];
        for (let from = 0; from < bytes.length; from += size)
          offsets.push(...splitter.push(bytes.subarray(from, from + size)).offsets);
        expect(offsets, `in pieces of ${size}`).toEqual(asReader(bytes));
      }
    });
  }
});
