import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { DEFAULT_OPTIONS } from '../../electron/virtual/board-options.ts';
import type { LeafOptions } from '../support/test-certificates.ts';
import { testAuthority } from '../support/test-certificates.ts';
import { serve, testServer, untilReady, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0' });

/** Lines of the board from the URL on to its fatal end. */
async function failedPush(
  url: string,
  options: Partial<VirtualBoardOptions> = {},
): Promise<readonly string[]> {
  const bench = await virtualBench(options);
  await untilReady(bench);
  const before = bench.lines().length;
  await bench.send(url);
  await bench.line('Exiting task due to fatal error...');
  return withoutTimes(bench.lines().slice(before - 1, -1));
}

function withoutTimes(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/ \(\d+\)/, '')).filter((line) => !line.includes('main_task'));
}

const HANDSHAKE_TAIL = [
  'E esp-tls: Failed to open new connection',
  'E transport_base: Failed to open a new connection',
  'E HTTP_CLIENT: Connection failed, sock < 0',
  'E native_ota_example: Failed to open HTTP connection: ESP_ERR_HTTP_CONNECT',
  'E native_ota_example: Exiting task due to fatal error...',
];

interface Refusal {
  readonly name: string;
  readonly leaf?: LeafOptions;
  readonly authority?: string;
  readonly options?: Partial<VirtualBoardOptions>;
  readonly alert: number;
  readonly code: RegExp;
}

