import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The classes that mark a slot of the flash map; its own sheet nests them. */
const NOTES =
  /^\.(runs|proven|canRollBackTo|willBeWritten|beingWritten|chosen|onTrial|untouched|unfinished)\b/m;

test('no screen lays out by a class that marks a slot of the flash map', () => {
  const sheets = readdirSync('renderer', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.css'),
  );
  expect(sheets.length).toBeGreaterThan(10);
  expect(sheets.filter((file) => NOTES.test(readFileSync(path.join('renderer', file), 'utf8')))).toEqual([]);
});
