import { expect, test } from 'vitest';

import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { fetchFrom, openTls } from '../../support/tls-client.ts';

const image = servedImage('ota_1', 3_000);
const OPEN = { isOurs: () => true, allowed: () => [], isServing: () => true };

test('a board that is not in the list is turned away with one event and not a byte', async () => {
  const bench = await firmwareBench({ rules: { ...OPEN, allowed: () => ['127.0.0.2', '127.1.0.0/16'] } });
  bench.catalogue.publish(image, { pushId: null });
  await expect(fetchFrom(bench, '/health', { from: '127.0.0.3' })).rejects.toThrow(
    /hang up|ECONNRESET|disconnected/,
  );
  expect(bench.events).toEqual([
    expect.objectContaining({ kind: 'connectionRefused', peer: '127.0.0.3', reason: 'notAllowed' }),
  ]);
  expect((await fetchFrom(bench, '/health', { from: '127.0.0.2' })).status).toBe(200);
  expect((await fetchFrom(bench, '/health', { from: '127.1.2.3' })).status).toBe(200);
});

test('while nobody is to be served every connection is closed, and served again at once afterwards', async () => {
  let isServing = false;
  const bench = await firmwareBench({ rules: { ...OPEN, isServing: () => isServing } });
  await expect(fetchFrom(bench, '/health')).rejects.toThrow();
  expect(await bench.event('connectionRefused')).toMatchObject({ reason: 'notServing' });
  isServing = true;
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
});

test('a download beyond the limit is told to come again, on a connection that is free again after', async () => {
  const bench = await firmwareBench({ limits: { downloads: 1 } });
  const big = { ...image, urlName: 'big', bytes: new Uint8Array(32 * 1024 * 1024) };
  bench.catalogue.publish(big, { pushId: null });
  const socket = await openTls(bench);
  socket.write('GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise<void>((resolve) =>
    socket.once('data', () => {
      socket.pause();
      resolve();
    }),
  );
  const second = await fetchFrom(bench, '/firmware/big.bin');
  expect([second.status, second.headers['retry-after']]).toEqual([503, '5']);
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
  socket.destroy();
  await bench.event('requestEnded', 3);
  expect((await fetchFrom(bench, '/firmware/big.bin', { headers: { Range: 'bytes=0-9' } })).status).toBe(206);
});

test('a reader below the lowest rate is let go, one above it is not', async () => {
  const limits = { lowestBytesPerSecond: 4_000_000, lowestRateMs: 400, stallMs: 60_000 };
  const bench = await firmwareBench({ limits });
  const big = { ...image, urlName: 'big', bytes: new Uint8Array(64 * 1024 * 1024) };
  bench.catalogue.publish(big, { pushId: null });
  const socket = await openTls(bench);
  socket.on('error', () => undefined);
  let pause: NodeJS.Timeout | undefined;
  socket.on('data', () => {
    socket.pause();
    pause = setTimeout(() => socket.resume(), 50);
  });
  socket.write('GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'stalled' });
  clearTimeout(pause);
  socket.destroy();
  const fast = await fetchFrom(bench, '/firmware/big.bin');
  expect(fast.body.length).toBe(big.bytes.length);
  expect(await bench.event('requestEnded', 2)).toMatchObject({ outcome: 'complete' });
});
