import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { clientHello } from '../../support/client-hello.ts';
import type { FirmwareBench } from '../../support/firmware-bench.ts';
import { firmwareBench } from '../../support/firmware-bench.ts';
import { servedImage } from '../../support/served-image.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { makeTestCredentials, testCredentials } from '../../support/test-credentials.ts';
import { fetchFrom, openTcp, openTls } from '../../support/tls-client.ts';

const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;

/** A client that judges the certificate during the handshake and says so with an alert, as a board does. */
function openSslClient(bench: FirmwareBench, caPem: string, options: readonly string[]): ChildProcess {
  const caFile = path.join(tempDir(), 'ca.pem');
  writeFileSync(caFile, caPem);
  const client = spawn(
    'openssl',
    [
      's_client',
      '-connect',
      `127.0.0.1:${bench.port}`,
      '-verify_return_error',
      '-CAfile',
      caFile,
      ...options,
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  onTestFinished(() => void client.kill('SIGKILL'));
  return client;
}

const VERSIONS = ['-tls1_2', '-tls1_3'];
/** BoringSSL cannot read an alert that comes unencrypted in TLS 1.3: the reason is then said to be unknown. */
function heard(version: string, alert: number, code: string): object {
  const unreadable = version === '-tls1_3' && process.versions.electron !== undefined;
  return unreadable ? { alert: null, code: 'tls/refused' } : { alert, code };
}

test.runIf(hasOpenSsl).each(VERSIONS)(
  '%s: a client that does not know the CA is heard to say so',
  async (version) => {
    const bench = await firmwareBench();
    openSslClient(bench, (await makeTestCredentials()).caPem, [version]);
    const expected = { peer: '127.0.0.1', ...heard(version, 48, 'tls/unknown-ca') };
    expect(await bench.event('tlsRefused')).toMatchObject(expected);
    await bench.event('disconnected');
    expect(bench.events.map(({ kind }) => kind)).toEqual(['connected', 'tlsRefused', 'disconnected']);
  },
);

test.runIf(hasOpenSsl).each(VERSIONS)(
  '%s: a client that expects another host is heard to say so',
  async (version) => {
    const bench = await firmwareBench();
    openSslClient(bench, bench.credentials.caPem, [version, '-verify_ip', '10.9.8.7']);
    expect(await bench.event('tlsRefused')).toMatchObject(heard(version, 42, 'tls/host-mismatch'));
  },
);

test.runIf(hasOpenSsl)('a client that only speaks an older TLS shares no protocol', async () => {
  const bench = await firmwareBench();
  openSslClient(bench, bench.credentials.caPem, ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']);
  expect(await bench.event('tlsRefused')).toMatchObject({ alert: null, code: 'tls/no-shared-protocol' });
});

test.runIf(hasOpenSsl)('a client with a suite nobody else has shares no cipher', async () => {
  const bench = await firmwareBench();
  openSslClient(bench, bench.credentials.caPem, ['-tls1_2', '-cipher', 'ECDHE-RSA-CAMELLIA128-SHA256']);
  expect(await bench.event('tlsRefused')).toMatchObject({ alert: null, code: 'tls/no-shared-cipher' });
});

test.each([
  [42, 'tls/host-mismatch'],
  [45, 'tls/expired'],
  [48, 'tls/unknown-ca'],
])('alert %i is heard from a board that resets the connection right after it', async (alert, code) => {
  const bench = await firmwareBench();
  const socket = await openTcp(bench);
  socket.pause();
  socket.write(await clientHello());
  // The server's answer lies unread: closing now sends RST, as lwIP does.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await new Promise((resolve) => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, alert]), resolve));
  socket.resetAndDestroy();
  expect(await bench.event('tlsRefused')).toMatchObject({ peer: '127.0.0.1', alert, code });
});

test('plain HTTP on the TLS port is named for what it is', async () => {
  const bench = await firmwareBench();
  (await openTcp(bench)).write('GET /firmware/ota_1.bin HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await bench.event('tlsRefused')).toMatchObject({
    alert: null,
    code: 'tls/not-tls',
    peer: '127.0.0.1',
  });
});

test.each([
  ['garbage', Buffer.from('00ff1234deadbeef0099', 'hex'), 'tls/not-tls'],
  ['text', Buffer.from('hello there\r\n'), 'tls/not-tls'],
  ['a hello that is none', Buffer.from('16030100050100000100', 'hex'), 'tls/not-tls'],
])('%s on the port is one event, and the next client is served', async (_name, bytes, code) => {
  const bench = await firmwareBench();
  (await openTcp(bench)).write(bytes);
  expect(await bench.event('tlsRefused')).toMatchObject({ alert: null, code });
  await bench.event('disconnected');
  expect(bench.events).toHaveLength(3);
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
});

test.each(['end', 'resetAndDestroy'] as const)(
  'a client that leaves before the handshake (%s) closed it',
  async (how) => {
    const bench = await firmwareBench();
    const socket = await openTcp(bench);
    await bench.event('connected');
    socket[how]();
    const refused = await bench.event('tlsRefused');
    expect(refused).toMatchObject({ peer: '127.0.0.1', alert: null, code: 'tls/closed' });
    await bench.event('disconnected');
    expect(bench.events.filter(({ kind }) => kind === 'tlsRefused')).toHaveLength(1);
  },
);

test('a client that never begins its handshake is let go', async () => {
  const bench = await firmwareBench({ limits: { handshakeMs: 100 } });
  await openTcp(bench);
  expect(await bench.event('tlsRefused')).toMatchObject({
    alert: null,
    code: 'tls/timeout',
    peer: '127.0.0.1',
  });
  await bench.event('disconnected');
});

test('a silent connection keeps nobody waiting', async () => {
  const bench = await firmwareBench();
  await Promise.all(Array.from({ length: 20 }, () => openTcp(bench)));
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
});

test('a client that sends no request after its handshake is let go', async () => {
  const bench = await firmwareBench({ limits: { headersMs: 150 } });
  await openTls(bench);
  await bench.event('disconnected');
  expect(bench.events.map(({ kind }) => kind)).toEqual(['connected', 'tlsEstablished', 'disconnected']);
});

test('a connection that idles after a request is let go', async () => {
  const bench = await firmwareBench({ limits: { idleMs: 100 } });
  const socket = await openTls(bench);
  socket.resume();
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  await bench.event('disconnected');
  expect((await bench.event('requestEnded')).outcome).toBe('complete');
});

test('more connections than allowed are closed at once; loopback counts towards the whole only', async () => {
  const bench = await firmwareBench({ limits: { connections: 3, connectionsPerAddress: 1 } });
  const held = await Promise.all([openTls(bench), openTls(bench), openTls(bench)]);
  await openTcp(bench);
  const refused = await bench.event('connectionRefused');
  expect(refused).toMatchObject({ peer: '127.0.0.1', reason: 'tooManyConnections' });
  // Nothing else is told of it.
  expect(bench.events.filter((event) => event.connectionId === refused.connectionId)).toEqual([refused]);
  held[0]?.destroy();
  await bench.event('disconnected');
  expect((await fetchFrom(bench, '/health')).status).toBe(200);
});

test('a new certificate is shown from the next handshake on, and a running download goes on', async () => {
  const bench = await firmwareBench();
  const image = servedImage('big', 24 * 1024 * 1024);
  bench.catalogue.publish(image, { pushId: null });
  const socket = await openTls(bench);
  socket.write('GET /firmware/big.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await bench.event('requestStarted');

  const other = await makeTestCredentials();
  bench.server.setCredentials(other);
  const seen = await openTls(bench, { ca: other.caPem });
  expect(seen.getPeerCertificate().fingerprint256).toBeDefined();
  await expect(openTls(bench, { ca: (await testCredentials()).caPem })).rejects.toThrow(/certificate/);

  let received = 0;
  for await (const chunk of socket) received += (chunk as Buffer).length;
  expect(received).toBeGreaterThan(image.bytes.length);
  expect(await bench.event('requestEnded')).toMatchObject({ outcome: 'complete', bytes: image.bytes.length });
});
