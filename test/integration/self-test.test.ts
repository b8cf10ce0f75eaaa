import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { OwnConnections } from '../../electron/core/selftest/own-connections.ts';
import type { SelfTestTarget } from '../../electron/core/selftest/self-tester.ts';
import { SelfTester } from '../../electron/core/selftest/self-tester.ts';
import { DEFAULT_OPTIONS } from '../../electron/virtual/board-options.ts';
import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { SelfTest } from '../../shared/ota/self-test.ts';
import { sha256 } from '../support/digests.ts';
import { PreflightBench } from '../support/preflight-bench.ts';
import { EC_CA_PEM } from '../support/sample-certificates.ts';
import { testAuthority } from '../support/test-certificates.ts';
import { realClock, serve, testServer } from '../support/virtual-bench.ts';

const IMAGE = new Uint8Array(16);

function selfTest(
  port: number,
  target: Partial<SelfTestTarget> = {},
  lookup: string | null = null,
): Promise<SelfTest> {
  const tester = new SelfTester({
    clock: realClock,
    own: new OwnConnections(realClock),
    stopwatchMs: () => performance.now(),
    addresses: { own: () => ['127.0.0.1'], lookup: async () => lookup },
  });
  const trustedPem = testAuthority().caPem;
  return tester.run({ host: '127.0.0.1', port, bind: '0.0.0.0', trustedPem, boardAddress: null, ...target });
}

const problemsOf = (result: SelfTest) =>
  result.kind === 'judged' ? result.verdicts.map(({ problems }) => problems) : result;

test('a good server is accepted by all releases, over the TLS that boards speak', async () => {
  const { port } = await testServer(serve(IMAGE));
  const result = await selfTest(port);
  expect(result).toMatchObject({
    kind: 'judged',
    host: '127.0.0.1',
    through: '127.0.0.1',
    version: 'TLSv1.2',
  });
  expect(problemsOf(result)).toEqual([[], [], [], []]);
});

test.each([
  [
    'of another CA',
    { authority: 'Foreign CA' },
    [['unknownCa'], ['unknownCa'], ['unknownCa'], ['unknownCa']],
  ],
  [
    'with the address as iPAddress alone',
    { leaf: { dnsNames: ['bench.test'] } },
    [['host'], ['host'], [], []],
  ],
  [
    'that is over',
    { leaf: { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') } },
    [[], ['expired'], [], ['expired']],
  ],
] as const)('a certificate %s is refused by the releases that would', async (_name, server, expected) => {
  const { port } = await testServer(serve(IMAGE), server);
  expect(problemsOf(await selfTest(port))).toEqual(expected);
});

test('the chain is what the server sends', async () => {
  const { cert, key } = testAuthority().issue();
  const { port } = await testServer(serve(IMAGE), { tls: { cert: `${cert}${testAuthority().caPem}`, key } });
  expect(problemsOf(await selfTest(port))).toEqual([[], [], [], []]);
  const foreign = testAuthority('Foreign CA').caPem;
  const refused = await selfTest(port, { trustedPem: foreign });
  expect(problemsOf(refused)).toEqual(Array(4).fill(['unknownCa']));
});

test.each([
  ['only TLS 1.3', { minVersion: 'TLSv1.3' as const }],
  ['only suites that boards lack', { ciphers: 'AES256-SHA256', maxVersion: 'TLSv1.2' as const }],
])('a server with %s is found out', async (_name, tls) => {
  const { port } = await testServer(serve(IMAGE), { tls });
  expect(await selfTest(port)).toMatchObject({ kind: 'failed', why: 'handshake' });
});

test('a server that is not there, or says nothing of TLS, is found out', async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createTcpServer((socket) => socket.end());
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    onTestFinished(() => void server.close());
  });
  expect(await selfTest(port)).toMatchObject({ kind: 'failed', why: 'closed' });
  expect(await selfTest(port, { bind: '127.0.0.9', host: '10.9.8.7' })).toMatchObject({
    kind: 'failed',
    why: 'refused',
    through: '127.0.0.9',
  });
});

