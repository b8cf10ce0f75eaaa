import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { SerialListener } from '../../../electron/core/ports.ts';
import { pseudoRandomBytes, pseudoRandomWords } from '../../../shared/esp/pseudo-random.ts';
import { CoreClient } from '../../support/core-client.ts';
import { FakePorts, usbPort } from '../../support/fake-ports.ts';
import { until } from '../../support/pty.ts';

/** Keeps the listener of an open port, for bytes that are no text. */
class RawPorts extends FakePorts {
  listener: SerialListener | null = null;

  override open(...given: Parameters<FakePorts['open']>): ReturnType<FakePorts['open']> {
    this.listener = given[2];
    return super.open(...given);
  }
}

async function opened() {
  const ports = new RawPorts(usbPort());
  const client = await CoreClient.open({ binding: ports });
  onTestFinished(() => client.close());
  const { deviceId } = await client.call('board.open', { path: '/dev/ttyUSB0', baudRate: 115_200 });
  return { ports, client, deviceId };
}

test('random bytes at full rate are kept to the last, and break nothing', async () => {
  const { ports, client, deviceId } = await opened();
  const block = pseudoRandomBytes(pseudoRandomWords(7), 64 * 1024);
  for (let count = 0; count < 160; count += 1) {
    ports.listener?.onBytes(block);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const folder = path.join(client.dataDir, 'logs', deviceId);
  const size = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.raw'))
      .reduce((sum, name) => sum + readFileSync(path.join(folder, name)).length, 0);
  await until(() => size() === 160 * block.length, 'every byte is on disk', 20_000);
  expect(client.bugs).toEqual([]);
  expect(client.state('board', deviceId)?.link).toBe('open');
  expect(client.state('serial', deviceId)?.advice).toMatchObject([{ code: 'serial/garbled' }]);
}, 60_000);

test('a port that goes while it is being opened is an error with a code, and can be opened later', async () => {
  const { ports, client } = await opened();
  const late = usbPort({ path: '/dev/ttyUSB1', location: '1-2' });
  ports.plug(late);
  const opening = client.call('board.open', { path: late.path, baudRate: 115_200 });
  ports.pull(late.path);
  await expect(opening).rejects.toMatchObject({ code: 'serial/port-not-found' });
  ports.plug(late);
  await client.call('board.open', { path: late.path, baudRate: 115_200 });
  expect(ports.isOpen(late.path)).toBe(true);
});

test('a board that comes and goes all the time ends where the cable is', async () => {
  const { ports, client, deviceId } = await opened();
  for (let count = 0; count < 30; count += 1) {
    ports.pull('/dev/ttyUSB0');
    await new Promise((resolve) => setTimeout(resolve, count));
    ports.plug(usbPort());
  }
  await client.when('board', deviceId, ({ link }) => link === 'open');
  ports.pull('/dev/ttyUSB0');
  await client.when('board', deviceId, ({ link }) => link === 'gone');
  await client.call('board.close', { deviceId });
  ports.plug(usbPort());
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(ports.isOpen('/dev/ttyUSB0')).toBe(false);
  expect(client.bugs).toEqual([]);
});
