import type { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';

import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';
import { openTls } from '../../support/tls-client.ts';

type Version = 'TLSv1.2' | 'TLSv1.3';

/** Connects with a session of before, if any; the session to go on with. */
async function session(bench: FirmwareBench, version: Version, before?: Buffer) {
  const socket: TLSSocket = await openTls(bench, {
    minVersion: version,
    maxVersion: version,
    rejectUnauthorized: false,
    ...(before === undefined ? {} : { session: before }),
  });
  const reused = socket.isSessionReused();
  // TLS 1.3 sends its tickets after the handshake and before the reply; Electron's BoringSSL gives them to this event alone.
  let ticket: Buffer | undefined;
  socket.on('session', (given) => {
    ticket = given;
  });
  const next = new Promise<Buffer>((resolve) => {
    socket.once('data', () => resolve(ticket ?? socket.getSession() ?? Buffer.alloc(0)));
  });
  socket.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  return { reused, next: await next };
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a session goes on after another certificate was shown in between, and not under that one: %s',
  async (version) => {
    const bench = await firmwareBench();
    const other = await makeTestCredentials('p256');
    const first = await session(bench, version);
    expect(first.reused).toBe(false);
    expect((await session(bench, version, first.next)).reused).toBe(true);
    bench.server.setCredentials(other);
    expect((await session(bench, version, first.next)).reused).toBe(false);
    bench.server.setCredentials(bench.credentials);
    expect((await session(bench, version, first.next)).reused).toBe(true);
  },
);
