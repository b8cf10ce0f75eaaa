import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { watchDevices } from '../../../electron/adapters/serial/watch-devices.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { until } from '../../support/pty.ts';
import { tempDir } from '../../support/temp-dir.ts';

function watched(folder = tempDir()) {
  let changes = 0;
  const stop = watchDevices({ clock: systemClock, folder, onChange: () => (changes += 1) });
  onTestFinished(stop);
  return {
    changes: () => changes,
    touch: (name: string) => writeFileSync(path.join(folder, name), ''),
    remove: (name: string) => rmSync(path.join(folder, name)),
  };
}

test('a serial device that comes or goes is told; others are not', async () => {
  const { changes, touch, remove } = watched();
  for (const name of ['null', 'tty1', 'tty', 'sda1', 'hidraw0']) touch(name);
  touch('ttyUSB0');
  await until(() => changes() > 0, 'the device that came');
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = changes();
  expect(before).toBeLessThanOrEqual(2);
  remove('ttyUSB0');
  await until(() => changes() > before, 'the device that went');
});

test('a flood of other news ends in looking at intervals, and a device is still noticed', async () => {
  const { changes, touch } = watched();
  for (let write = 0; write < 1_000; write += 1) touch('null');
  await new Promise((resolve) => setTimeout(resolve, 300));
  touch('ttyACM0');
  await until(() => changes() > 0, 'the device');
});

test('a folder that cannot be watched is looked at', async () => {
  const missing = path.join(tempDir(), 'dev');
  const { changes, touch } = watched(missing);
  mkdirSync(missing);
  touch('ttyUSB0');
  await until(() => changes() > 0, 'the device');
});
