import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

import { createRemoteBinding } from '../../../electron/adapters/serial/remote/remote-binding.ts';
import type { SerialLink, SerialListener } from '../../../electron/core/ports.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { freePort } from '../../support/free-port.ts';
import type { PtyPair } from '../../support/pty.ts';
import { openBoardEnd, openPtyPair, until, writeAll } from '../../support/pty.ts';
import type { Ser2net } from '../../support/ser2net.ts';
import { startSer2net } from '../../support/ser2net.ts';

const binding = createRemoteBinding();
const links: SerialLink[] = [];
let pair: PtyPair;
let server: Ser2net;

beforeEach(async () => {
  pair = await openPtyPair();
  server = await startSer2net(pair.portNode);
});

afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
  await server.kill();
  await pair.close();
});

async function opened(path: string, baudRate = 115_200) {
  const chunks: Uint8Array[] = [];
  let closings = 0;
  const listener: SerialListener = {
    onBytes: (bytes) => chunks.push(bytes),
    onClosed: () => {
      closings += 1;
    },
  };
  const link = await binding.open(path, baudRate, listener);
  links.push(link);
  const bytes = () => Buffer.concat(chunks);
  return { link, bytes, closings: () => closings };
}

async function refusal(path: string): Promise<WorkbenchError> {
  const error = await opened(path).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WorkbenchError);
  return error as WorkbenchError;
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const EVERY_BYTE = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7) % 256);

describe.each(['rfc2217', 'socket'] as const)('%s', (kind) => {
  test('every byte comes as the board sent it, and goes as it was written', async () => {
    const board = await openBoardEnd(pair);
    onTestFinished(() => board.close());
    const { link, bytes } = await opened(server[kind]);
    await writeAll(board, EVERY_BYTE);
    await until(() => bytes().length >= EVERY_BYTE.length, 'the bytes');
    expect(bytes().equals(EVERY_BYTE)).toBe(true);
    await link.write(EVERY_BYTE.subarray(0, 1_024));
    const back = Buffer.alloc(1_024);
    for (let got = 0; got < back.length; ) got += (await board.read(back, got)).bytesRead;
    expect(back.equals(EVERY_BYTE.subarray(0, 1_024))).toBe(true);
  });

  test('a server that goes away is a port that is gone, and the next open finds it again', async () => {
    const { link, closings } = await opened(server[kind]);
    await server.kill();
    await until(() => closings() === 1, 'the port is gone');
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'serial/port-gone' });
    await server.start();
    const again = await opened(server[kind]);
    expect(again.closings()).toBe(0);
  });
});

describe('rfc2217', () => {
  test('the rate is the one that is asked for, and another while it is open', async () => {
    const { link } = await opened(server.rfc2217, 921_600);
    await link.setBaudRate?.(74_880);
    await link.setBaudRate?.(115_200);
  });

  test('a terminal behind the server has no lines, and opens without complaint', async () => {
    const { link } = await opened(server.rfc2217);
    expect(link.hasModemLines).toBe(false);
    await expect(link.setLines({ dtr: false, rts: true })).rejects.toMatchObject({
      code: 'serial/no-modem-lines',
    });
  });

  test('a port that someone else uses is busy', async () => {
    await opened(server.rfc2217);
    // Every time: its words cross with ours in one of ten.
    for (let time = 0; time < 50; time += 1)
      expect(await refusal(server.rfc2217)).toMatchObject({ code: 'serial/port-busy' });
  });

  test('a server that speaks something else is told apart from one that is silent', async () => {
    expect(await refusal(server.socket.replace('socket', 'rfc2217'))).toMatchObject({
      code: 'serial/not-rfc2217',
    });
  });
});

test('nothing that listens is a refusal', async () => {
  expect(await refusal(`socket://127.0.0.1:${await freePort()}`)).toMatchObject({
    code: 'serial/remote-refused',
  });
});

test('a server that closes at once says what it said', async () => {
  const rude = createServer((socket) => socket.end('Port already in use\r\n'));
  const port = await portOf(rude);
  expect(await refusal(`rfc2217://127.0.0.1:${port}`)).toMatchObject({ code: 'serial/port-busy' });
});

test('a server that resets what is said to it is asked again in silence', async () => {
  let asked = 0;
  const curt = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
    if (asked === 2) socket.end(Buffer.from('\xff\xfd\x2cPort already in use\r\n', 'latin1'));
  });
  const port = await portOf(curt);
  expect(await refusal(`rfc2217://127.0.0.1:${port}`)).toMatchObject({ code: 'serial/port-busy' });
  expect(asked).toBe(2);
});

test('a server that says nothing, and closes, is said to have closed', async () => {
  const mute = createServer((socket) => socket.end());
  const port = await portOf(mute);
  expect(await refusal(`rfc2217://127.0.0.1:${port}`)).toMatchObject({
    code: 'serial/remote-unreachable',
    params: { detail: 'it closed the connection' },
  });
});

test.each([
  ['rfc2217://', 'urlHost'],
  ['socket://127.0.0.1', 'urlPort'],
  ['socket://127.0.0.1:0', 'urlPort'],
  ['rfc2217://127.0.0.1:70000', 'urlPort'],
  ['rfc2217://127.0.0.1:4000/dev/ttyUSB0', 'urlExtra'],
  ['socket://user@127.0.0.1:4000', 'urlExtra'],
])('%s is no address of a port', async (path, problem) => {
  expect(await refusal(path)).toMatchObject({ code: 'serial/bad-url', params: { problem } });
});
