import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { loadSocketBuffers } from '../../../electron/adapters/socket-buffers.ts';
import type { SendBuffer } from '../../../electron/core/ports.ts';
import { clientHello } from '../../support/client-hello.ts';
import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { fetchFrom, openTls } from '../../support/tls-client.ts';

const image = servedImage('ota_1', 4_000_000);
const GET = 'GET /firmware/ota_1.bin HTTP/1.1\r\nHost: x\r\n\r\n';

type Ending = 'end' | 'destroy' | 'resetAndDestroy';
const ENDINGS: readonly Ending[] = ['end', 'destroy', 'resetAndDestroy'];

/** A connection below TLS, so that it can be reset. */
async function tcp(port: number, words: Uint8Array | string = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  if (words.length > 0) socket.write(words);
  return socket;
}

/** A client over TLS that says this and reads as much as this of what comes. */
async function tls(bench: FirmwareBench, words: string, readBytes = 0): Promise<Socket> {
  const below = await tcp(bench.port);
  const socket = await openTls(bench, { socket: below });
  socket.on('error', () => undefined);
  if (words.length > 0) socket.write(words);
  let read = 0;
  if (readBytes > 0) {
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read >= readBytes) {
          socket.pause();
          resolve();
        }
      });
    });
  }
  return below;
}

type State = (bench: FirmwareBench) => Promise<Socket>;

/** Where a client may be when it goes, and how many requests are told of it then. */
const STATES: readonly (readonly [string, State, number])[] = [
  ['before a word', (bench) => tcp(bench.port), 0],
  ['in the middle of its hello', async (bench) => tcp(bench.port, (await clientHello()).subarray(0, 50)), 0],
  ['after its hello', async (bench) => tcp(bench.port, await clientHello()), 0],
  ['after the handshake', (bench) => tls(bench, ''), 0],
  ['in a request line', (bench) => tls(bench, 'GET /firm'), 0],
  ['in the headers', (bench) => tls(bench, 'GET / HTTP/1.1\r\nHost: x\r\nX-Y'), 0],
  ['after a request', (bench) => tls(bench, GET), 1],
  ['in the first bytes of an image', (bench) => tls(bench, GET, 1_000), 1],
  ['in the middle of an image', (bench) => tls(bench, GET, 1_000_000), 1],
  ['with more requests behind', (bench) => tls(bench, GET.repeat(5), 1_000), 5],
  ['without TLS before a word', (bench) => tcp(bench.plainPort ?? 0), 0],
  ['without TLS in the headers', (bench) => tcp(bench.plainPort ?? 0, 'GET / HTTP/1.1\r\nHo'), 0],
];

test.each(STATES)('a client that goes %s leaves nothing behind', async (_name, open, requests) => {
  const bench = await firmwareBench({ plain: true, limits: { stallMs: 5_000 } });
  bench.catalogue.publish(image, { pushId: null });
  for (const [at, ending] of ENDINGS.entries()) {
    const socket = await open(bench);
    await bench.event('connected', at + 1);
    if (requests > 0) await bench.event('requestStarted', requests * at + 1);
    socket[ending]();
    await bench.event('disconnected', at + 1);
  }
  expect(bench.server.status()).toMatchObject({ connections: 0, downloads: 0 });
  const counted = (kind: string) => bench.events.filter((event) => event.kind === kind).length;
  expect(counted('connected')).toBe(3);
  expect(counted('disconnected')).toBe(3);
  expect(counted('requestEnded')).toBe(counted('requestStarted'));
  expect(counted('tlsEstablished') + counted('tlsRefused')).toBeLessThanOrEqual(3);
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
});

test('an image that is taken away while it is served reaches its end, ten times at once', async () => {
  const bench = await firmwareBench();
  const publication = bench.catalogue.publish(image, { pushId: null });
  const replies = Array.from({ length: 10 }, () => fetchFrom(bench, publication.path));
  await bench.event('requestStarted', 10);
  publication.withdraw();
  for (const reply of await Promise.all(replies)) expect(reply.body.equals(image.bytes)).toBe(true);
  expect((await fetchFrom(bench, publication.path)).status).toBe(404);
});

test.runIf((await loadSocketBuffers()) !== null)(
  'a client that has everything and goes at once has everything, though nobody had looked since',
  async () => {
    const buffers = await loadSocketBuffers();
    if (buffers === null) throw new Error('No way to the buffers.');
    let gone = false;
    // Until the client goes, its last acknowledgement is on its way.
    const readSend = (descriptor: number): SendBuffer | null => {
      const now = buffers.readSend(descriptor);
      if (gone || now === null || now.acknowledgedBytes === null) return now;
      const acknowledgedBytes = Math.max(0, now.acknowledgedBytes - 1_000);
      return { ...now, acknowledgedBytes, waitingBytes: now.waitingBytes + 1_000 };
    };
    const bench = await firmwareBench({
      // No timer goes off: nothing is looked at by itself.
      clock: { nowMs: Date.now, after: () => () => undefined },
      socketBuffers: async () => ({ ...buffers, readSend }),
    });
    const small = servedImage('ota_2', 60_000);
    bench.catalogue.publish(small, { pushId: null });
    const socket = await openTls(bench);
    socket.on('error', () => undefined);
    let read = 0;
    const whole = new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > small.bytes.length) resolve();
      });
    });
    socket.write('GET /firmware/ota_2.bin HTTP/1.1\r\nHost: x\r\n\r\n');
    await whole;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.counts.get('requestEnded')).toBeUndefined();
    gone = true;
    socket.end();
    expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'complete', bytes: 60_000 });
  },
);
