import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';

import { clientHello } from '../../support/client-hello.ts';
import { exchangeOver, openAnyTls, sayAndWait } from '../../support/raw-clients.ts';
import type { ServerProcess } from '../../support/server-process.ts';
import { startServerProcess } from '../../support/server-process.ts';

const SIZE_BYTES = 2_000_000;
const GET = 'GET /firmware/ota_1.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;

const many = <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

/** A good client gets the whole image, over TLS and by the side of whatever goes on. */
async function expectServed({ port }: ServerProcess): Promise<void> {
  const reply = await exchangeOver(port, GET);
  const body = reply.subarray(reply.indexOf('\r\n\r\n') + 4);
  expect([body.length, body.every((byte) => byte === 0x5a)]).toEqual([SIZE_BYTES, true]);
}

test('beside a thousand silent connections a good client is served', async () => {
  const server = await startServerProcess({ sizeBytes: SIZE_BYTES });
  await many(1_000, () => sayAndWait(server.port));
  await server.until(({ status }) => status.connections === 1_000);
  await expectServed(server);
  expect((await server.seen()).status.connections).toBeGreaterThanOrEqual(1_000);
}, 60_000);

test('beside a thousand stalled handshakes a good client is served', async () => {
  const server = await startServerProcess({ sizeBytes: SIZE_BYTES });
  const hello = await clientHello();
  // Half of them stop in their first message, half after it.
  await many(1_000, (at) => sayAndWait(server.port, at % 2 === 0 ? hello.subarray(0, 60) : hello));
  await server.until(({ status }) => status.connections === 1_000);
  await expectServed(server);
}, 60_000);

test('beside slow headers, slow readers, huge headers and garbage a good client is served', async () => {
  const server = await startServerProcess({ sizeBytes: SIZE_BYTES });
  const slow = await many(50, () => openAnyTls(server.port));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write('GET /firmware/ota_1.bin HTTP/1.1\r\nHost: 127.0.0.1\r\nX-');
  }
  const readers = await many(50, () => openAnyTls(server.port));
  for (const socket of readers) {
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(GET);
  }
  const huge = many(50, () =>
    exchangeOver(server.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(60_000)}`),
  );
  const garbage = many(200, (at) => sayAndWait(server.port, Buffer.alloc(2_000, at + 1)));
  const plain = many(100, (at) => sayAndWait(server.plainPort, Buffer.alloc(2_000, at + 1)));
  await expectServed(server);
  for (const reply of await huge) expect(reply.toString()).toMatch(/^HTTP\/1\.1 431 /);
  await Promise.all([garbage, plain]);
  const { kinds } = await server.until((seen) => (seen.kinds.tlsRefused ?? 0) >= 200);
  expect(kinds.tlsRefused).toBe(200);
  expect(kinds['431 complete']).toBe(50);
  await expectServed(server);
  expect(server.stderr()).toBe('');
}, 60_000);

test.runIf(hasOpenSsl)(
  'a client that asks for another handshake gets none, and a good one is served',
  async () => {
    const server = await startServerProcess({ sizeBytes: SIZE_BYTES });
    const client = spawn('openssl', ['s_client', '-tls1_2', '-connect', `127.0.0.1:${server.port}`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    onTestFinished(() => void client.kill('SIGKILL'));
    await server.until(({ kinds }) => kinds.tlsEstablished === 1);
    // openssl's own command: renegotiate.
    client.stdin.write('R\n');
    await once(client, 'exit');
    await expectServed(server);
    expect((await server.seen()).kinds).toMatchObject({ tlsEstablished: 2, '200 complete': 1 });
  },
  30_000,
);
