import { describe, expect, test } from 'vitest';
import { expired } from '../../../electron/core/log/retention.ts';
import { nextOffset, parseIndex } from '../../../electron/core/log/segment-index.ts';
import {
  byName,
  nextSegmentName,
  parseSegmentName,
  timeOf,
} from '../../../electron/core/log/segment-name.ts';

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);

function following(name: string | null, atMs: number): string {
  return nextSegmentName(name === null ? null : parseSegmentName(name), atMs);
}

describe('segment names', () => {
  test('the first carries the time of its first byte and the number one', () => {
    expect(following(null, NOON + 999)).toBe('20261122T120000Z-0001.raw');
  });

  test('the number only grows', () => {
    expect(following('20261122T120000Z-0041.raw', NOON + 60_000)).toBe('20261122T120100Z-0042.raw');
  });

  test('a clock set back an hour does not put a segment before the last', () => {
    expect(following('20261122T120000Z-0007.raw', NOON - 3_600_000)).toBe('20261122T120000Z-0008.raw');
  });

  test('the order of names is the order of the stream, past 9,999 and with a clock that jumps', () => {
    const names: string[] = [];
    let last: string | null = '20261122T115959Z-9990.raw';
    for (let count = 0; count < 40; count += 1) {
      last = following(last, NOON + (count % 3) * -5_000);
      names.push(last);
    }
    expect(
      names
        .map((name) => ({ name }))
        .sort(byName)
        .map(({ name }) => name),
    ).toEqual(names);
    expect(new Set(names).size).toBe(40);
  });

  test('other files are no segments', () => {
    for (const name of ['meta', '20261122T120000Z-0001.raw.tmp', 'x-0001.raw', '20261122T120000Z-1.raw']) {
      expect(parseSegmentName(name)).toBeNull();
    }
  });

  test('a stamp gives its time back', () => {
    expect(timeOf('20261122T120000Z')).toBe(NOON);
  });
});

describe('offsets', () => {
  test('a log that begins starts at zero', () => {
    expect(nextOffset([], parseIndex(''))).toBe(0);
  });

  test('without an index the sizes add up', () => {
    const segments = [
      { name: '20261122T120000Z-0001.raw', sizeBytes: 10 },
      { name: '20261122T120000Z-0002.raw', sizeBytes: 5 },
    ];
    expect(nextOffset(segments, new Map())).toBe(15);
  });

  test('the index counts what retention removed and what was lost', () => {
    const index = parseIndex(
      '{"segment":"20261122T120000Z-0001.raw","offset":0}\n{"segment":"20261122T120000Z-0002.raw","offset":900}\n',
    );
    expect(nextOffset([{ name: '20261122T120000Z-0002.raw', sizeBytes: 5 }], index)).toBe(905);
  });

  test('a torn or strange line is passed over', () => {
    const text = '{"segment":"a","offset":3}\nnull\n[1]\n{"segment":"b","offset":-1}\n{"segment":"c","off';
    expect(parseIndex(text)).toEqual(new Map([['a', 3]]));
  });

  test('offsets are not given twice after the segments were deleted', () => {
    expect(nextOffset([], parseIndex('{"segment":"a","offset":700}\n'))).toBe(700);
  });
});

describe('retention', () => {
  const DAY_MS = 24 * 3_600_000;
  const days = [0, 1, 2, 3].map((day) => ({
    name: following(null, NOON + day * DAY_MS).replace('0001', `000${day + 1}`),
    sizeBytes: 100,
  }));
  const numbers = (names: readonly string[]): (number | undefined)[] =>
    names.map((name) => parseSegmentName(name)?.number);

  test('nothing goes while it is small and young', () => {
    expect(expired(days, { maxBytes: 400, maxAgeMs: 10 * DAY_MS }, NOON + 4 * DAY_MS)).toEqual([]);
  });

  test('the oldest go until the size fits', () => {
    expect(numbers(expired(days, { maxBytes: 250, maxAgeMs: 10 * DAY_MS }, NOON + 4 * DAY_MS))).toEqual([
      1, 2,
    ]);
  });

  test('a segment is as old as its last byte', () => {
    expect(numbers(expired(days, { maxBytes: 1e9, maxAgeMs: 2 * DAY_MS }, NOON + 4 * DAY_MS))).toEqual([1]);
  });

  test('the segment being written never goes', () => {
    expect(numbers(expired(days, { maxBytes: 0, maxAgeMs: 0 }, NOON + 400 * DAY_MS))).toEqual([1, 2, 3]);
    expect(expired(days.slice(3), { maxBytes: 0, maxAgeMs: 0 }, NOON + 400 * DAY_MS)).toEqual([]);
  });
});
