import { createServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';

import { loadSocketBuffers } from '../../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { type FirmwareBench, firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { testCredentials } from '../../support/test-credentials.ts';
import { fetchFrom, openTls } from '../../support/tls-client.ts';

/** More than the kernels of both sides take off our hands. */
const BIG_BYTES = 32 * 1024 * 1024;
const big = { ...servedImage('big', 64), bytes: new Uint8Array(BIG_BYTES) };

/** A download that stops reading after its first bytes. */
async function stuckDownload(bench: FirmwareBench): Promise<{ socket: TLSSocket; firstBytes: number }> {
  bench.catalogue.publish(big, { pushId: 'p1' });
  const socket = await openTls(bench);
  socket.on('error', () => undefined);
  const first = new Promise<number>((resolve) =>
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(chunk.length);
    }),
  );
  socket.write('GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\n\r\n');
  return { socket, firstBytes: await first };
}

async function errorOf(work: Promise<unknown>): Promise<WorkbenchError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof WorkbenchError) return thrown;
    throw thrown;
  }
  throw new Error('It went well.');
}

async function makeServer() {
  const credentials = await testCredentials();
  const server = createFirmwareServer({
    clock: systemClock,
    catalogue: new Catalogue(),
    credentials: () => credentials,
    version: '1.2.3',
    onEvent: () => undefined,
  });
  onTestFinished(async () => void (await server.stop({ drainMs: 0 })));
  return server;
}

/** As on Linux, where the system tells what was acknowledged, and as elsewhere, where it does not. */
const MODES = [
  { bytesAre: 'handed', socketBuffers: async () => null },
  ...((await loadSocketBuffers()) === null
    ? []
    : [{ bytesAre: 'delivered', socketBuffers: loadSocketBuffers }]),
];

