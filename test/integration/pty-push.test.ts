import { createHash } from 'node:crypto';
import { SerialPort } from 'serialport';
import { afterEach, expect, test } from 'vitest';
import { createSerialBinding } from '../../electron/adapters/serial/serial-binding.ts';
import type { SerialLink } from '../../electron/core/ports.ts';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import type { PtyPair } from '../support/pty.ts';
import { openPtyPair } from '../support/pty.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const image = (version: string): Uint8Array<ArrayBuffer> =>
  buildAppImage({ projectName: 'native_ota_example', version, sizeBytes: 200_000, seed: 7 }, sha256);

let client: CoreClient;
let pair: PtyPair;
let boardEnd: SerialPort;
let link: SerialLink;

afterEach(async () => {
  await link?.close();
  await client?.close();
  await new Promise<void>((resolve) => (boardEnd?.isOpen ? boardEnd.close(() => resolve()) : resolve()));
  await pair?.close();
});

/** A virtual board whose console is the far end of a pty; the core opens the near end with serialport. */
async function wired(options: Partial<VirtualBoardOptions> = {}): Promise<string> {
  pair = await openPtyPair();
  client = await CoreClient.open({ binding: createSerialBinding() });
  boardEnd = new SerialPort({ path: pair.board, baudRate: 115_200, autoOpen: false });
  // A pulled cable ends whatever was still being written.
  boardEnd.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => boardEnd.open((error) => (error ? reject(error) : resolve())));
  const { deviceId } = await client.call('board.open', { path: pair.port, baudRate: 115_200 });
  const path = client.virtual.add('wired', { timeScale: 0.05, wifiBytesPerSecond: null, ...options });
  link = await client.virtual.open(path, 115_200, {
    onBytes: (bytes) => void boardEnd.write(Buffer.from(bytes)),
    onClosed: () => undefined,
  });
  boardEnd.on('data', (bytes: Buffer) => void link.write(bytes));
  return deviceId;
}

async function push(deviceId: string, reset = false): Promise<SessionView> {
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes: image('2.0.0') });
  const start = { deviceId, imageId, override: [], reset, sendUrl: true, timeoutMs: null };
  const { pushId } = await client.call('push.start', start);
  const ended = ({ session }: { session: SessionView | null }) =>
    session?.pushId === pushId && session.verdict !== null;
  return (await client.when('board', deviceId, ended, 60_000)).session as SessionView;
}

test('an update over a pty opened with serialport ends confirmed by the digest', async () => {
  const deviceId = await wired();
  expect(deviceId).toMatch(/^port-/);
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const view = await push(deviceId);
  expect([view.verdict?.outcome, view.verdict?.proof]).toEqual(['confirmed', 'digest']);
  expect(client.bugs).toEqual([]);
});

test('lines that a pty lacks are no complaint until a reset is asked for', async () => {
  const deviceId = await wired();
  expect(client.state('board', deviceId)).toMatchObject({ link: 'open', hasModemLines: false });
  await expect(push(deviceId, true)).rejects.toMatchObject({ code: 'serial/no-modem-lines' });
  await expect(client.call('board.reset', { deviceId })).rejects.toMatchObject({
    code: 'serial/no-modem-lines',
  });
});

test('a cable pulled in mid-download is interrupted as such', async () => {
  const deviceId = await wired({ wifiBytesPerSecond: 20_000 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const done = push(deviceId);
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing');
  await pair.unplug();
  const view = await done;
  expect([view.verdict?.outcome, view.verdict?.error?.code]).toEqual(['interrupted', 'serial/port-gone']);
});
