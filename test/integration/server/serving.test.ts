import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { firmwareBench } from '../../support/firmware-bench.ts';
import { HOSTILE_PATHS } from '../../support/hostile-paths.ts';
import { servedImage } from '../../support/served-image.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { fetchFrom, openTls, sendRaw } from '../../support/tls-client.ts';

const image = servedImage('ota_1', 300_000);
const PATH = '/firmware/ota_1.bin';

async function benchWithImage() {
  const bench = await firmwareBench();
  bench.catalogue.publish(image, { pushId: 'p1' });
  return bench;
}

test('an image arrives whole, and every step is told', async () => {
  const bench = await benchWithImage();
  const reply = await fetchFrom(bench, PATH);
  expect(reply.status).toBe(200);
  expect(reply.body.equals(image.bytes)).toBe(true);
  expect(reply.headers).toMatchObject({
    'content-length': '300000',
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${image.imageId}"`,
  });
  expect(reply.headers['transfer-encoding']).toBeUndefined();
  expect(reply.headers['x-powered-by']).toBeUndefined();
  await bench.event('disconnected');
  expect(bench.events.map(({ kind }) => kind).filter((kind) => kind !== 'requestProgress')).toEqual([
    'connected',
    'tlsEstablished',
    'requestStarted',
    'requestEnded',
    'disconnected',
  ]);
  expect(await bench.event('tlsEstablished')).toMatchObject({
    version: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
  });
  expect(await bench.event('requestEnded')).toMatchObject({
    peer: '127.0.0.1',
    method: 'GET',
    path: PATH,
    imageId: image.imageId,
    pushId: 'p1',
    image: 'ota_1.bin',
    status: 200,
    bytes: 300_000,
    totalBytes: 300_000,
    outcome: 'complete',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' },
  });
});

test('what is served is what was added, whatever becomes of the file', async () => {
  const bench = await firmwareBench();
  const file = path.join(tempDir(), 'app.bin');
  writeFileSync(file, image.bytes);
  bench.catalogue.publish({ ...image, bytes: readFileSync(file) }, { pushId: null });
  writeFileSync(file, 'rebuilt meanwhile');
  expect((await fetchFrom(bench, PATH)).body.equals(image.bytes)).toBe(true);
});

test('a withdrawn image is served to its end, and to nobody after', async () => {
  const bench = await firmwareBench();
  const big = servedImage('big', 12 * 1024 * 1024);
  const publication = bench.catalogue.publish(big, { pushId: null });
  const reply = fetchFrom(bench, publication.path);
  await bench.event('requestStarted');
  publication.withdraw();
  expect((await reply).body.equals(big.bytes)).toBe(true);
  expect((await fetchFrom(bench, publication.path)).status).toBe(404);
});

test('HEAD tells the length and sends nothing', async () => {
  const bench = await benchWithImage();
  const reply = await fetchFrom(bench, PATH, { method: 'HEAD' });
  expect([reply.status, reply.headers['content-length'], reply.body.length]).toEqual([200, '300000', 0]);
  expect(await bench.event('requestEnded')).toMatchObject({ bytes: 0, totalBytes: 0, outcome: 'complete' });
});

test('a download in pieces gives the image', async () => {
  const bench = await benchWithImage();
  const pieces: Buffer[] = [];
  for (let from = 0; from < image.bytes.length; from += 65_536) {
    const { status, body } = await fetchFrom(bench, PATH, {
      headers: { Range: `bytes=${from}-${from + 65_535}` },
    });
    expect(status).toBe(206);
    pieces.push(body);
  }
  expect(Buffer.concat(pieces).equals(image.bytes)).toBe(true);
});

test('a client that has the image gets 304 without a body', async () => {
  const bench = await benchWithImage();
  const reply = await fetchFrom(bench, PATH, { headers: { 'If-None-Match': `"${image.imageId}"` } });
  expect([reply.status, reply.body.length, reply.headers.etag]).toEqual([304, 0, `"${image.imageId}"`]);
});

