import path from 'node:path';
import { expect, test } from 'vitest';

import type { Disk } from '../../../electron/core/history/disk-detail.ts';
import { diskDetail } from '../../../electron/core/history/disk-detail.ts';

const FOLDER = path.join('data', 'history');
const FILE = path.join(FOLDER, 'history.db');
const SAID = 'disk I/O error';

/** A disk with so much room, that says what it is asked about. */
function disk(freeBytes: number, more: Partial<Disk> = {}) {
  const asked: string[] = [];
  const freeOf = (folder: string): number => {
    asked.push(folder);
    return freeBytes;
  };
  return { asked, freeBytes: freeOf, checkWritable: () => undefined, ...more };
}

test.each([SAID, 'unable to open the database file', 'database or disk is full'])(
  'where the disk is full, “%s” means that no space is left',
  (said) => {
    const full = disk(0);
    expect(diskDetail(FILE, new Error(said), full)).toBe(`no space is left there (${said})`);
    expect(full.asked).toEqual([FOLDER]);
  },
);

test('so does the little room in which no page and its journal fit', () => {
  expect(diskDetail(FILE, new Error(SAID), disk(256 * 1024 - 1))).toMatch(/^no space is left there/);
  expect(diskDetail(FILE, new Error(SAID), disk(256 * 1024))).toBe(SAID);
});

test('a folder that may not be written, or is not there, is named by the system', () => {
  const refuses = (why: string) => () => {
    throw new Error(why);
  };
  const shut = disk(1e9, { checkWritable: refuses('EACCES: permission denied') });
  expect(diskDetail(FILE, new Error(SAID), shut)).toBe(`EACCES: permission denied (${SAID})`);
  const away = disk(1e9, { freeBytes: refuses('ENOENT: no such file or directory') });
  expect(diskDetail(FILE, new Error(SAID), away)).toBe(`ENOENT: no such file or directory (${SAID})`);
});

test('what the system itself says, and what is no error of the disk, stays as it is', () => {
  for (const said of ['ENOSPC: no space left on device, copyfile', 'UNIQUE constraint failed']) {
    const full = disk(0);
    expect(diskDetail(FILE, new Error(said), full)).toBe(said);
    expect(full.asked).toEqual([]);
  }
});
