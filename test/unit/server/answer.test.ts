import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { type Answer, type Asked, answer } from '../../../electron/core/server/answer.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { HOSTILE_PATHS } from '../../support/hostile-paths.ts';
import { servedImage } from '../../support/served-image.ts';

const image = servedImage('ota_1', 1_000);
const ETAG = `"${image.imageId}"`;
const catalogue = new Catalogue();
catalogue.publish(image, { pushId: 'p1' });

function ask(change: Partial<Asked> = {}, status: 'ok' | 'stopping' = 'ok', isBusy = false) {
  const asked = {
    method: 'GET',
    target: '/firmware/ota_1.bin',
    headers: {},
    peer: '10.0.0.2',
    secure: true,
    ...change,
  };
  const health = () => ({ status, version: '1.2.3', uptimeSeconds: 5, port: 8002 });
  const isOurs = (name: string): boolean =>
    ['192.168.1.5', 'bench.local', '::1', '127.0.0.1', 'localhost'].includes(name);
  return answer(asked, { catalogue, health, isOurs, isBusy: () => isBusy });
}

/** What lies in memory is there at once. */
function piece(body: Answer['body'], start: number, end: number): Uint8Array {
  const bytes = body.subarray(start, end);
  if (!(bytes instanceof Uint8Array)) throw new Error('These bytes must be read first.');
  return bytes;
}

function bytesOf({ body }: Answer): Buffer {
  return Buffer.from(piece(body, 0, body.length));
}

test('GET gives the image with its length, type and digest', () => {
  const { status, headers, body, file } = ask();
  expect(status).toBe(200);
  expect(headers).toEqual({
    ETag: ETAG,
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    'Content-Length': '1000',
  });
  expect(body).toBe(image.bytes);
  expect(file?.pushId).toBe('p1');
});

test('HEAD gives the same headers and no body', () => {
  const { status, headers, body } = ask({ method: 'HEAD' });
  expect([status, headers, body.length]).toEqual([200, ask().headers, 0]);
});

test.each([ETAG, `W/${ETAG}`, '*', `"x", ${ETAG}`])('a client that has %s gets 304', (header) => {
  const { status, body, headers } = ask({ headers: { 'if-none-match': header } });
  expect([status, body.length, headers.ETag, headers['Content-Length']]).toEqual([304, 0, ETAG, undefined]);
});

test('a client that has another image gets this one', () => {
  expect(ask({ headers: { 'if-none-match': '"other"' } }).status).toBe(200);
});

test('a range gives its part, without a copy', () => {
  const reply = ask({ headers: { range: 'bytes=100-199' } });
  const { status, headers, body } = reply;
  expect([status, headers['Content-Range'], headers['Content-Length']]).toEqual([
    206,
    'bytes 100-199/1000',
    '100',
  ]);
  const sent = piece(body, 0, body.length);
  expect([sent.byteOffset, sent.length, sent.buffer]).toEqual([100, 100, image.bytes.buffer]);
});

test('a range past the end is 416 and says the size', () => {
  const { status, headers } = ask({ headers: { range: 'bytes=1000-' } });
  expect([status, headers['Content-Range']]).toEqual([416, 'bytes */1000']);
});

test('a range counts only while the image is still the one it was begun with', () => {
  const range = 'bytes=500-';
  expect(ask({ headers: { range, 'if-range': ETAG } }).status).toBe(206);
  expect(ask({ headers: { range, 'if-range': '"other"' } }).status).toBe(200);
  expect(ask({ headers: { range, 'if-range': `W/${ETAG}` } }).status).toBe(200);
  expect(ask({ headers: { range, 'if-range': 'Sun, 22 Nov 2026 00:00:00 GMT' } }).status).toBe(200);
});

test('a range in HEAD is not heeded', () => {
  expect(ask({ method: 'HEAD', headers: { range: 'bytes=0-1' } }).headers['Content-Length']).toBe('1000');
});

test('a query and an absolute target change nothing', () => {
  expect(ask({ target: '/firmware/ota_1.bin?x=1&y=../..' }).status).toBe(200);
  expect(ask({ target: 'https://192.168.1.5:8002/firmware/ota_1.bin' }).status).toBe(200);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s is not allowed', (method) => {
  const { status, headers } = ask({ method });
  expect([status, headers.Allow]).toEqual([405, 'GET, HEAD']);
});