describe.each(MODES)('where bytes are $bytesAre', ({ bytesAre, socketBuffers }) => {
  test('a client that leaves early is told with what it cannot have had', async () => {
    const bench = await firmwareBench({ socketBuffers });
    const { socket } = await stuckDownload(bench);
    socket.destroy();
    const ended = await bench.event('requestEnded');
    expect(ended).toMatchObject({
      outcome: 'closedEarly',
      bytesAre,
      totalBytes: BIG_BYTES,
      status: 200,
      pushId: 'p1',
    });
    expect(ended.bytes).toBeLessThan(BIG_BYTES);
    expect(bench.server.status()).toMatchObject({ downloads: 0 });
  });

  test('a client that stops reading is let go after the stall time', async () => {
    const bench = await firmwareBench({ socketBuffers, limits: { stallMs: 200 } });
    const { socket } = await stuckDownload(bench);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const ended = await bench.event('requestEnded');
    expect(ended.outcome).toBe('stalled');
    expect(ended.bytes).toBeLessThan(BIG_BYTES);
    socket.resume();
    await closed;
    await bench.event('disconnected');
  });

  test('a slow client is not stalled while bytes move', async () => {
    const bench = await firmwareBench({ socketBuffers, limits: { stallMs: 1_500 } });
    const image = servedImage('slow', 12 * 1024 * 1024);
    bench.catalogue.publish(image, { pushId: null });
    const socket = await openTls(bench);
    socket.write('GET /firmware/slow.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let received = 0;
    for await (const chunk of socket) {
      received += (chunk as Buffer).length;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(received).toBeGreaterThan(image.bytes.length);
    const ended = await bench.event('requestEnded');
    expect(ended).toMatchObject({ outcome: 'complete', bytes: image.bytes.length });
    expect(ended.durationMs).toBeGreaterThan(1_500);
  });

  test('progress grows, comes at most ten times a second, and never passes the end', async () => {
    const bench = await firmwareBench({ socketBuffers });
    const image = servedImage('slow', 12 * 1024 * 1024);
    bench.catalogue.publish(image, { pushId: null });
    const socket = await openTls(bench);
    socket.write('GET /firmware/slow.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    for await (const _ of socket) await new Promise((resolve) => setTimeout(resolve, 2));
    const ended = await bench.event('requestEnded');
    const progress = bench.events.flatMap((event) => (event.kind === 'requestProgress' ? [event] : []));
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.length).toBeLessThanOrEqual(ended.durationMs / 100 + 1);
    const bytes = progress.map((event) => event.bytes);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(bytes.at(-1)).toBeLessThanOrEqual(image.bytes.length);
  });

  test('a stop lets a running download end and refuses a new one', async () => {
    const bench = await firmwareBench({ socketBuffers });
    const { socket, firstBytes } = await stuckDownload(bench);
    const stopped = bench.server.stop({ drainMs: 20_000 });
    expect(bench.server.status().kind).toBe('stopping');
    await expect(fetchFrom(bench, '/firmware/big.bin')).rejects.toThrow(/ECONNREFUSED|hang up|ECONNRESET/);
    let received = firstBytes;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    socket.resume();
    expect(await stopped).toEqual({ cut: [] });
    expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'complete', bytes: BIG_BYTES });
    expect(bench.server.status()).toEqual({ kind: 'off' });
    await new Promise<void>((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));
    expect(received).toBeGreaterThan(BIG_BYTES);
  });

  test('a stop cuts what does not end in time and says what', async () => {
    const bench = await firmwareBench({ socketBuffers });
    await stuckDownload(bench);
    const { cut } = await bench.server.stop({ drainMs: 50 });
    expect(cut).toHaveLength(1);
    expect(cut[0]).toMatchObject({
      peer: '127.0.0.1',
      path: '/firmware/big.bin',
      image: 'big.bin',
      totalBytes: BIG_BYTES,
    });
    expect(cut[0]?.bytes).toBeLessThan(BIG_BYTES);
    expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'closedEarly' });
    await bench.event('disconnected');
  });

  test('many requests on one connection leave nothing behind', async () => {
    const bench = await firmwareBench({ socketBuffers });
    bench.catalogue.publish(servedImage('ota_1', 1_000), { pushId: null });
    const socket = await openTls(bench);
    socket.resume();
    for (let count = 1; count <= 50; count += 1) {
      socket.write('GET /firmware/ota_1.bin HTTP/1.1\r\nHost: x\r\n\r\n');
      expect((await bench.event('requestEnded', count)).outcome).toBe('complete');
    }
    expect(bench.server.status()).toMatchObject({ connections: 1, downloads: 0 });
    expect(bench.events.filter(({ kind }) => kind === 'connected')).toHaveLength(1);
  });

  test('requests that wait behind a stuck one end with their connection', async () => {
    const bench = await firmwareBench({ socketBuffers });
    const { socket } = await stuckDownload(bench);
    socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\n');
    await bench.event('requestStarted', 3);
    socket.destroy();
    await bench.event('requestEnded', 3);
    expect(bench.events.flatMap((event) => (event.kind === 'requestEnded' ? [event.outcome] : []))).toEqual([
      'closedEarly',
      'closedEarly',
      'closedEarly',
    ]);
  });
});

test('a stopped server can be started again', async () => {
  const server = await makeServer();
  const { port } = await server.start({ port: 0, bind: '127.0.0.1' });
  expect(server.status()).toMatchObject({
    kind: 'listening',
    port,
    bind: '127.0.0.1',
    connections: 0,
    downloads: 0,
  });
  await server.stop({ drainMs: 0 });
  expect(server.status()).toEqual({ kind: 'off' });
  expect(await server.start({ port, bind: '127.0.0.1' })).toEqual({ port, plainPort: null });
});

test('a taken port is an error that names it, and no other port is tried', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const server = await makeServer();
  const error = await errorOf(server.start({ port, bind: '127.0.0.1' }));
  expect([error.code, error.params]).toEqual(['server/address-in-use', { port, address: '127.0.0.1' }]);
  expect(server.status()).toEqual({ kind: 'off' });
  const everywhere = await errorOf(server.start({ port, bind: '0.0.0.0' }));
  expect([everywhere.code, everywhere.params]).toEqual([
    'server/address-in-use',
    { port, address: '0.0.0.0' },
  ]);
});

test.each(['192.0.2.77', 'localhost', 'example.org', ''])(
  '%j is not an address of this machine',
  async (bind) => {
    const server = await makeServer();
    const error = await errorOf(server.start({ port: 0, bind }));
    expect([error.code, error.params.address]).toEqual(['server/address-not-ours', bind]);
    expect(String(error.params.addresses)).toContain('127.0.0.1');
  },
);