const REFUSALS: readonly Refusal[] = [
  { name: 'an unknown CA', authority: 'Foreign CA', alert: 48, code: /ALERT_UNKNOWN_CA/ },
  {
    name: 'another host',
    leaf: { dnsNames: ['10.9.8.7'], ipAddresses: ['10.9.8.7'] },
    alert: 42,
    code: /ALERT_BAD_CERTIFICATE/,
  },
  {
    name: 'another host of an unknown CA',
    authority: 'Foreign CA',
    leaf: { dnsNames: ['10.9.8.7'], ipAddresses: [] },
    alert: 42,
    code: /ALERT_BAD_CERTIFICATE/,
  },
  {
    name: 'an address that stands only as iPAddress, by the rule up to mbedTLS 3.4',
    leaf: { dnsNames: ['board.test'], ipAddresses: ['127.0.0.1'] },
    options: { hostRule: 'mbedtls-3.4' },
    alert: 42,
    code: /ALERT_BAD_CERTIFICATE/,
  },
  {
    name: 'an expired certificate, where dates are checked',
    leaf: { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') },
    options: { checkDates: true },
    alert: 45,
    code: /ALERT_CERTIFICATE_EXPIRED/,
  },
  {
    name: 'a certificate for clients',
    leaf: { purpose: 'clientAuth' },
    alert: 43,
    code: /ALERT_UNSUPPORTED_CERTIFICATE/,
  },
];

test.each(REFUSALS)('$name is refused with a fatal alert that the server reads', async (refusal) => {
  const { url, refusals } = await testServer(serve(IMAGE), refusal);
  const lines = await failedPush(url('ota_1.bin'), refusal.options);
  expect(lines).toEqual([
    'E esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700',
    'I esp-tls-mbedtls: Failed to verify peer certificate!',
    ...HANDSHAKE_TAIL,
  ]);
  await expect.poll(() => refusals.length).toBe(1);
  expect(refusals[0]?.code).toMatch(refusal.code);
  expect(refusals[0]?.message).toMatch(new RegExp(`alert number ${refusal.alert}\\b`, 'i'));
});

const ACCEPTED: readonly Omit<Refusal, 'alert' | 'code'>[] = [
  {
    name: 'an address that stands only as iPAddress, by the rule from mbedTLS 3.5',
    leaf: { dnsNames: ['board.test'], ipAddresses: ['127.0.0.1'] },
    options: { hostRule: 'mbedtls-3.5' },
  },
  {
    name: 'an address as dNSName, by the rule up to mbedTLS 3.4',
    leaf: { dnsNames: ['127.0.0.1'], ipAddresses: [] },
    options: { hostRule: 'mbedtls-3.4' },
  },
  { name: 'a CN without SAN', leaf: { altNames: false, commonName: '127.0.0.1' } },
  {
    name: 'an expired certificate, where dates are not checked',
    leaf: { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') },
  },
  {
    name: 'another host, where the name is not checked',
    leaf: { dnsNames: ['10.9.8.7'], ipAddresses: [] },
    options: { skipCommonNameCheck: true },
  },
];

test.each(ACCEPTED)('$name is accepted', async ({ leaf = {}, options }) => {
  const { url, refusals } = await testServer(serve(IMAGE), { leaf });
  const bench = await virtualBench(options);
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
  expect(refusals).toEqual([]);
});

test('the second line of a refusal is gone in ESP-IDF 5.5', async () => {
  const { url } = await testServer(serve(IMAGE), { authority: 'Foreign CA' });
  const lines = await failedPush(url('ota_1.bin'), { idf: '5.5' });
  expect(lines).toEqual(['E esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700', ...HANDSHAKE_TAIL]);
});

test('an IP literal is sent as server name, and no warning is printed for it', async () => {
  const names: string[] = [];
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const { url } = await testServer(serve(IMAGE), {
    tls: {
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    },
  });
  const bench = await virtualBench();
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
  expect(names).toEqual(['127.0.0.1']);
  expect(warnings.filter(({ message }) => message.includes('ServerName'))).toEqual([]);
});

test('the board dials from the loopback address that it printed', async () => {
  const peers: (string | undefined)[] = [];
  const { url } = await testServer((request, response) => {
    peers.push(request.socket.remoteAddress);
    serve(IMAGE)(request, response);
  });
  const bench = await virtualBench();
  const line = await bench.line('- IPv4 address: ');
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
  expect(line).toContain(`- IPv4 address: ${peers[0]},`);
  expect(peers[0]).toBe(await bench.board.address());
});

test('a server that speaks only TLS 1.3 sends its alert, and the board says so', async () => {
  const { url } = await testServer(serve(IMAGE), { tls: { minVersion: 'TLSv1.3' } });
  const lines = await failedPush(url('ota_1.bin'));
  expect(lines[0]).toBe('E esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x7780');
});

test.each([
  ['oldProtocol', /UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/],
  ['oldCiphers', /NO_SHARED_CIPHER/],
] as const)('a board with %s is turned down by the server with an alert', async (tls, code) => {
  const { url, refusals } = await testServer(serve(IMAGE), {
    tls: { minVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' },
  });
  const lines = await failedPush(url('ota_1.bin'), { tls });
  expect(lines[0]).toBe('E esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x7780');
  await expect.poll(() => refusals[0]?.code).toMatch(code);
});

test.each([
  ['noTlsSetup', '5.3', ['mbedtls_ssl_setup returned -0x7F00', 'create_ssl_handle failed']],
  ['noTlsSetup', '6.0', ['mbedtls_ssl_setup returned -0x008D', 'create_ssl_handle failed']],
  ['noHandshake', '5.3', ['mbedtls_ssl_handshake returned -0x7F00', 'Certificate verified.']],
  ['noHandshake', '6.0', ['mbedtls_ssl_handshake returned -0x008D', 'Failed to open new connection']],
] as const)(
  'a board whose heap has %s in ESP-IDF %s closes the connection without a word',
  async (heap, idf, said) => {
    const { url, refusals, sockets } = await testServer(serve(IMAGE));
    const lines = await failedPush(url('ota_1.bin'), { heap, idf });
    expect(lines.slice(0, 2).map((line) => line.replace(/^\w [\w-]+: /, ''))).toEqual(said);
    await expect.poll(() => sockets.size).toBe(0);
    expect(refusals.filter(({ message }) => /alert number/.test(message))).toEqual([]);
  },
);

test.each(REFUSALS.slice(0, 4))(
  '$name is refused under TLS 1.3 too, before the Finished',
  async (refusal) => {
    const { url, refusals } = await testServer(serve(IMAGE), { ...refusal, tls: { minVersion: 'TLSv1.3' } });
    const lines = await failedPush(url('ota_1.bin'), { ...refusal.options, tls: 'tls13' });
    expect(lines[0]).toBe('E esp-tls-mbedtls: mbedtls_ssl_handshake returned -0x2700');
    await expect
      .poll(() => refusals[0]?.message)
      .toMatch(new RegExp(`alert number ${refusal.alert}\\b`, 'i'));
  },
);

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a board that has TLS 1.3 takes an image over %s',
  async (version) => {
    const versions: string[] = [];
    const { url, refusals, server } = await testServer(serve(IMAGE), { tls: { maxVersion: version } });
    server.on('secureConnection', (socket) => versions.push(socket.getProtocol() ?? ''));
    const bench = await virtualBench({ tls: 'tls13' });
    await untilReady(bench);
    await bench.send(url('ota_1.bin'));
    await bench.line('Prepare to restart system!');
    expect(versions).toEqual([version]);
    expect(refusals).toEqual([]);
  },
);

test.each([
  ['was never set', 0, 46],
  ['is years ahead', Date.parse('2090-01-01'), 45],
] as const)('a board that compares dates and whose clock %s refuses', async (_name, clockMs, alert) => {
  const { url, refusals } = await testServer(serve(IMAGE));
  await failedPush(url('ota_1.bin'), { checkDates: true, clockMs });
  await expect.poll(() => refusals[0]?.message).toMatch(new RegExp(`alert number ${alert}\\b`, 'i'));
});

test('a board trusts the CA that the image it runs was built with', async () => {
  const { url } = await testServer(serve(IMAGE), { authority: 'Foreign CA' });
  const factory = { ...DEFAULT_OPTIONS.factory, caPem: testAuthority('Foreign CA').caPem };
  const bench = await virtualBench({ factory });
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
});

/** A bare TCP server that does what it is told with each connection. */
async function bareServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test.each([
  {
    name: 'answers without TLS',
    code: '-0x7200',
    act: (socket: Socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
  },
  {
    name: 'closes in the handshake',
    code: '-0x7280',
    act: (socket: Socket) => socket.once('data', () => socket.end()),
  },
  {
    name: 'resets in the handshake',
    code: '-0x0050',
    act: (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()),
  },
])('a server that $name makes the handshake return $code', async ({ code, act }) => {
  const port = await bareServer(act);
  const lines = await failedPush(`https://127.0.0.1:${port}/firmware/ota_1.bin`);
  expect(lines).toEqual([
    `E esp-tls-mbedtls: mbedtls_ssl_handshake returned ${code}`,
    'I esp-tls-mbedtls: Certificate verified.',
    ...HANDSHAKE_TAIL,
  ]);
});

test('a server that never answers the handshake is given up after the timeout', async () => {
  const port = await bareServer(() => {});
  const lines = await failedPush(`https://127.0.0.1:${port}/firmware/ota_1.bin`, { recvTimeoutMs: 200 });
  expect(lines).toEqual([
    'W esp-tls: Failed to open new connection in specified timeout',
    ...HANDSHAKE_TAIL.slice(1),
  ]);
});

test('a port where nobody listens reads as a reset', async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
  const lines = await failedPush(`https://127.0.0.1:${port}/firmware/ota_1.bin`);
  expect(lines).toEqual([
    'E esp-tls: [sock=54] delayed connect error: Connection reset by peer',
    ...HANDSHAKE_TAIL,
  ]);
});

test('an address beyond this machine answers nothing, and nothing is sent there', async () => {
  const lines = await failedPush('https://192.0.2.1:8002/firmware/ota_1.bin', { recvTimeoutMs: 200 });
  expect(lines).toEqual(['E esp-tls: [sock=54] select() timeout', ...HANDSHAKE_TAIL]);
});

test('a board can print an address that nobody reaches', async () => {
  const bench = await virtualBench({ address: '203.0.113.7' });
  expect(await bench.line('- IPv4 address: ')).toContain('- IPv4 address: 203.0.113.7,');
});

test('a name without an address is not resolved', async () => {
  const lines = await failedPush('https://no-such-host.invalid:8002/firmware/ota_1.bin');
  expect(lines).toEqual([
    "E esp-tls: couldn't get hostname for :no-such-host.invalid: getaddrinfo() returns 202, addrinfo=0x0",
    ...HANDSHAKE_TAIL,
  ]);
});

test('a CA text that is no certificate cannot be used', async () => {
  const { url } = await testServer(serve(IMAGE));
  const lines = await failedPush(url('ota_1.bin'), { caPem: 'nothing' });
  expect(lines.slice(0, 2)).toEqual([
    'E esp-tls-mbedtls: mbedtls_x509_crt_parse of CA cert returned -0x2180',
    'E esp-tls: create_ssl_handle failed',
  ]);
});
