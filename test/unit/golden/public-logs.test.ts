import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { readSavedLine, savedFormatOf } from '../../../shared/log/saved-line.ts';
import { recognise } from '../../../shared/ota/device/recognise.ts';

/** Logs of real boards as people published them; the first line of each names where. */
const folder = new URL('../../fixtures/logs/public/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.log'));

test('there are public logs, each with its source', () => {
  expect(names.length).toBeGreaterThanOrEqual(15);
  for (const name of names) expect(readFileSync(new URL(name, folder), 'utf8')).toMatch(/^# https:\/\//);
});

test.each(names)('%s means to an update what its golden file says', async (name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n').slice(1);
  const format = savedFormatOf(lines);
  const events = lines.flatMap((line) => {
    const event = recognise(readSavedLine(line, format));
    return event === null ? [] : [event];
  });
  const golden = events.map((event) => JSON.stringify(event)).join('\n');
  await expect(`${golden}\n`).toMatchFileSnapshot(
    `../../fixtures/logs/public/${name.replace('.log', '.events')}`,
  );
});