test('several requests share one connection', async () => {
  const bench = await benchWithImage();
  const request = (last: boolean) =>
    `GET /health HTTP/1.1\r\nHost: x\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
  const text = await sendRaw(bench, request(false) + request(false) + request(true));
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect((await bench.event('requestEnded', 3)).connectionId).toBe(1);
  expect(bench.events.filter(({ kind }) => kind === 'tlsEstablished')).toHaveLength(1);
});

test('an HTTP/1.0 client without Host is served', async () => {
  const bench = await benchWithImage();
  const text = await sendRaw(bench, `GET ${PATH} HTTP/1.0\r\n\r\n`);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text.length).toBeGreaterThan(300_000);
});

test('the head and the first bytes of the image come together and fit the buffer of a board', async () => {
  const bench = await benchWithImage();
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await openTls(bench, { maxVersion });
    const first = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.write(`GET ${PATH} HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: 127.0.0.1:8002\r\n\r\n`);
    const text = (await first).toString('latin1');
    const headBytes = text.indexOf('\r\n\r\n') + 4;
    expect(headBytes).toBeLessThanOrEqual(512);
    // An article's board reads once and wants 289 bytes of image in it.
    expect(text.length - headBytes).toBeGreaterThanOrEqual(289);
  }
});

test('no reply carries both a length and a transfer encoding', async () => {
  const bench = await benchWithImage();
  const requests = [
    `GET ${PATH} HTTP/1.1`,
    `HEAD ${PATH} HTTP/1.1`,
    `GET ${PATH} HTTP/1.0`,
    'GET /health HTTP/1.1',
    'GET /nothing HTTP/1.1',
    `POST ${PATH} HTTP/1.1`,
    'OPTIONS * HTTP/1.1',
    'CONNECT x:1 HTTP/1.1',
    'nonsense',
  ];
  const extras = [
    '',
    'Range: bytes=5-9\r\n',
    'Range: bytes=999999-\r\n',
    `If-None-Match: "${image.imageId}"\r\n`,
    'Expect: 100-continue\r\n',
    'TE: trailers\r\n',
  ];
  for (const line of requests) {
    for (const extra of extras) {
      const text = await sendRaw(bench, `${line}\r\nHost: x\r\n${extra}Connection: close\r\n\r\n`);
      const head = text.split('\r\n\r\n')[0] ?? '';
      expect([line, extra, /^HTTP\/1\.1 [2-5]\d\d /.test(head)]).toEqual([line, extra, true]);
      expect(head).not.toMatch(/transfer-encoding|x-powered-by/i);
      expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    }
  }
});

test('a web page of another origin is given no leave to read: no reply says anything of CORS', async () => {
  const bench = await benchWithImage();
  const headers = {
    Origin: 'https://evil.example',
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Private-Network': 'true',
  };
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    for (const target of [PATH, '/health', '/nothing']) {
      const reply = await fetchFrom(bench, target, { method, headers });
      expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      if (method === 'OPTIONS') expect(reply.status).toBe(405);
    }
  }
});

test('absolute-form targets and 100-continue are answered over the wire, without an interim reply', async () => {
  const bench = await benchWithImage();
  const text = await sendRaw(
    bench,
    `GET https://127.0.0.1:${bench.port}${PATH} HTTP/1.1\r\nHost: other\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(text.length).toBeGreaterThan(300_000);
});

test('every hostile spelling is 404 over the wire', async () => {
  const bench = await benchWithImage();
  for (const target of HOSTILE_PATHS) {
    const text = await sendRaw(bench, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const [head = '', body] = text.split('\r\n\r\n');
    expect([target, head.split('\r\n')[0], body]).toEqual([target, 'HTTP/1.1 404 Not Found', 'Not found.\n']);
  }
}, 60_000);

test("the article's way to the private key leads nowhere", async () => {
  const bench = await benchWithImage();
  const reply = await fetchFrom(bench, '/firmware/..%2Fcerts%2Fserver_cert.key');
  expect([reply.status, reply.body.toString()]).toEqual([404, 'Not found.\n']);
  expect(await bench.event('requestEnded')).toMatchObject({
    status: 404,
    imageId: null,
    path: '/firmware/..%2Fcerts%2Fserver_cert.key',
  });
});

test.each([
  ['raw bytes that are no request', '\x00\xff\x13garbage\r\n\r\n', 400],
  ['a space in the path', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a request without Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}`, 431],
  [
    'a method that changes things',
    'DELETE /firmware/ota_1.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    405,
  ],
  ['a tunnel', 'CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
])('%s is refused', async (_name, text, status) => {
  const bench = await benchWithImage();
  const reply = await sendRaw(bench, text);
  expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect((await fetchFrom(bench, PATH)).status).toBe(200);
});

test('bytes that are no request are one event', async () => {
  const bench = await benchWithImage();
  await sendRaw(bench, 'nonsense\r\n\r\n');
  await bench.event('disconnected');
  expect(bench.events.map(({ kind }) => kind)).toEqual([
    'connected',
    'tlsEstablished',
    'requestStarted',
    'requestEnded',
    'disconnected',
  ]);
  expect(await bench.event('requestEnded')).toMatchObject({
    method: '',
    path: '',
    status: 400,
    imageId: null,
  });
});

test('a board is known by its own address', async () => {
  const bench = await benchWithImage();
  await fetchFrom(bench, PATH, { from: '127.0.0.3' });
  expect((await bench.event('connected')).peer).toBe('127.0.0.3');
  expect((await bench.event('requestEnded')).peer).toBe('127.0.0.3');
});

test('a long path is cut in events', async () => {
  const bench = await benchWithImage();
  await fetchFrom(bench, `/${'x'.repeat(2_000)}`);
  expect((await bench.event('requestEnded')).path).toHaveLength(300);
});

test('no event holds a key or a certificate', async () => {
  const bench = await benchWithImage();
  await fetchFrom(bench, PATH);
  await fetchFrom(bench, '/certs/server_key.pem');
  await sendRaw(bench, 'nonsense\r\n\r\n');
  const told = JSON.stringify([bench.events, bench.server.status()]);
  expect(told).not.toMatch(/BEGIN|PRIVATE KEY/);
  for (const pem of [bench.credentials.keyPem, bench.credentials.certPem]) {
    expect(told).not.toContain(pem.split('\n')[3]);
  }
});

test('health names no path', async () => {
  const bench = await benchWithImage();
  const { status, body } = await fetchFrom(bench, '/health');
  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toEqual({
    status: 'ok',
    version: '1.2.3',
    uptimeSeconds: 0,
    port: bench.port,
  });
});
