import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { type Asked, answer } from '../../../electron/core/server/answer.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { HOSTILE_PATHS } from '../../support/hostile-paths.ts';
import { servedImage } from '../../support/served-image.ts';

const image = servedImage('ota_1', 1_000);
const ETAG = `"${image.imageId}"`;
const catalogue = new Catalogue();
catalogue.publish(image, { pushId: 'p1' });

function ask(change: Partial<Asked> = {}, status: 'ok' | 'stopping' = 'ok') {
  const asked = { method: 'GET', target: '/firmware/ota_1.bin', headers: {}, peer: '10.0.0.2', ...change };
  const health = () => ({ status, version: '1.2.3', uptimeSeconds: 5, port: 8002 });
  return answer(asked, { catalogue, health });
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
  const { status, headers, body } = ask({ headers: { range: 'bytes=100-199' } });
  expect([status, headers['Content-Range'], headers['Content-Length']]).toEqual([
    206,
    'bytes 100-199/1000',
    '100',
  ]);
  expect([body.byteOffset, body.length, body.buffer]).toEqual([100, 100, image.bytes.buffer]);
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
  const { status, headers, body } = ask({ target: '/health' });
  expect([status, headers['Content-Type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({
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

test.each(HOSTILE_PATHS)('%s is not found', (target) => {
  const { status, body, file } = ask({ target });
  expect([status, Buffer.from(body).toString(), file]).toEqual([404, 'Not found.\n', null]);
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
  ];
  expect([...packages].filter((name) => !allowed.includes(name))).toEqual([]);
  for (const name of readdirSync('electron/core/server')) {
    expect(readFileSync(path.join('electron/core/server', name), 'utf8')).not.toMatch(/node:fs|['"]fs['"/]/);
  }
});
