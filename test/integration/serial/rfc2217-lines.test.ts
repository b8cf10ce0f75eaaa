import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { createRemoteBinding } from '../../../electron/adapters/serial/remote/remote-binding.ts';
import {
  option,
  subnegotiation,
  TELNET,
  TelnetReader,
} from '../../../electron/adapters/serial/remote/telnet.ts';
import { until } from '../../support/pty.ts';

/** A server with modem lines, as RFC 2217 describes one: it agrees to everything and confirms it. */
async function server() {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const listening = createServer((socket) => {
    sockets.push(socket);
    const reader = new TelnetReader({
      onData: (bytes) => heard.push(`data ${Buffer.from(bytes).toString('latin1')}`),
      onOption: (verb, name) => {
        if (verb === TELNET.WILL && name === TELNET.COM_PORT)
          socket.write(option(TELNET.DO, TELNET.COM_PORT));
      },
      onSubnegotiation: (_name, [command = 0, ...values]) => {
        heard.push(`${command} ${values.join(',')}`);
        socket.write(subnegotiation(TELNET.COM_PORT, [command + 100, ...values]));
      },
    });
    socket.on('data', (bytes) => reader.push(bytes));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  const address = listening.address();
  const path = `rfc2217://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return { path, heard, sockets };
}

async function opened(path: string, rtscts = false) {
  const bytes: number[] = [];
  const told: string[] = [];
  const link = await createRemoteBinding().open(
    path,
    115_200,
    { onBytes: (piece) => bytes.push(...piece), onClosed: () => told.push('closed') },
    { rtscts },
  );
  onTestFinished(() => link.close());
  return { link, bytes, told };
}

test('a port is opened at its rate, 8N1, without flow control, RTS released before DTR', async () => {
  const { path, heard } = await server();
  const { link } = await opened(path);
  expect(heard).toEqual(['1 0,1,194,0', '2 8', '3 1', '4 1', '5 1', '11 176', '5 12', '5 9']);
  expect(link.hasModemLines).toBe(true);
});

test('the lines are set at the server, its inputs are read from its notices', async () => {
  const { path, heard, sockets } = await server();
  const { link } = await opened(path);
  heard.length = 0;
  await link.setLines({ dtr: false, rts: true });
  expect(heard).toEqual(['5 9', '5 11']);
  sockets[0]?.write(subnegotiation(TELNET.COM_PORT, [107, 0x90]));
  await expect.poll(() => link.readInputs?.()).toEqual({ cts: true, dsr: false, dcd: true });
});

test('a port that is closed with a line asserted is not left so', async () => {
  const { path, heard } = await server();
  const { link } = await opened(path);
  await link.setLines({ dtr: true, rts: false });
  heard.length = 0;
  await link.close();
  expect(heard).toEqual(['5 12', '5 9']);
});

test('with flow control the server drives RTS, and the lines are left alone', async () => {
  const { path, heard } = await server();
  const { link } = await opened(path, true);
  await until(() => heard.includes('5 3'), 'the flow control');
  expect(heard).not.toContain('5 12');
  expect(link.hasModemLines).toBe(false);
});

test('what the board says while the port is being opened is not lost', async () => {
  const { path, sockets } = await server();
  const opening = opened(path);
  await until(() => sockets.length === 1, 'the connection');
  sockets[0]?.write('boot ');
  const { bytes } = await opening;
  sockets[0]?.write(Uint8Array.of(255, 255, 0, 13, 10));
  await until(() => bytes.length === 9, 'the bytes');
  expect(bytes).toEqual([...Buffer.from('boot '), 255, 0, 13, 10]);
});

test('random bytes of a server end in an error with a code, never in anything else', async () => {
  const noise = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(Uint8Array.from({ length: 100_000 }, (_, index) => (index * index * 31 + 7) % 256));
    setTimeout(() => socket.destroy(), 100);
  });
  await new Promise<void>((resolve) => noise.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void noise.close());
  const address = noise.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(opened(`rfc2217://127.0.0.1:${port}`)).rejects.toMatchObject({ name: 'WorkbenchError' });
});
