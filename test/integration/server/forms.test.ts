import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Access, BodyForm } from '../../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../../shared/ota/delivery.ts';
import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { fetchFrom, openTls, sendRaw } from '../../support/tls-client.ts';

/** As long as names get: 16 MiB, and every header at its longest. */
const image = { ...servedImage('n'.repeat(120), 64), bytes: new Uint8Array(16 * 1024 * 1024).fill(0x5a) };
const small = servedImage('ota_1', 3_000);
const BOARD_BUFFER_BYTES = 512;
/** What the article's program wants of an image in its first read. */
const FIRST_BYTES = 289;
const FORMS: readonly BodyForm[] = ['contentLength', 'chunked', 'untilClose'];

/** The first that arrives after a request, by TLS or without. */
async function firstRead(bench: FirmwareBench, text: string, plain: boolean): Promise<string> {
  const socket = plain ? connect(bench.plainPort ?? 0, '127.0.0.1') : await openTls(bench);
  onTestFinished(() => void socket.destroy());
  const first = new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.write(text);
  const bytes = await first;
  socket.destroy();
  return bytes.toString('latin1');
}

const RANGES = [
  '',
  'Range: bytes=1000000-\r\n',
  'Range: bytes=16000000-16777215\r\n',
  'Range: bytes=0-999,5000-9999\r\n',
];

test.each(FORMS)('%s: the head fits the buffer of a board, and the image begins with it', async (body) => {
  const bench = await firmwareBench({ plain: true });
  const { path } = bench.catalogue.publish(image, {
    pushId: null,
    delivery: { ...PLAIN_DELIVERY, body, scheme: 'http' },
  });
  for (const plain of [false, true]) {
    for (const range of RANGES) {
      const request = `GET ${path} HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: 127.0.0.1:8002\r\n${range}\r\n`;
      const text = await firstRead(bench, request, plain);
      const headBytes = text.indexOf('\r\n\r\n') + 4;
      expect(headBytes).toBeGreaterThan(4);
      expect([range, headBytes <= BOARD_BUFFER_BYTES]).toEqual([range, true]);
      expect(text.length - headBytes).toBeGreaterThanOrEqual(FIRST_BYTES);
    }
  }
});

const link: Access = { kind: 'token', use: 'once', expiresInSeconds: null };

test('the head of every refusal fits the buffer of a board', async () => {
  const bench = await firmwareBench({
    rules: {
      isOurs: (name) => name === 'x' || name === '127.0.0.1',
      allowed: () => [],
      isServing: () => true,
    },
  });
  bench.catalogue.publish(small, { pushId: null });
  const locked = bench.catalogue.publish(small, {
    pushId: 'p1',
    delivery: { ...PLAIN_DELIVERY, access: { kind: 'basic', user: null, password: null } },
  });
  const once = bench.catalogue.publish(small, {
    pushId: 'p2',
    delivery: { ...PLAIN_DELIVERY, access: link },
  });
  await fetchFrom(bench, once.path);
  const etag = `"${small.imageId}"`;
  const cases: readonly [number, string, string][] = [
    [304, '/firmware/ota_1.bin', `If-None-Match: ${etag}\r\n`],
    [401, locked.path, ''],
    [404, '/nothing', ''],
    [410, once.path, ''],
    [416, '/firmware/ota_1.bin', 'Range: bytes=3000-\r\n'],
    [417, '/firmware/ota_1.bin', 'Expect: more\r\n'],
    [431, '/firmware/ota_1.bin', `X: ${'a'.repeat(20_000)}\r\n`],
    [400, '/firmware/ota_1.bin', 'Host: y\r\n'],
  ];
  for (const [status, path, more] of cases) {
    const text = await sendRaw(bench, `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}Connection: close\r\n\r\n`);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text.indexOf('\r\n\r\n')).toBeLessThanOrEqual(BOARD_BUFFER_BYTES);
  }
  const foreign = await sendRaw(bench, 'GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n');
  expect(foreign).toMatch(/^HTTP\/1\.1 421 /);
  expect(foreign.toLowerCase()).not.toContain('access-control');
});

