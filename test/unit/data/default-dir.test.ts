import { expect, test } from 'vitest';

import { defaultDataDir } from '../../../electron/core/data/default-dir.ts';

test('Windows keeps the data in the roaming profile', () => {
  expect(defaultDataDir('win32', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' }, 'C:\\Users\\a')).toBe(
    'C:\\Users\\a\\AppData\\Roaming\\ota-workbench',
  );
  expect(defaultDataDir('win32', {}, 'C:\\Users\\a')).toBe('C:\\Users\\a\\AppData\\Roaming\\ota-workbench');
});

test('macOS keeps the data in Application Support', () => {
  expect(defaultDataDir('darwin', { XDG_DATA_HOME: '/x' }, '/Users/a')).toBe(
    '/Users/a/Library/Application Support/ota-workbench',
  );
});

test('Linux follows XDG_DATA_HOME, and ignores a relative or an empty one', () => {
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' }, '/home/a')).toBe('/data/ota-workbench');
  const usual = '/home/a/.local/share/ota-workbench';
  expect(defaultDataDir('linux', {}, '/home/a')).toBe(usual);
  expect(defaultDataDir('linux', { XDG_DATA_HOME: '' }, '/home/a')).toBe(usual);
  expect(defaultDataDir('linux', { XDG_DATA_HOME: 'data' }, '/home/a')).toBe(usual);
});
