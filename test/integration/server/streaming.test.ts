import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { ImageLibrary } from '../../../electron/core/image/image-library.ts';
import { openImageLibrary } from '../../../electron/core/image/image-library.ts';
import { sha256 } from '../../support/digests.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { soundApp } from '../../support/images.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { fetchFrom, openTls } from '../../support/tls-client.ts';

const onLinux = process.platform === 'linux';
/** Files and sockets that this process has open. */
const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

/** A server whose library keeps no image in memory, or so much of them. */
async function streamingBench(sizes: readonly number[], cacheBytes = 0) {
  const dir = path.join(tempDir(), 'images');
  const library = await openImageLibrary({ dir, clock: new FakeClock(), sha256, cacheBytes });
  const bench = await firmwareBench();
  const images = [];
  for (const [at, sizeBytes] of sizes.entries()) {
    const bytes = soundApp({ sizeBytes, version: `1.${at}` });
    const { imageId, fileName, urlName } = await add(library, bytes, at);
    const stored = await library.served(imageId);
    bench.catalogue.publish({ imageId, fileName, urlName, bytes: stored }, { pushId: `p${at}` });
    images.push({ imageId, bytes, path: `/firmware/${urlName}.bin` });
  }
  return { dir, library, bench, images };
}

const add = (library: ImageLibrary, bytes: Uint8Array, at: number) =>
  library.add({ fileName: `app_${at}.bin`, bytes, source: 'dropped' });

test('images beyond the cap are read from the library while they are sent, byte for byte', async () => {
  const { bench, images } = await streamingBench([300_000, 300_000, 300_000], 650_000);
  const replies = await Promise.all(images.map(({ path }) => fetchFrom(bench, path)));
  for (const [at, { status, body }] of replies.entries()) {
    expect([status, body.equals(images[at]?.bytes ?? Buffer.alloc(0))]).toEqual([200, true]);
  }
});

test.each([
  ['bytes=0-0', 0, 1],
  ['bytes=100000-', 100_000, 300_000],
  ['bytes=-5000', 295_000, 300_000],
  ['bytes=70000-140000', 70_000, 140_001],
])('a range of an image that is read from its file is exact: %s', async (range, start, end) => {
  const { bench, images } = await streamingBench([300_000]);
  const [{ path, bytes }] = images as [(typeof images)[0]];
  const reply = await fetchFrom(bench, path, { headers: { Range: range } });
  expect(reply.status).toBe(206);
  expect(reply.body.equals(bytes.subarray(start, end))).toBe(true);
});

test('several ranges of it come in one reply, and HEAD reads nothing', async () => {
  const { bench, images } = await streamingBench([300_000]);
  const [{ path, bytes }] = images as [(typeof images)[0]];
  const { body } = await fetchFrom(bench, path, { headers: { Range: 'bytes=10-19,200000-200009' } });
  for (const start of [10, 200_000])
    expect(body.includes(Buffer.from(bytes.subarray(start, start + 10)))).toBe(true);
  const head = await fetchFrom(bench, path, { method: 'HEAD' });
  expect([head.headers['content-length'], head.body.length]).toEqual(['300000', 0]);
});

test('twenty boards at once get the whole of it', async () => {
  const { bench, images } = await streamingBench([300_000]);
  const [{ path, bytes }] = images as [(typeof images)[0]];
  const replies = await Promise.all(Array.from({ length: 20 }, () => fetchFrom(bench, path)));
  expect(replies.every(({ body }) => body.equals(bytes))).toBe(true);
});

test('an image that is removed in the middle of its download ends with one event, and the connection with it', async () => {
  const { library, bench, images } = await streamingBench([12 * 1024 * 1024]);
  const [{ path, imageId, bytes }] = images as [(typeof images)[0]];
  const socket = await openTls(bench);
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  await library.remove(imageId);
  let received = 0;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  socket.resume();
  expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'closedEarly', imageId });
  await bench.event('disconnected');
  expect(received).toBeLessThan(bytes.length);
  expect(bench.events.filter(({ kind }) => kind === 'requestEnded')).toHaveLength(1);
});

test('an image in memory that is removed while it is served reaches its end', async () => {
  const { library, bench, images } = await streamingBench([12 * 1024 * 1024], 64 * 1024 * 1024);
  const [{ path, imageId, bytes }] = images as [(typeof images)[0]];
  const reply = fetchFrom(bench, path);
  await bench.event('requestStarted');
  await library.remove(imageId);
  expect((await reply).body.equals(bytes)).toBe(true);
});

/** The same names, and nothing in them. */
function cpEmpty(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) writeFileSync(path.join(to, name), '');
}

/** What becomes of a folder whose disk is pulled out: it is not there, or something else is in its place. */
const LOSSES: readonly (readonly [string, (dir: string) => void])[] = [
  ['is away', (dir) => renameSync(dir, `${dir}.away`)],
  [
    'is a file',
    (dir) => {
      renameSync(dir, `${dir}.away`);
      writeFileSync(dir, 'not a folder');
    },
  ],
  [
    'holds empty files',
    (dir) => {
      renameSync(dir, `${dir}.away`);
      cpEmpty(`${dir}.away`, dir);
    },
  ],
];

test.runIf(onLinux).each(LOSSES)(
  'ten downloads whose folder %s end with one event each; what is in memory goes on, and all is served again after',
  async (_name, lose) => {
    const size = 12 * 1024 * 1024;
    // The second one lies in memory, where there is no room for the first.
    const { dir, bench, images } = await streamingBench([size, 300_000], 1_000_000);
    const [streamed, kept] = images as [(typeof images)[0], (typeof images)[0]];
    const before = openDescriptors();
    const sockets = await Promise.all(Array.from({ length: 10 }, () => openTls(bench)));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(`GET ${streamed.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.pause();
    }
    lose(dir);
    for (const socket of sockets) socket.resume();
    await bench.event('disconnected', 10);
    const ended = bench.events.filter((event) => event.kind === 'requestEnded');
    expect(ended.map(({ outcome }) => outcome)).toEqual(Array(10).fill('closedEarly'));
    expect((await fetchFrom(bench, kept.path)).body.equals(kept.bytes)).toBe(true);
    await expect(fetchFrom(bench, streamed.path)).rejects.toThrow();
    expect(bench.server.status()).toMatchObject({ downloads: 0 });
    rmSync(dir, { recursive: true, force: true });
    renameSync(`${dir}.away`, dir);
    expect((await fetchFrom(bench, streamed.path)).body.equals(streamed.bytes)).toBe(true);
    await bench.event('disconnected', 13);
    // A socket of a client may be closed a moment after that of the server.
    await expect.poll(openDescriptors).toBeLessThanOrEqual(before);
  },
);
