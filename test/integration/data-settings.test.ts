import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { SettingsStore } from '../../electron/core/settings/settings-store.ts';
import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import { tempDir } from '../support/temp-dir.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

function openSettings(file: string): { store: SettingsStore; damage: string[] } {
  const damage: string[] = [];
  const onDamaged = (keptAs: string): void => void damage.push(path.basename(keptAs));
  return { store: new SettingsStore({ file, clock: { nowMs: () => NOW_MS }, onDamaged }), damage };
}

test('settings without a file are the defaults, and nothing is written for that', () => {
  const dir = tempDir();
  const { store, damage } = openSettings(path.join(dir, 'settings.json'));
  expect(store.current).toEqual(DEFAULT_SETTINGS);
  expect(damage).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});

test('a changed setting is there for the next program, readable by its owner alone', async () => {
  const file = path.join(tempDir(), 'settings.json');
  await openSettings(file).store.update({ theme: 'dark', language: undefined });
  expect(openSettings(file).store.current).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('changes that overlap all last', async () => {
  const file = path.join(tempDir(), 'settings.json');
  const { store } = openSettings(file);
  await Promise.all([
    store.update({ theme: 'light' }),
    store.update({ baudRate: 921_600 }),
    store.update({ logHeight: 200 }),
  ]);
  expect(openSettings(file).store.current).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'light',
    baudRate: 921_600,
    logHeight: 200,
  });
});

test('a file of an older version keeps its values and gains the defaults of the rest', () => {
  const file = path.join(tempDir(), 'settings.json');
  writeFileSync(file, '{"theme":"dark"}');
  const { store, damage } = openSettings(file);
  expect(store.current).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(damage).toEqual([]);
});

test.each(['', '{', '[]', 'null', '{"theme":"blue"}', '{"server":{"port":0,"bind":"","host":null}}'])(
  'a settings file that holds %j is put aside as it is, and said',
  (text) => {
    const dir = tempDir();
    const file = path.join(dir, 'settings.json');
    writeFileSync(file, text);
    const { store, damage } = openSettings(file);
    expect(store.current).toEqual(DEFAULT_SETTINGS);
    expect(damage).toEqual(['settings.json.damaged-2026-01-02T03-04-05.000Z']);
    expect(readdirSync(dir)).toEqual(damage);
    expect(readFileSync(path.join(dir, damage[0] as string), 'utf8')).toBe(text);
  },
);
