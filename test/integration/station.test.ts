import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

import type { Station } from '../../electron/station/station.ts';
import { startStation } from '../../electron/station/station.ts';
import type { WireMessage } from '../../shared/contract/wire.ts';
import { decodeFrame, encodeFrame, WIRE_PROTOCOL, WIRE_TOKEN_PREFIX } from '../../shared/contract/wire.ts';
import type { FakeCore } from '../support/fake-core.ts';
import { createFakeCore } from '../support/fake-core.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Running {
  readonly station: Station;
  readonly port: number;
  readonly token: string;
}

async function run(core: FakeCore = createFakeCore()): Promise<Running> {
  const dir = tempDir();
  const pageDir = path.join(dir, 'page');
  mkdirSync(path.join(pageDir, 'assets'), { recursive: true });
  writeFileSync(path.join(pageDir, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(pageDir, 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(dir, 'secret.key'), 'secret');
  const station = await startStation(core, { pageDir, port: 0 });
  onTestFinished(() => station.close());
  const url = new URL(station.url);
  return { station, port: Number(url.port), token: url.hash.replace('#token=', '') };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** `path` goes out as it is written, without the tidying of a browser. */
function get(
  port: number,
  urlPath: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: urlPath, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    })
      .on('error', reject)
      .end();
  });
}

interface Attempt {
  readonly token?: string;
  readonly protocols?: readonly string[];
  readonly origin?: string;
  readonly host?: string;
}

/** The open socket, or the status that refused it. */
function connect({ port, token }: Running, attempt: Attempt = {}): Promise<WebSocket | number> {
  const protocols = attempt.protocols ?? [WIRE_PROTOCOL, `${WIRE_TOKEN_PREFIX}${attempt.token ?? token}`];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, [...protocols], {
    origin: attempt.origin ?? `http://127.0.0.1:${port}`,
    headers: attempt.host === undefined ? {} : { host: attempt.host },
  });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

async function open(running: Running): Promise<WebSocket> {
  const socket = await connect(running);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

function nextMessage(socket: WebSocket): Promise<WireMessage | null> {
  return new Promise((resolve) => {
    socket.once('message', (data, isBinary) => {
      resolve(decodeFrame(isBinary ? (data as Buffer) : String(data)));
    });
  });
}

test('the page is served with a policy that lets only its own scripts run', async () => {
  const { port } = await run();
  const page = await get(port, '/');
  expect(page).toMatchObject({ status: 200, text: '<!doctype html>' });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const policy = page.headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port};`);
  expect(await get(port, '/assets/a.js?v=1')).toMatchObject({ status: 200, text: 'export {};' });
  expect(await get(port, '/', {}, 'HEAD')).toMatchObject({ status: 200, text: '' });
  expect(await get(port, '/', {}, 'POST')).toMatchObject({ status: 405 });
});

test.each([
  '/../secret.key',
  '/..%2fsecret.key',
  '/assets/../../secret.key',
  '/%2e%2e/secret.key',
  '//secret.key',
  '/assets',
  '/assets/',
  '/index.html/',
  '/..\\secret.key',
])('%s is not a file of the page', async (urlPath) => {
  const { port } = await run();
  const answer = await get(port, urlPath);
  expect(answer.status).toBe(404);
  expect(answer.text).not.toContain('secret');
});

test('a name that was made to resolve to this machine is refused', async () => {
  const { port } = await run();
  expect(await get(port, '/', { host: `evil.example:${port}` })).toMatchObject({ status: 403 });
});

test('the page with the token is connected under the protocol it asked for', async () => {
  const socket = await open(await run());
  expect(socket.protocol).toBe(WIRE_PROTOCOL);
});

test.each<[string, Attempt]>([
  ['a wrong token', { token: 'x'.repeat(43) }],
  ['an empty token', { token: '' }],
  ['no token', { protocols: [WIRE_PROTOCOL] }],
  ['a foreign origin', { origin: 'http://evil.example' }],
  ['no protocol of ours', { protocols: ['other'] }],
  ['a foreign host', { host: 'evil.example' }],
])('%s is refused', async (_what, attempt) => {
  expect(await connect(await run(), attempt)).toBe(403);
});

test('a request is answered by the core, bytes as they are', async () => {
  let got: Uint8Array | null = null;
  const core = createFakeCore({
    'image.add': ({ bytes }) => {
      got = bytes;
      throw new TypeError('enough');
    },
  });
  const socket = await open(await run(core));
  const bytes = new Uint8Array(16 * 1024 * 1024).fill(7);
  const reply = nextMessage(socket);
  socket.send(
    encodeFrame({ kind: 'request', id: 1, name: 'image.add', input: { fileName: 'a.bin', bytes } }),
  );
  expect(await reply).toMatchObject({ kind: 'reply', id: 1, reply: { ok: false } });
  expect(Buffer.compare(Buffer.from(got ?? []), Buffer.from(bytes))).toBe(0);
});

test('every page is told every push', async () => {
  const core = createFakeCore();
  const running = await run(core);
  const pages = [await open(running), await open(running)];
  const heard = pages.map(nextMessage);
  core.hub.set('wifi', 'kept');
  for (const message of await Promise.all(heard)) {
    expect(message).toMatchObject({ kind: 'push', push: { kind: 'state', name: 'wifi', value: 'kept' } });
  }
});

test.each<[string, string | Uint8Array]>([
  ['text that is no message', 'hello'],
  ['bytes that are no frame', new Uint8Array([255, 255, 255, 255, 0])],
  ['a message only the core may send', encodeFrame({ kind: 'reply', id: 1, reply: { ok: true, value: 1 } })],
])('%s ends the connection', async (_what, frame) => {
  const core = createFakeCore();
  const socket = await open(await run(core));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send(frame);
  expect(await closed).toBe(1003);
  expect(core.calls).toEqual([]);
});

test('a frame above the largest image ends the connection', async () => {
  const socket = await open(await run());
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send(new Uint8Array(18 * 1024 * 1024));
  expect(await closed).toBe(1009);
});

test('a port that is taken is named', async () => {
  const { port } = await run();
  await expect(startStation(createFakeCore(), { pageDir: 'none', port })).rejects.toMatchObject({
    code: 'server/address-in-use',
    params: { port, address: '127.0.0.1' },
  });
});

test('the station ends with pages connected', async () => {
  const running = await run();
  const socket = await open(running);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await running.station.close();
  expect(await closed).toBe(1001);
});