test('health tells four things and nothing else', () => {
  const reply = ask({ target: '/health' });
  const { status, headers } = reply;
  expect([status, headers['Content-Type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(bytesOf(reply).toString())).toEqual({
    status: 'ok',
    version: '1.2.3',
    uptimeSeconds: 5,
    port: 8002,
  });
});

test('a server that stops refuses new downloads', () => {
  const { status, headers } = ask({}, 'stopping');
  expect([status, headers.Connection]).toEqual([503, 'close']);
});

test('several ranges come in one reply, each under its own heading', () => {
  const reply = ask({ headers: { range: 'bytes=0-1,500-503,-2' } });
  const boundary = `part-${image.imageId.slice(0, 32)}`;
  expect([reply.status, reply.headers['Content-Type'], reply.headers['Content-Range']]).toEqual([
    206,
    `multipart/byteranges; boundary=${boundary}`,
    undefined,
  ]);
  const heading = (range: string) =>
    `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${range}/1000\r\n\r\n`;
  const part = (start: number, end: number) =>
    Buffer.from(image.bytes.subarray(start, end)).toString('latin1');
  const expected = [
    heading('0-1') + part(0, 2),
    heading('500-503') + part(500, 504),
    heading('998-999') + part(998, 1_000),
    `\r\n--${boundary}--\r\n`,
  ].join('');
  expect(bytesOf(reply).toString('latin1')).toBe(expected);
  expect(reply.headers['Content-Length']).toBe(String(expected.length));
});

test('ranges that leave one part are answered with that part', () => {
  const reply = ask({ headers: { range: 'bytes=0-99,100-199,5000-' } });
  expect([reply.status, reply.headers['Content-Range'], reply.body.length]).toEqual([
    206,
    'bytes 0-199/1000',
    200,
  ]);
});

test('a reply knows whether it completes the image', () => {
  const completes = (headers: Asked['headers'], method = 'GET') => ask({ headers, method }).completes;
  expect(completes({})).toBe(true);
  expect(completes({}, 'HEAD')).toBe(false);
  expect(completes({ range: 'bytes=500-' })).toBe(true);
  expect(completes({ range: 'bytes=0-998' })).toBe(false);
  expect(completes({ range: 'bytes=0-1,900-999' })).toBe(true);
  expect(completes({ 'if-none-match': ETAG })).toBe(false);
});

test.each([
  ['/firmware/ota_1.bin', '192.168.1.5:8002', 200],
  ['/firmware/ota_1.bin', '192.168.1.5', 200],
  ['/firmware/ota_1.bin', '192.168.1.5:1', 200],
  ['/firmware/ota_1.bin', 'BENCH.local.:8002', 200],
  ['/firmware/ota_1.bin', '[::1]:8002', 200],
  ['/firmware/ota_1.bin', undefined, 200],
  ['/firmware/ota_1.bin', 'evil.example:8002', 421],
  ['/firmware/ota_1.bin', '', 421],
  ['/firmware/ota_1.bin', ':8002', 421],
  ['/firmware/ota_1.bin', '192.168.1.5.evil.example', 421],
  ['/firmware/ota_1.bin', 'user@bench.local', 421],
  ['/firmware/ota_1.bin', 'bench.local/x', 421],
  ['/firmware/ota_1.bin', 'bench.local, evil.example', 421],
  ['/health', 'evil.example', 421],
  ['/nothing', 'evil.example', 421],
  // The authority of an absolute target goes before the header.
  ['https://evil.example/firmware/ota_1.bin', '192.168.1.5', 421],
  ['https://bench.local:9/firmware/ota_1.bin', 'evil.example', 200],
  ['https:///firmware/ota_1.bin', '192.168.1.5', 421],
])('%s asked of the host %j is %i', (target, host, status) => {
  expect(ask({ target, headers: host === undefined ? {} : { host } }).status).toBe(status);
});

test('what is expected of the server beyond 100-continue is refused', () => {
  expect(ask({ headers: { expect: '100-Continue' } }).status).toBe(200);
  expect(ask({ headers: { expect: 'miracles' } }).status).toBe(417);
});

test('a server that sends as many images as it may sends no other, but answers', () => {
  expect(ask({}, 'ok', true)).toMatchObject({
    status: 503,
    headers: { 'Retry-After': '5', Connection: 'close' },
  });
  expect(ask({ method: 'HEAD' }, 'ok', true).status).toBe(200);
  expect(ask({ target: '/health' }, 'ok', true).status).toBe(200);
});

test.each(HOSTILE_PATHS)('%s is not found', (target) => {
  const reply = ask({ target });
  const { status, file } = reply;
  expect([status, bytesOf(reply).toString(), file]).toEqual([404, 'Not found.\n', null]);
});

test('there are at least sixty hostile paths, each once', () => {
  expect(HOSTILE_PATHS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(HOSTILE_PATHS).size).toBe(HOSTILE_PATHS.length);
});

test('no part of the server can reach a file', () => {
  const seen = new Set<string>();
  const queue = ['answer.ts', 'running-server.ts', 'firmware-server.ts', 'catalogue.ts'].map((name) =>
    path.join('electron/core/server', name),
  );
  const packages = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/from\s+'([^']+)'|import\(/g)) {
      if (name.startsWith('.')) queue.push(path.join(path.dirname(file), name));
      else packages.add(name);
    }
  }
  expect(seen.size).toBeGreaterThan(10);
  const allowed = [
    'node:crypto',
    'node:http',
    'node:https',
    'node:net',
    'node:os',
    'node:stream',
    'node:tls',
    'zod',
  ];
  expect([...packages].filter((name) => !allowed.includes(name))).toEqual([]);
  for (const name of readdirSync('electron/core/server')) {
    expect(readFileSync(path.join('electron/core/server', name), 'utf8')).not.toMatch(/node:fs|['"]fs['"/]/);
  }
});
