import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { SerialListener } from '../../electron/core/ports.ts';
import type { VirtualBinding } from '../../electron/virtual/virtual-binding.ts';
import { createVirtualBinding, isVirtualPath } from '../../electron/virtual/virtual-binding.ts';
import { tempDir } from '../support/temp-dir.ts';
import { realClock } from '../support/virtual-bench.ts';

const SILENT: SerialListener = { onBytes: () => {}, onClosed: () => {} };

function binding(flashDir: string | null): VirtualBinding {
  const made = createVirtualBinding({
    clock: realClock,
    flashDir,
    caPem: async () => '',
    options: { timeScale: 0.02, address: '127.0.0.1' },
  });
  onTestFinished(() => made.stop());
  return made;
}

test('boards are listed as virtual ports, added or kept', async () => {
  const dir = tempDir();
  const first = binding(dir);
  expect(first.add('left')).toBe('virtual:left');
  expect(first.add(null)).toBe('virtual:esp32-1');
  await (await first.open('virtual:left', 115_200, SILENT)).close();
  expect(await first.list()).toMatchObject([
    { path: 'virtual:left', label: 'Virtual ESP32 (left)', virtual: true, vendorId: null },
    { path: 'virtual:esp32-1', virtual: true },
  ]);
  await first.stop();
  expect(readdirSync(dir)).toEqual(['left.flash']);
  expect((await binding(dir).list()).map((port) => port.path)).toEqual(['virtual:left']);
});

test('opening makes the board, and a later program finds its flash as it was', async () => {
  const dir = tempDir();
  const first = binding(dir);
  const link = await first.open('virtual', 115_200, SILENT);
  const { flash } = first.board('esp32');
  flash.erase(0x110000, 0x1000);
  flash.program(0x110000, Uint8Array.of(1, 2, 3));
  await link.close();
  await first.stop();
  const second = binding(dir);
  await second.open('virtual:esp32', 115_200, SILENT);
  expect(second.board('esp32').flash.read(0x110000, 4)).toEqual(Uint8Array.of(1, 2, 3, 0xff));
  expect(second.board('esp32').flash.read(0x10000, 4)).toEqual(flash.read(0x10000, 4));
});

test('a flash file that is not whole is put aside and the board is new', async () => {
  const dir = tempDir();
  writeFileSync(path.join(dir, 'bench.flash'), 'virtual ESP32 flash 1\nbroken');
  const link = await binding(dir).open('virtual:bench', 115_200, SILENT);
  await link.close();
  expect(readdirSync(dir).sort()).toEqual(['bench.flash', 'bench.flash.damaged']);
});

test('a port has one user at a time', async () => {
  const one = binding(null);
  const link = await one.open('virtual', 115_200, SILENT);
  await expect(one.open('virtual', 115_200, SILENT)).rejects.toMatchObject({ code: 'serial/port-busy' });
  await link.close();
  await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'serial/port-gone' });
  await (await one.open('virtual', 115_200, SILENT)).close();
});

test('opening again does not reset a board that runs', async () => {
  const one = binding(null);
  await (await one.open('virtual', 115_200, SILENT)).close();
  await expect.poll(() => one.board('esp32').runningPartition).toBe('factory');
  await (await one.open('virtual', 115_200, SILENT)).close();
  expect(one.board('esp32').boots).toBe(1);
});

test.each(['virtual:', 'virtual:../x', 'virtual:a/b', 'virtual:.hidden', `virtual:${'x'.repeat(41)}`])(
  'the name in %s is refused',
  async (name) => {
    const dir = tempDir();
    await expect(binding(dir).open(name, 115_200, SILENT)).rejects.toMatchObject({
      code: 'serial/port-not-found',
    });
    expect(readdirSync(dir)).toEqual([]);
  },
);

test('a removed board is gone with its flash, and its port closes', async () => {
  const dir = tempDir();
  const one = binding(dir);
  let closed = false;
  const onClosed = (): void => {
    closed = true;
  };
  await one.open('virtual:bench', 115_200, { ...SILENT, onClosed });
  await one.remove('bench');
  expect(closed).toBe(true);
  expect(await one.list()).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
  expect(() => one.board('bench')).toThrow('serial/port-not-found');
});

test('modem lines that a board does not have are refused', async () => {
  const one = binding(null);
  one.add('pty', { modemLines: false });
  const link = await one.open('virtual:pty', 115_200, SILENT);
  expect(link.hasModemLines).toBe(false);
  await expect(link.setLines({ dtr: false, rts: true })).rejects.toMatchObject({
    code: 'serial/no-modem-lines',
  });
});

test('virtual paths are told from others', () => {
  expect(['virtual', 'virtual:a', 'virtually', '/dev/ttyUSB0', 'COM3'].map(isVirtualPath)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a flash that cannot be saved is told once, and again only after one could', async () => {
  const dir = path.join(tempDir(), 'flash');
  const notices: string[] = [];
  const made = createVirtualBinding({
    clock: realClock,
    flashDir: dir,
    caPem: async () => '',
    onNotice: (subject, detail) => notices.push(`${subject}: ${detail}`),
    options: { timeScale: 0.02, address: '127.0.0.1' },
  });
  onTestFinished(() => made.stop());
  const use = async (): Promise<void> => (await made.open('virtual:full', 115_200, SILENT)).close();
  // A file stands where the folder would be.
  writeFileSync(dir, '');
  await use();
  await use();
  expect(notices).toEqual([expect.stringMatching(/^virtual:full: flash not saved: /)]);
  rmSync(dir);
  await use();
  rmSync(dir, { recursive: true });
  writeFileSync(dir, '');
  await use();
  expect(notices).toHaveLength(2);
});
