import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { DEFAULT_OPTIONS } from '../../electron/virtual/board-options.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import { createTranslator, errorText } from '../../shared/text/translator.ts';
import { sha256 } from '../support/digests.ts';
import { PreflightBench } from '../support/preflight-bench.ts';
import { testAuthority } from '../support/test-certificates.ts';

const IMAGE = buildAppImage({ version: '2.0.0', projectName: 'native_ota_example' }, sha256);
const foreignCa = { ...DEFAULT_OPTIONS.factory, caPem: testAuthority('Foreign CA').caPem };

interface Case {
  readonly name: string;
  readonly options: Partial<VirtualBoardOptions>;
  readonly code: string;
  /** What the server saw, where it saw anything of its own. */
  readonly alert?: number | null;
  readonly server?: string;
}

const CASES: readonly Case[] = [
  { name: 'does not know the CA', options: { factory: foreignCa }, code: 'tls/unknown-ca', alert: 48 },
  {
    name: 'does not know the CA, and whose release says nothing more',
    options: { factory: foreignCa, idf: '6.0' },
    code: 'tls/unknown-ca',
    alert: 48,
  },
  {
    name: 'compares dates with a clock years ahead',
    options: { checkDates: true, clockMs: Date.parse('2090-01-01') },
    code: 'tls/expired',
    alert: 45,
  },
  {
    name: 'compares dates with a clock that was never set',
    options: { checkDates: true, clockMs: 0 },
    code: 'tls/not-yet-valid',
    alert: 46,
  },
  {
    name: 'has TLS 1.1 at most',
    options: { tls: 'oldProtocol' },
    code: 'tls/no-shared-protocol',
    server: 'tls/no-shared-protocol',
  },
  {
    name: 'has old cipher suites alone',
    options: { tls: 'oldCiphers' },
    code: 'tls/no-shared-cipher',
    server: 'tls/no-shared-cipher',
  },
  {
    name: 'has no memory for TLS',
    options: { heap: 'noTlsSetup' },
    code: 'ota/out-of-memory',
    server: 'tls/closed',
  },
  {
    name: 'runs out of memory in the handshake',
    options: { heap: 'noHandshake', idf: '6.0' },
    code: 'ota/out-of-memory',
    server: 'tls/closed',
  },
  { name: 'cannot read its own CA', options: { caPem: 'nothing' }, code: 'tls/ca-unreadable' },
];

async function verdictOf(bench: PreflightBench, override: PreflightName[] = []) {
  const { verdict, overridden } = await bench.push(await bench.add(IMAGE), override);
  const refused = bench.client.serverEvents.flatMap((event) => (event.kind === 'tlsRefused' ? [event] : []));
  return { verdict, overridden, refused };
}

test.each(CASES)('a board that $name: $code', async ({ options, code, alert, server }) => {
  const bench = await PreflightBench.open(options);
  onTestFinished(() => bench.close());
  const { verdict, refused } = await verdictOf(bench);
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code } });
  if (alert !== undefined) expect(refused).toMatchObject([{ alert }]);
  if (server !== undefined) expect(refused).toMatchObject([{ code: server }]);
  for (const language of ['en', 'zh-CN'] as const) {
    const { message, hint } = errorText(
      createTranslator(language),
      verdict?.error ?? { code: 'ota/fatal', params: {} },
    );
    expect(message.length).toBeGreaterThan(5);
    expect(`${message}${hint}`).not.toMatch(/[{}]|undefined/);
  }
});

test.each([
  ['is plain HTTP on the TLS port', 'http://127.0.0.1', 'tls/not-tls'],
  ['names a host that the certificate lacks', 'https://other.localhost', 'tls/host-mismatch'],
])('a board whose own URL %s: %s, %s', async (_name, origin, code) => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  const { client, deviceId } = bench;
  client.virtual.configure('bench', { firmwareUrl: `${origin}:${client.port}/hello_world.bin` });
  const imageId = await bench.add(IMAGE);
  await client.call('server.start', {});
  // An update that begins before the board's first line has come is one that the board restarts in.
  const restarted = client.when('board', deviceId, ({ facts }) => !facts.ready);
  await client.call('board.reset', { deviceId });
  await restarted;
  const options = { override: [], reset: false, sendUrl: false, timeoutMs: null };
  await client.call('push.start', { deviceId, imageId, ...options });
  const { session } = await client.when('board', deviceId, ({ session }) => session?.verdict != null, 40_000);
  expect(session?.verdict).toMatchObject({ outcome: 'failed', error: { code } });
});

test('a stranger’s plain HTTP is no cause of a board’s', async () => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  await bench.client.call('server.start', {});
  await new Promise<void>((resolve) => {
    const socket = connect(bench.client.port, '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
    socket.on('close', () => resolve());
    socket.on('error', () => undefined);
    socket.resume();
  });
  expect((await verdictOf(bench)).verdict?.outcome).toBe('confirmed');
});