test('a chunked body has no length and comes whole; so does one that the end of the connection ends', async () => {
  const bench = await firmwareBench();
  for (const body of ['chunked', 'untilClose'] as const) {
    const served = servedImage(body, 300_000);
    const { path } = bench.catalogue.publish(served, { pushId: null, delivery: { ...PLAIN_DELIVERY, body } });
    const reply = await fetchFrom(bench, path);
    expect(reply.body.equals(served.bytes)).toBe(true);
    expect(reply.headers['content-length']).toBeUndefined();
    expect(reply.headers['transfer-encoding']).toBe(body === 'chunked' ? 'chunked' : undefined);
    const part = await fetchFrom(bench, path, { headers: { Range: 'bytes=299990-' } });
    expect([part.status, part.body.length]).toEqual([206, 10]);
    const head = await fetchFrom(bench, path, { method: 'HEAD' });
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, undefined]);
  }
  const ended = bench.events.filter((event) => event.kind === 'requestEnded');
  expect(ended.map(({ outcome, bytes }) => [outcome, bytes])).toEqual([
    ['complete', 300_000],
    ['complete', 10],
    ['complete', 0],
    ['complete', 300_000],
    ['complete', 10],
    ['complete', 0],
  ]);
});

test('what ends with the connection ends in order: TLS says so before TCP does', async () => {
  const bench = await firmwareBench();
  const { path } = bench.catalogue.publish(small, {
    pushId: null,
    delivery: { ...PLAIN_DELIVERY, body: 'untilClose' },
  });
  const socket = await openTls(bench);
  const ends: string[] = [];
  socket.on('end', () => ends.push('end'));
  socket.on('error', () => ends.push('error'));
  socket.resume();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  expect(ends).toEqual(['end']);
});

test('HTTP/1.0 clients get a length, no chunks, and keep their connection where they ask to', async () => {
  const bench = await firmwareBench();
  bench.catalogue.publish(small, { pushId: null });
  const chunked = bench.catalogue.publish(servedImage('c', 3_000), {
    pushId: null,
    delivery: { ...PLAIN_DELIVERY, body: 'chunked' },
  });
  const get = (path: string, more = '') => `GET ${path} HTTP/1.0\r\n${more}\r\n`;
  const plain = await sendRaw(bench, get('/firmware/ota_1.bin'));
  expect(plain).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(plain).toMatch(/\r\nContent-Length: 3000\r\n/);
  expect(plain).toMatch(/\r\nConnection: close\r\n/);
  expect(await sendRaw(bench, get('/firmware/ota_1.bin', 'Host: x:80\r\n'))).toMatch(/^HTTP\/1\.1 200 OK/);
  const kept = await sendRaw(
    bench,
    get('/health', 'Connection: keep-alive\r\n') + get('/firmware/ota_1.bin'),
  );
  expect(kept.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  expect(kept).toMatch(/Connection: keep-alive/);
  const unframed = await sendRaw(bench, get(chunked.path));
  expect(unframed).not.toMatch(/transfer-encoding/i);
  expect(unframed.length - unframed.indexOf('\r\n\r\n') - 4).toBe(3_000);
});

test('several ranges arrive as parts that a client can take apart', async () => {
  const bench = await firmwareBench();
  bench.catalogue.publish(small, { pushId: null });
  const reply = await fetchFrom(bench, '/firmware/ota_1.bin', {
    headers: { Range: 'bytes=0-99, 1000-1499, -7', 'If-Range': `"${small.imageId}"` },
  });
  expect(reply.status).toBe(206);
  const boundary = /boundary=(.+)$/.exec(reply.headers['content-type'] ?? '')?.[1] ?? '';
  const parts = reply.body.toString('latin1').split(`\r\n--${boundary}`);
  expect(parts.at(-1)).toBe('--\r\n');
  const bodies = parts.slice(1, -1).map((part) => part.slice(part.indexOf('\r\n\r\n') + 4));
  const expected = [
    [0, 100],
    [1_000, 1_500],
    [2_993, 3_000],
  ].map(([start, end]) => Buffer.from(small.bytes.subarray(start, end)).toString('latin1'));
  expect(bodies).toEqual(expected);
});

test('resuming works under a link: from where it stopped, while it is the same image', async () => {
  const bench = await firmwareBench();
  const { path } = bench.catalogue.publish(small, {
    pushId: 'p1',
    delivery: { ...PLAIN_DELIVERY, access: link },
  });
  const ask = (headers: Record<string, string>) => fetchFrom(bench, path, { headers });
  expect((await fetchFrom(bench, path, { method: 'HEAD' })).headers['content-length']).toBe('3000');
  expect((await ask({ Range: 'bytes=0-999' })).body.length).toBe(1_000);
  const stale = await ask({ Range: 'bytes=1000-', 'If-Range': '"other"' });
  expect([stale.status, stale.body.length]).toEqual([200, 3_000]);
  // The whole was had.
  expect((await ask({ Range: 'bytes=1000-' })).status).toBe(410);
});
