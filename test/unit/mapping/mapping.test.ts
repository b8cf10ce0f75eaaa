import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { parseLogLine } from '../../../shared/log/parse-log-line.ts';
import { MAPPED_EVENTS } from '../../../shared/ota/mapping/mapping.ts';
import { readMapping } from '../../../shared/ota/mapping/read-mapping.ts';
import { createRecogniser } from '../../../shared/ota/mapping/recogniser.ts';

const FILE = `name: plant sensor
rules:
  - { tag: updater, match: 'waiting for an address', event: readyForUrl }
  - { tag: updater, match: 'got (?<bytes>\\d+) of \\d+', event: written }
  - { match: 'update refused: same build', event: refusedSameVersion }
  - { tag: selfcheck, match: 'all good', event: appConfirmed }
  - { tag: selfcheck, match: 'image (?P<sha256>[0-9a-f]+)', event: digest }
`;

const recogniser = () => {
  const reading = readMapping(FILE);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return createRecogniser([reading.value]);
};
const meaning = (line: string) => recogniser()(parseLogLine(line));
const problems = (text: string) => {
  const reading = readMapping(text);
  return reading.ok
    ? []
    : reading.problems.map(({ line, column, kind, params }) => [line, column, kind, params]);
};

test("lines of a firmware of one's own mean what its file says", () => {
  expect(meaning('I (10) updater: waiting for an address')).toEqual({ kind: 'readyForUrl' });
  expect(meaning('I (10) updater: got 4096 of 900000')).toEqual({ kind: 'written', bytes: 4_096 });
  expect(meaning('W (10) anything: update refused: same build')).toEqual({
    kind: 'refused',
    why: 'sameVersion',
  });
  expect(meaning('I (10) selfcheck: all good')).toEqual({ kind: 'appConfirmed' });
  expect(meaning(`I (10) selfcheck: image ${'ab'.repeat(32)}`)).toMatchObject({
    kind: 'digest',
    of: 'currentFirmware',
  });
});

test("a tag is another firmware's, a digest that is too short is none, and ESP-IDF's own lines stay", () => {
  expect(meaning('I (10) other: got 4096 of 900000')).toBeNull();
  expect(meaning('I (10) selfcheck: image abcd')).toBeNull();
  expect(meaning('I (10) native_ota_example: Written image length 1024')).toEqual({
    kind: 'written',
    bytes: 1_024,
  });
});

test('problems are told with their places', () => {
  expect(problems(FILE.replace('event: readyForUrl', 'event: ready'))).toMatchObject([
    [3, expect.any(Number), 'wrong-value', {}],
  ]);
  expect(problems(FILE.replace('(?<bytes>\\d+)', '(\\d+)'))).toMatchObject([
    [4, 28, 'no-group', { group: 'bytes', event: 'written' }],
  ]);
  expect(problems(FILE.replace("'all good'", "'all (good'"))).toMatchObject([
    [6, expect.any(Number), 'bad-pattern', {}],
  ]);
  expect(problems('name: x')).toMatchObject([[1, 1, 'missing', { key: 'rules' }]]);
});

test('a pattern that would hold up other engines takes no longer than any', () => {
  const reading = readMapping("name: slow\nrules:\n  - { match: '^(a+)+$', event: fatal }\n");
  if (!reading.ok) throw new Error('not read');
  expect(createRecogniser([reading.value])({ tag: null, text: `${'a'.repeat(4_000)}!` })).toBeNull();
});

test('the example of the documentation is sound, and every event stands there', () => {
  const text = readFileSync('docs/mapping.md', 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  expect(problems(example)).toEqual([]);
  expect(example).toContain('rules:');
  for (const event of Object.keys(MAPPED_EVENTS)) expect(text).toContain(`\`${event}\``);
});
