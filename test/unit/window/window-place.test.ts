import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { isReachable, readPlace, writePlace } from '../../../electron/window/window-place.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'ota-place-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const PLACE = { x: 10, y: 20, width: 1280, height: 800, maximized: false };

test('a place that was written is read again, and no draft is left', () => {
  const file = path.join(dir, 'window.json');
  writePlace(file, PLACE);
  expect(readPlace(file)).toEqual(PLACE);
  expect(readdirSync(dir)).toEqual(['window.json']);
});

test.each(['', '{', 'null', '[]', '{"x":1}', '{"x":0,"y":0,"width":-5,"height":3}', '{"x":"0"}'])(
  'a file that holds %j is no place',
  (text) => {
    const file = path.join(dir, 'window.json');
    writeFileSync(file, text);
    expect(readPlace(file)).toBeNull();
  },
);

test('a place that cannot be written bothers nobody', () => {
  const file = path.join(dir, 'folder');
  mkdirSync(file);
  expect(() => writePlace(file, PLACE)).not.toThrow();
});

test.each([
  ['on the only screen', PLACE, true],
  ['half beyond its right edge', { ...PLACE, x: 1000 }, true],
  ['beyond its right edge', { ...PLACE, x: 1900 }, false],
  ['with its title bar above it', { ...PLACE, y: -30 }, false],
  ['below it', { ...PLACE, y: 1075 }, false],
  ['on the second screen', { ...PLACE, x: 2000, y: 100 }, false],
])('a window %s can be reached: %o is %s', (_where, place, reachable) => {
  expect(isReachable(place, [{ x: 0, y: 0, width: 1920, height: 1080 }])).toBe(reachable);
});

test('a window on a second screen is reached there', () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1920, height: 1080 },
  ];
  expect(isReachable({ ...PLACE, x: 2000 }, screens)).toBe(true);
});
