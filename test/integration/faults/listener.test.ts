import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { FaultListener } from '../../../electron/core/faults/fault-listener.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { paramsFor } from '../../../shared/faults/fault-body.ts';
import type { ServerEvent } from '../../../shared/ota/server-event.ts';
import { clientHello } from '../../support/client-hello.ts';
import { testCredentials } from '../../support/test-credentials.ts';

const BODY = new Uint8Array(4_000_000).fill(0x5a);
const GET = 'GET /app.bin HTTP/1.1\r\nHost: x\r\n\r\n';

/** A misbehaving server on loopback, and what it told. */
async function listening(name: FaultName) {
  const events: ServerEvent[] = [];
  let id = 0;
  const { keyPem: key, certPem: cert } = await testCredentials();
  const listener = new FaultListener(
    {
      clock: systemClock,
      socketBuffers: null,
      onEvent: (event) => events.push(event),
      nextId: () => {
        id += 1;
        return id;
      },
    },
    {
      plan: { name, params: paramsFor(name, {}, BODY.length), body: BODY, path: '/app.bin' },
      pushId: 'p1',
      imageId: 'a'.repeat(64),
      fileName: 'app.bin',
    },
    name === 'plain-http' ? null : { key, cert },
  );
  onTestFinished(() => listener.close());
  const port = await listener.listen(0, '127.0.0.1');
  const count = (kind: ServerEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  return { port, events, count };
}

async function tcp(port: number, words: Uint8Array | string = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  if (words.length > 0) socket.write(words);
  return socket;
}

/** The TCP connection below a TLS client that says this and reads the first that comes. */
async function tls(port: number, words: string, reads: boolean): Promise<Socket> {
  const below = await tcp(port);
  const socket = connectTls({ socket: below, rejectUnauthorized: false });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
  socket.write(words);
  if (reads) await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  return below;
}

const STATES: readonly (readonly [string, (port: number) => Promise<Socket>])[] = [
  ['before a word', (port) => tcp(port)],
  ['in mid-hello', async (port) => tcp(port, (await clientHello()).subarray(0, 50))],
  ['after its hello', async (port) => tcp(port, await clientHello())],
  ['after garbage', (port) => tcp(port, Buffer.alloc(2_000, 7))],
  ['after the handshake', (port) => tls(port, 'GET /', false)],
  ['in mid-body', (port) => tls(port, GET, true)],
  ['with more requests behind', (port) => tls(port, GET.repeat(4), true)],
];

test.each(STATES)(
  'a board that goes %s leaves nothing behind in the server that misbehaves',
  async (_when, open) => {
    const { port, count } = await listening('slow');
    for (const ending of ['end', 'destroy', 'resetAndDestroy'] as const) (await open(port))[ending]();
    await expect.poll(() => count('disconnected')).toBe(3);
    await expect.poll(() => count('requestEnded')).toBe(count('requestStarted'));
    expect(count('connected')).toBe(3);
    expect(count('tlsEstablished') + count('tlsRefused')).toBe(3);
  },
);

test('plain HTTP where TLS is expected outlives whoever goes', async () => {
  const { port, count } = await listening('plain-http');
  for (const ending of ['end', 'destroy', 'resetAndDestroy'] as const)
    (await tcp(port, await clientHello()))[ending]();
  await expect.poll(() => count('disconnected')).toBe(3);
  expect(count('tlsRefused')).toBe(3);
});
