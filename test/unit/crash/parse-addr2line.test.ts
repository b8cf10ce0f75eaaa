import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { parseAddr2line } from '../../../shared/esp/elf/parse-addr2line.ts';
import { addressLines } from '../../../shared/esp/elf/source-place.ts';

const recorded = readFileSync(new URL('../../fixtures/elf/inlined.addr2line.txt', import.meta.url), 'utf8');
const asked = [...recorded.matchAll(/^0x[0-9a-f]+/gm)].map(([hex]) => Number(hex));

test('a recorded answer is read whole, and written again as it was', () => {
  const decoded = parseAddr2line(recorded, asked) ?? [];
  expect(decoded).toHaveLength(78);
  expect(decoded.flatMap(addressLines).join('\n')).toBe(recorded.trimEnd().replace(' ??:0', ''));
});

test('functions that were put into others are told outwards, with their names of C++', () => {
  const decoded = parseAddr2line(recorded, asked) ?? [];
  const file = '/project/main/inlined.cpp';
  expect(decoded.find(({ address }) => address === 0x42000048)).toEqual({
    address: 0x42000048,
    function: 'board::Sensor::average(int) const',
    file,
    line: 14,
    inlinedInto: [
      { function: 'smooth', file, line: 23 },
      { function: 'read_sensor', file, line: 26 },
    ],
  });
  expect(decoded[1]).toMatchObject({ function: 'board::Sensor::at(int) const', line: 10 });
});

const NOTHING = { function: null, file: null, line: null };

test.each([
  ['no function', '?? ??:0', NOTHING],
  ['a function without debug information', 'memcpy at ??:?', { ...NOTHING, function: 'memcpy' }],
  [
    'a file without a line',
    'memcpy at /rom/memcpy.S:?',
    { function: 'memcpy', file: '/rom/memcpy.S', line: null },
  ],
  ['a place without a function', '?? at /a.c:3', { function: null, file: '/a.c', line: 3 }],
  ['a discriminator', 'loop at /a.c:7 (discriminator 3)', { function: 'loop', file: '/a.c', line: 7 }],
  [
    'a path of Windows',
    'loop at C:/my at work/a.c:7',
    { function: 'loop', file: 'C:/my at work/a.c', line: 7 },
  ],
])('%s is read', (_name, text, place) => {
  expect(parseAddr2line(`0x400d0024: ${text}\r\n`, [0x400d0024])).toEqual([
    { address: 0x400d0024, ...place, inlinedInto: [] },
  ]);
});

test('a discriminator of a function that others were put into is left out too', () => {
  const answer = '0x400d0024: inner at /a.c:1\n (inlined by) outer at /a.c:9 (discriminator 12)\n';
  expect(parseAddr2line(answer, [0x400d0024])?.[0]?.inlinedInto).toEqual([
    { function: 'outer', file: '/a.c', line: 9 },
  ]);
});

test.each([
  ['nothing', ''],
  ['words', 'Usage: addr2line [option(s)] [addr(s)]\n'],
  ['one of two', '0x400d0024: a at /a.c:1\n'],
  ['another order', '0x400d0030: b at /a.c:2\n0x400d0024: a at /a.c:1\n'],
  ['more than was asked', '0x400d0024: a at /a.c:1\n0x400d0030: b at /a.c:2\n0x400d0034: c at /a.c:3\n'],
  ['a place that breaks off', '0x400d0024: a at /a.c:1\n0x400d0030: b at /a'],
  ['a function around none', ' (inlined by) a at /a.c:1\n0x400d0024: a at /a.c:1\n0x400d0030: b at /a.c:2\n'],
])('an answer of %s is not taken', (_name, answer) => {
  expect(parseAddr2line(answer, [0x400d0024, 0x400d0030])).toBeNull();
});
