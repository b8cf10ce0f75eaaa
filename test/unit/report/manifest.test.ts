import { expect, test } from 'vitest';

import { compareFiles, formatManifest, parseManifest } from '../../../shared/report/manifest.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('a manifest is sorted lines of digest and path, and is read back', () => {
  const text = formatManifest(
    new Map([
      ['logs/board.raw', B],
      ['a b.txt', A],
    ]),
  );
  expect(text).toBe(`${A}  a b.txt\n${B}  logs/board.raw\n`);
  expect(parseManifest(text)).toEqual(
    new Map([
      ['a b.txt', A],
      ['logs/board.raw', B],
    ]),
  );
});

test('what is no manifest of ours is none', () => {
  for (const text of ['', '\n', 'hello\n', `${A} x\n`, `${A.toUpperCase()}  x\n`, `${A}  x\n${B}  x\n`]) {
    expect(parseManifest(text)).toBeNull();
  }
});

test('each file is unchanged, altered, missing or extra; those that vouch are left out', () => {
  const manifest = new Map([
    ['same', A],
    ['other', A],
    ['gone', A],
  ]);
  const found = new Map([
    ['same', A],
    ['other', B],
    ['new', B],
    ['manifest.sig', B],
  ]);
  expect(compareFiles(manifest, found).map(({ path, state }) => [path, state])).toEqual([
    ['gone', 'missing'],
    ['new', 'extra'],
    ['other', 'altered'],
    ['same', 'unchanged'],
  ]);
});
