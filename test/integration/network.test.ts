import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OwnAddress } from '../../electron/core/ports.ts';
import type { BoardState } from '../../shared/contract/values.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient, freePort } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';
import { SHUT } from '../support/way-facts.ts';

const loopback = (address: string): OwnAddress => ({
  address,
  interfaceName: 'lo',
  netmask: '255.0.0.0',
  loopback: true,
});
const lan = (address: string, interfaceName = 'eth0'): OwnAddress => ({
  address,
  interfaceName,
  netmask: '255.255.255.0',
  loopback: false,
});

let addresses: OwnAddress[];
let letsIn: boolean;
let client: CoreClient;
beforeEach(async () => {
  letsIn = true;
  addresses = [loopback('127.0.0.1'), loopback('127.0.0.2'), lan('192.168.1.23')];
  client = await CoreClient.open({
    network: {
      ownAddresses: () => addresses,
      interfaces: {
        describe: async (names) =>
          new Map(names.map((name) => [name, { kind: name === 'tun0' ? 'vpn' : 'wifi', label: null }])),
      },
      firewall: { look: async (port) => ({ ...SHUT, letsIn, port }) },
      // Nothing of these tests asks the real routing table where a packet would go.
      routes: { facing: async (address) => (address.startsWith('127.') ? '127.0.0.1' : '192.168.1.23') },
    },
  });
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

const FAST = { timeScale: 0.02, wifiBytesPerSecond: null, recvTimeoutMs: 300 };

async function openBoard(options: Parameters<CoreClient['virtual']['add']>[1]): Promise<string> {
  const name = client.virtual.add('bench', { ...FAST, ...options });
  return (await client.call('board.open', { path: name, baudRate: 115_200 })).deviceId;
}
async function addImage(): Promise<string> {
  const bytes = new Uint8Array(soundApp({ version: '2.0.0' }));
  return (await client.call('image.add', { fileName: 'app.bin', bytes })).imageId;
}
async function push(deviceId: string, sendUrl: boolean): Promise<SessionView> {
  const imageId = await addImage();
  const options = { override: [], reset: false, timeoutMs: null, watchMs: 0 };
  await client.call('push.start', { deviceId, imageId, sendUrl, ...options });
  const ended = ({ session }: BoardState): boolean => session?.verdict != null;
  return (await client.when('board', deviceId, ended)).session as SessionView;
}

test('an address that comes is in the state, the URLs and the certificate, and goes again', async () => {
  await client.call('server.start', {});
  const serialBefore = client.state('certificates')?.server.sha256Fingerprint;
  addresses = [...addresses, lan('10.8.0.2', 'tun0')];
  const state = await client.when('network', null, (network) =>
    network.addresses.some(({ address, kind }) => address === '10.8.0.2' && kind === 'vpn'),
  );
  await client.when(
    'server',
    null,
    (server) => server.kind === 'listening' && server.urls.includes(`https://10.8.0.2:${client.port}`),
  );
  await client.when('certificates', null, ({ server }) => server.ipAddresses.includes('10.8.0.2'));
  expect(state.changedAtMs).not.toBeNull();
  expect(client.state('certificates')?.server.sha256Fingerprint).not.toBe(serialBefore);
  addresses = addresses.slice(0, 3);
  await client.when(
    'server',
    null,
    (server) => server.kind === 'listening' && !server.urls.some((url) => url.includes('10.8.0.2')),
  );
});

test('each address says what it is and which boards it faces', async () => {
  const deviceId = await openBoard({});
  const state = await client.when('network', null, (network) =>
    network.addresses.some(({ faces }) => faces.includes(deviceId)),
  );
  expect(state.boards[deviceId]).toMatchObject({
    host: '127.0.0.1',
    why: 'route',
    facing: '127.0.0.1',
    sharesNetwork: true,
    error: null,
  });
  expect(state.addresses).toMatchObject([
    { address: '192.168.1.23', isDefault: true, prefixLength: 24, faces: [] },
    { address: '127.0.0.1', kind: 'loopback', prefixLength: 8, faces: [deviceId] },
    { address: '127.0.0.2', kind: 'loopback', faces: [] },
  ]);
});

test('a pinned address goes into the URL; one that is gone gives way and is told', async () => {
  const deviceId = await openBoard({});
  await expect(client.call('network.pin', { deviceId, address: '172.16.9.9' })).rejects.toMatchObject({
    code: 'net/not-our-address',
    params: { addresses: '127.0.0.1, 127.0.0.2, 192.168.1.23' },
  });
  await client.call('network.pin', { deviceId, address: '127.0.0.2' });
  expect(client.state('settings')?.network.boardPins).toEqual({ [deviceId]: '127.0.0.2' });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const session = await push(deviceId, true);
  expect(session.url).toMatch(/^https:\/\/127\.0\.0\.2:/);
  expect(session.verdict?.outcome).toBe('confirmed');
  addresses = addresses.filter(({ address }) => address !== '127.0.0.2');
  const state = await client.when('network', null, ({ boards }) => boards[deviceId]?.pinUnused != null);
  expect(state.boards[deviceId]).toMatchObject({ host: '127.0.0.1', why: 'route', pinUnused: '127.0.0.2' });
  const imageId = await addImage();
  const { checks } = await client.call('image.preflight', { deviceId, imageId });
  expect(checks.find(({ name }) => name === 'reach')).toMatchObject({
    result: 'warned',
    params: { context: 'pinUnused', pin: '127.0.0.2', host: '127.0.0.1' },
  });
  await client.call('network.pin', { deviceId, address: null });
  expect(client.state('settings')?.network.boardPins).toEqual({});
});

test('the firewall is asked about the port that listens', async () => {
  letsIn = false;
  await client.call('server.start', {});
  const { firewall } = await client.when('network', null, ({ firewall }) => firewall !== null);
  expect(firewall).toMatchObject({ tool: 'ufw', letsIn: false, port: client.port });
});

test.each([
  [true, 'net/isolated'],
  [false, 'net/firewall'],
])(
  'a board of which nothing arrives, with a firewall that lets it in: %s, ends with %s',
  async (open, code) => {
    letsIn = open;
    const deviceId = await openBoard({ network: 'isolated' });
    await client.when('board', deviceId, ({ facts }) => facts.ready);
    const session = await push(deviceId, true);
    expect(session.verdict).toMatchObject({ outcome: 'failed', error: { code } });
  },
);

test('a board without a real address is told before the push, and ends it', async () => {
  const deviceId = await openBoard({ network: 'zeroAddress' });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const imageId = await addImage();
  const { checks } = await client.call('image.preflight', { deviceId, imageId });
  expect(checks.find(({ name }) => name === 'reach')).toMatchObject({
    result: 'warned',
    params: { context: 'zeroAddress' },
  });
  expect((await push(deviceId, true)).verdict?.error?.code).toBe('board/zero-address');
});

test('a board with an IPv6 address alone is told before the push', async () => {
  const deviceId = await openBoard({ network: 'ipv6Only' });
  await client.when('board', deviceId, ({ facts }) => facts.ipv6 !== null);
  const imageId = await addImage();
  const { checks } = await client.call('image.preflight', { deviceId, imageId });
  expect(checks.find(({ name }) => name === 'reach')?.params).toMatchObject({ context: 'ipv6Only' });
});

/** A GET over TLS that trusts the bench's CA and asks for a host by name. */
function get(port: number, url: string, host: string): Promise<{ status: number; bytes: number }> {
  const ca = readFileSync(path.join(client.dataDir, 'certs', 'ca_cert.pem'));
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', servername: host, headers: { Host: host }, agent: false as const };
    const asked = request({ ...options, port, path: url, ca }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('an image is served under an alias: its host, its path and its port', async () => {
  const port = await freePort();
  const imageId = await addImage();
  const paths = [{ path: '/ota/v1.bin', target: imageId }];
  await client.call('server.start', {});
  await client.call('network.setAliases', { hosts: ['OTA.Example.org'], paths, port, keep: true });
  expect(client.state('network')?.aliases).toEqual({ listener: { kind: 'listening', port }, broken: [] });
  expect(client.state('certificates')?.server.dnsNames).toContain('ota.example.org');
  expect(await get(port, '/ota/v1.bin', 'ota.example.org')).toMatchObject({ status: 200 });
  expect(await get(client.port, '/ota/v1.bin', 'localhost')).toMatchObject({ status: 200 });
  expect(await get(port, '/ota/v2.bin', 'ota.example.org')).toMatchObject({ status: 404 });
  const ids = client.serverEvents.flatMap((event) =>
    event.kind === 'requestEnded' ? [event.requestId] : [],
  );
  expect(new Set(ids).size).toBe(3);
  await client.call('network.setAliases', { hosts: [], paths: [], port: null, keep: true });
  await expect(get(port, '/ota/v1.bin', 'localhost')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await get(client.port, '/ota/v1.bin', 'localhost')).toMatchObject({ status: 404 });
});

test('a board with a URL of its own is updated at the alias port', async () => {
  const port = await freePort();
  const deviceId = await openBoard({ firmwareUrl: `https://127.0.0.1:${port}/hello_world.bin` });
  const paths = [{ path: '/hello_world.bin', target: 'pushed' as const }];
  await client.call('network.setAliases', { hosts: [], paths, port, keep: false });
  expect(client.state('settings')?.aliases.port).toBeNull();
  await client.call('server.start', {});
  const imageId = await addImage();
  const options = { override: [], reset: true, timeoutMs: null, watchMs: 0 };
  await client.call('push.start', { deviceId, imageId, sendUrl: false, ...options });
  const ended = ({ session }: BoardState): boolean => session?.verdict != null;
  const { session } = await client.when('board', deviceId, ended);
  expect(session?.verdict).toMatchObject({ outcome: 'confirmed', proof: 'digest' });
});

test('an alias that cannot be is refused by name, and leaves what was', async () => {
  const before = client.state('settings')?.aliases;
  const set = (more: object) =>
    client.call('network.setAliases', { hosts: [], paths: [], port: null, keep: true, ...more });
  await expect(set({ hosts: ['a b'] })).rejects.toMatchObject({ code: 'alias/bad-host' });
  await expect(set({ paths: [{ path: '/../x', target: 'pushed' }] })).rejects.toMatchObject({
    code: 'alias/bad-path',
  });
  await expect(set({ paths: [{ path: '/health', target: 'pushed' }] })).rejects.toMatchObject({
    code: 'alias/path-taken',
  });
  expect(client.state('settings')?.aliases).toEqual(before);
});

test('an alias whose port or image is not to be had is told, and the server goes on', async () => {
  const taken = await freePort();
  const { createServer } = await import('node:net');
  const other = createServer().listen(taken, '0.0.0.0');
  try {
    await client.call('server.start', {});
    const paths = [{ path: '/gone.bin', target: 'ab'.repeat(32) }];
    await expect(
      client.call('network.setAliases', { hosts: [], paths, port: taken, keep: true }),
    ).rejects.toMatchObject({ code: 'server/address-in-use', params: { port: taken } });
    expect(client.state('network')?.aliases).toMatchObject({
      listener: { kind: 'failed', port: taken, error: { code: 'server/address-in-use' } },
      broken: [{ path: '/gone.bin', error: { code: 'image/unknown' } }],
    });
    expect(await get(client.port, '/health', 'localhost')).toMatchObject({ status: 200 });
  } finally {
    other.close();
  }
});