test('another machine is never asked: its name is judged over our own address', async () => {
  const { port } = await testServer(serve(IMAGE), { leaf: { dnsNames: ['bench.test', '192.0.2.1'] } });
  const byName = await selfTest(port, { host: 'bench.test' }, '192.0.2.1');
  expect(byName).toMatchObject({ host: 'bench.test', through: '127.0.0.1', elsewhere: true });
  const ours = await selfTest(port, { host: 'bench.test' }, '127.0.0.1');
  expect(ours).toMatchObject({ through: '127.0.0.1', elsewhere: false });
  expect(problemsOf(byName)).toEqual([[], [], [], []]);
  expect(await selfTest(port, { host: '192.0.2.1' })).toMatchObject({ through: '127.0.0.1' });
});

const bigApp = (version: string, caPem?: string) =>
  buildAppImage(
    { version, projectName: 'native_ota_example', ...(caPem === undefined ? {} : { caPem }) },
    sha256,
  );

test('before each push the server is tried, and no one sees a board in it', async () => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  const view = await bench.push(await bench.add(bigApp('2.0.0')), []);
  expect(view.verdict?.outcome).toBe('confirmed');
  const { serverEvents } = bench.client;
  expect(serverEvents.filter(({ kind }) => kind === 'connected')).toHaveLength(1);
  expect(serverEvents.filter(({ kind }) => kind === 'tlsEstablished')).toHaveLength(1);
  expect(bench.client.state('requests')).toHaveLength(1);
});

test('the server takes its own self-test for no stranger, whomever else it lets in', async () => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  const address = bench.client.state('board', bench.deviceId)?.facts.ipv4 ?? '';
  const serving = { ...DEFAULT_SETTINGS.serving, allowedBoards: [address], serveWhen: 'pushing' as const };
  await bench.client.call('settings.update', { serving });
  const view = await bench.push(await bench.add(bigApp('2.0.0')), []);
  expect(view.verdict?.outcome).toBe('confirmed');
  expect(bench.client.serverEvents.filter(({ kind }) => kind === 'connectionRefused')).toEqual([]);
});

test('a board whose running firmware has another CA is not sent a URL; gone past, it refuses by itself', async () => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  const foreign = await bench.add(bigApp('2.0.0', EC_CA_PEM));
  expect(await bench.checks(foreign)).toContainEqual(
    expect.objectContaining({ name: 'next-ca', result: 'warned' }),
  );
  expect((await bench.push(foreign, [])).verdict?.outcome).toBe('confirmed');
  await bench.ready();
  const next = await bench.add(bigApp('3.0.0'));
  expect((await bench.failedChecks(next)).map(({ name }) => name)).toEqual(['certificate']);
  expect(await bench.refusalOf(next)).toBe('preflight/certificate');
  const { verdict } = await bench.push(next, ['certificate']);
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'tls/unknown-ca' } });
});

test('a board whose running firmware has our CA passes, update after update', async () => {
  const bench = await PreflightBench.open({});
  onTestFinished(() => bench.close());
  const { pem } = await bench.client.call('certificates.caPem', {});
  for (const version of ['2.0.0', '3.0.0']) {
    const imageId = await bench.add(bigApp(version, pem));
    expect(await bench.checks(imageId)).toContainEqual(
      expect.objectContaining({ name: 'next-ca', result: 'passed' }),
    );
    expect((await bench.push(imageId, [])).verdict?.outcome).toBe('confirmed');
    await bench.ready();
    expect(await bench.checks(imageId)).toContainEqual(
      expect.objectContaining({ name: 'certificate', result: 'passed' }),
    );
  }
});

test('a board that trusts another CA from its factory refuses, as nobody could know', async () => {
  const factory = { ...DEFAULT_OPTIONS.factory, caPem: testAuthority('Foreign CA').caPem };
  const bench = await PreflightBench.open({ factory });
  onTestFinished(() => bench.close());
  const imageId = await bench.add(bigApp('2.0.0'));
  expect(await bench.failedChecks(imageId)).toEqual([]);
  expect((await bench.push(imageId, [])).verdict?.error?.code).toBe('tls/unknown-ca');
});
