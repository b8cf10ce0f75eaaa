import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

import type { Handlers } from '../../shared/contract/contract.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { inspectImage } from '../../shared/esp/inspect-image.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { startCli } from '../support/cli-world.ts';
import type { FakeCore } from '../support/fake-core.ts';
import { createFakeCore } from '../support/fake-core.ts';
import { boardOf, entryOf, reached, verdictOf, viewOf } from '../support/session-views.ts';
import { tempDir } from '../support/temp-dir.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const LISTENING = {
  kind: 'listening',
  port: 8002,
  plainPort: null,
  bind: '0.0.0.0',
  urls: [],
  sinceMs: 0,
} as const;
const CUT = [{ peer: '10.0.0.7', image: 'app.bin', bytes: 5, totalBytes: 10 }];

function imageFile(change?: (bytes: Uint8Array) => void, name = 'app.bin'): string {
  const bytes = buildAppImage({ version: '2.0.0' }, sha256);
  change?.(bytes);
  const file = path.join(tempDir(), name);
  writeFileSync(file, bytes);
  return file;
}

/** A core with one board whose updates show the given values one after the other. */
function coreWith(views: readonly Partial<SessionView>[], answers: Partial<Handlers> = {}): FakeCore {
  const core: FakeCore = createFakeCore({
    'image.add': ({ fileName, bytes }) =>
      entryOf(inspectImage(bytes, sha256, fileName), fileName.replace(/\.bin$/, '')),
    'image.serve': ({ imageIds }) => ({
      urls: imageIds.map((id) => `https://10.0.0.1:8002/firmware/${id}.bin`),
    }),
    'server.stop': () => ({ atMs: 0, cut: CUT }),
    'server.start': () => {
      core.hub.set('server', LISTENING);
      return {};
    },
    'board.open': () => {
      core.hub.set('board', boardOf(), 'board-1');
      return { deviceId: 'board-1' };
    },
    'push.start': () => {
      for (const view of views) core.hub.set('board', boardOf({ session: viewOf(view) }), 'board-1');
      return { pushId: 'push-1' };
    },
    'push.cancel': () => {
      const session = viewOf({ verdict: verdictOf({ outcome: 'cancelled', proof: null }) });
      core.hub.set('board', boardOf({ session }), 'board-1');
      return {};
    },
    ...answers,
  });
  return core;
}

const push = (file: string, ...more: string[]): string[] => [
  'push',
  file,
  '--port',
  '/dev/ttyUSB0',
  '--json',
  ...more,
];
const requests = (core: FakeCore): string[] => core.calls.map(({ name }) => name);

test('an update is told stage by stage, ends with its verdict, and the core is stopped', async () => {
  const core = coreWith([
    { stages: [reached('ready', 5)] },
    {
      stages: [reached('ready', 5), reached('writing', 9)],
      progress: { ...viewOf().progress, deliveredBytes: 500 },
    },
    { stages: [reached('ready', 5), reached('writing', 9), reached('confirmed', 20)], verdict: verdictOf() },
  ]);
  const cli = startCli(push(imageFile()), { core });
  expect(await cli.code).toBe(0);
  expect(cli.events()).toMatchObject([
    { event: 'stage', stage: 'ready', atMs: 5, evidence: 'seen: ready' },
    { event: 'stage', stage: 'writing' },
    { event: 'progress', deliveredBytes: 500, writtenBytes: null, totalBytes: 1000 },
    { event: 'stage', stage: 'confirmed' },
    { event: 'verdict', outcome: 'confirmed', code: null, proof: 'digest' },
  ]);
  expect(requests(core)).toEqual(['image.add', 'server.start', 'board.open', 'push.start']);
  expect(core.stopped()).toBe(true);
});

test('the options of an update reach the core', async () => {
  const core = coreWith([{ verdict: verdictOf() }]);
  const options = ['--baud', '921600', '--reset', '--no-url', '--force=chip,digest', '--timeout', '1.5'];
  const server = ['--server-port', '9000', '--bind', '127.0.0.1', '--host', 'bench.local'];
  const cli = startCli(push(imageFile(), ...options, ...server, '--data-dir', '/some/where'), { core });
  expect(await cli.code).toBe(0);
  expect(cli.opened).toMatchObject([
    {
      dataDir: '/some/where',
      shell: 'cli',
      language: 'en',
      server: { port: 9000, bind: '127.0.0.1', host: 'bench.local' },
    },
  ]);
  expect(core.calls.find(({ name }) => name === 'board.open')?.input).toEqual({
    path: '/dev/ttyUSB0',
    baudRate: 921_600,
  });
  expect(core.calls.find(({ name }) => name === 'push.start')?.input).toMatchObject({
    deviceId: 'board-1',
    override: ['chip', 'digest'],
    reset: true,
    sendUrl: false,
    timeoutMs: 1500,
  });
});

test('--force before the file overrides everything and does not swallow the file', async () => {
  const core = coreWith([{ verdict: verdictOf() }]);
  const cli = startCli(['push', '--force', imageFile(), '--port', 'p', '--json'], { core });
  expect(await cli.code).toBe(0);
  expect(core.calls.at(-1)?.input).toMatchObject({ override: 'all' });
});

test.each(['refused', 'rolledBack', 'interrupted', 'failed'] as const)(
  'a board that ends as %s gives exit 1',
  async (outcome) => {
    const error = { code: 'ota/same-version', params: { version: '2.0.0' } } as const;
    const cli = startCli(push(imageFile()), { core: coreWith([{ verdict: verdictOf({ outcome, error }) }]) });
    expect(await cli.code).toBe(1);
    expect(cli.events()).toMatchObject([{ event: 'verdict', outcome, code: 'ota/same-version' }]);
  },
);

test('a signal calls the update off: the verdict is cancelled, exit 1', async () => {
  const core = coreWith([{ waitingFor: 'reset' }]);
  const cli = startCli(push(imageFile()), { core });
  await cli.said('waiting');
  cli.signal();
  expect(await cli.code).toBe(1);
  expect(cli.events().map(({ event }) => event)).toEqual(['waiting', 'verdict']);
  expect(cli.events().at(-1)).toMatchObject({ outcome: 'cancelled', code: null });
});

test('a signal before the update began gives a cancelled verdict too', async () => {
  const core = coreWith([], {
    'board.open': () => {
      cli.signal();
      core.hub.set('board', boardOf(), 'board-1');
      return { deviceId: 'board-1' };
    },
  });
  const cli = startCli(push(imageFile()), { core });
  expect(await cli.code).toBe(1);
  expect(cli.events()).toMatchObject([
    { event: 'verdict', outcome: 'cancelled', deviceId: 'board-1', offeredVersion: '2.0.0' },
  ]);
  expect(requests(core)).not.toContain('push.start');
});

test('a second signal ends the process at once', async () => {
  const core = coreWith([{ waitingFor: 'reset' }], { 'push.cancel': () => ({}) });
  const cli = startCli(push(imageFile()), { core });
  await cli.said('waiting');
  cli.signal();
  cli.signal();
  expect(cli.exits).toEqual([130]);
  expect(await cli.code).toBe(1);
});

test('a corrupt image is refused before anything is opened, unless that check is overridden', async () => {
  const corrupt = imageFile((bytes) => {
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  });
  const refused = startCli(push(corrupt, '--force=digest'));
  expect(await refused.code).toBe(2);
  expect(refused.events()).toMatchObject([{ event: 'error', code: 'image/bad-checksum' }]);
  expect(refused.opened).toEqual([]);
  const core = coreWith([{ verdict: verdictOf() }]);
  const forced = startCli(push(corrupt, '--force=digest,checksum'), { core });
  expect(await forced.code).toBe(0);
});

test('what is no app image is refused even with every check overridden', async () => {
  const file = imageFile((bytes) => bytes.fill(0xff));
  const cli = startCli(push(file, '--force'));
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'image/not-an-app' }]);
});

test('a name that no URL can hold is refused before the server starts', async () => {
  const core = coreWith([]);
  const cli = startCli(push(imageFile(undefined, `${'n'.repeat(230)}.bin`)), { core });
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'push/url-too-long' }]);
  expect(requests(core)).toEqual(['image.add']);
});

test.each<[string, Partial<Handlers>, string, string[]]>([
  [
    'a server address in use',
    {
      'server.start': () => {
        throw new WorkbenchError('server/address-in-use', { port: 8002, address: '0.0.0.0' });
      },
    },
    'server/address-in-use',
    ['image.add', 'server.start'],
  ],
  [
    'a missing port',
    {
      'board.open': () => {
        throw new WorkbenchError('serial/port-not-found', { path: '/dev/ttyUSB0' });
      },
    },
    'serial/port-not-found',
    ['image.add', 'server.start', 'board.open'],
  ],
])('%s ends with exit 3, in the order of the checks', async (_what, answers, code, called) => {
  const core = coreWith([], answers);
  const cli = startCli(push(imageFile()), { core });
  expect(await cli.code).toBe(3);
  expect(cli.events()).toMatchObject([{ event: 'error', code }]);
  expect(requests(core)).toEqual(called);
  expect(core.stopped()).toBe(true);
});

test('--reset on a port without lines is an error before the board is sent anything', async () => {
  const core = coreWith([], {
    'board.open': () => {
      core.hub.set('board', boardOf({ hasModemLines: false }), 'board-1');
      return { deviceId: 'board-1' };
    },
  });
  const cli = startCli(push(imageFile(), '--reset'), { core });
  expect(await cli.code).toBe(3);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'serial/no-modem-lines' }]);
  expect(requests(core)).not.toContain('push.start');
});

test('a data directory in use ends with exit 3 and names its holder', async () => {
  const cli = startCli(push(imageFile()), {
    openCore: () => Promise.reject(new WorkbenchError('data/in-use', { dir: '/d', kind: 'window', pid: 77 })),
  });
  expect(await cli.code).toBe(3);
  const [event] = cli.events();
  expect(event).toMatchObject({ event: 'error', code: 'data/in-use' });
  expect(event?.message).toMatch(/\/d.*window.*77/);
});

test('an update goes on when the reader of its output goes away', async () => {
  const core = coreWith([{ waitingFor: 'reset' }]);
  const cli = startCli(push(imageFile()), { core });
  await cli.said('waiting');
  cli.closeReader();
  core.hub.set('board', boardOf({ session: viewOf({ stages: [reached('ready', 1)] }) }), 'board-1');
  core.hub.set('board', boardOf({ session: viewOf({ verdict: verdictOf() }) }), 'board-1');
  expect(await cli.code).toBe(0);
  expect(requests(core)).not.toContain('push.cancel');
});

test('on a terminal progress is one line that is drawn over itself', async () => {
  const core = coreWith([
    { progress: { ...viewOf().progress, deliveredBytes: 500 } },
    { stages: [reached('imageVerified', 1)], verdict: verdictOf() },
  ]);
  const cli = startCli(['push', imageFile(), '--port', 'p'], { core, columns: 100 });
  expect(await cli.code).toBe(0);
  const drawings = cli.stdout().split('\r\u001b[2K');
  expect(drawings[1]).toMatch(/^ {2}█+░+ {2}delivered 0\.5 KiB/);
  expect(drawings[2]).toMatch(/^ +0\.0 s {2}Verified/);
  expect(cli.stdout()).toContain('Confirmed after 1.0 s\nThe board runs');
});

test('serving says where, each request when it ends, and ends well at a signal', async () => {
  const core = coreWith([]);
  const file = imageFile();
  const cli = startCli(['serve', file, '--json'], { core });
  await cli.said('listening');
  const of = { connectionId: 1, peer: '10.0.0.2', peerPort: 5, atMs: 0 };
  core.hub.send('serverEvent', { kind: 'connected', ...of });
  core.hub.send('serverEvent', {
    kind: 'requestEnded',
    ...of,
    requestId: 1,
    method: 'GET',
    path: '/firmware/app.bin',
    imageId: null,
    pushId: null,
    status: 200,
    image: 'app.bin',
    tls: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' },
    bytes: 10,
    totalBytes: 10,
    bytesAre: 'handed',
    durationMs: 3,
    outcome: 'complete',
  });
  core.hub.send('serverEvent', { kind: 'tlsRefused', ...of, alert: 48, code: 'tls/unknown-ca' });
  core.hub.send('serverEvent', { kind: 'connectionRefused', ...of, reason: 'notAllowed' });
  cli.signal();
  expect(await cli.code).toBe(0);
  const served = core.calls.find(({ name }) => name === 'image.serve');
  const { imageIds } = z.object({ imageIds: z.array(z.string()) }).parse(served?.input);
  expect(cli.events()).toEqual([
    {
      event: 'listening',
      port: 8002,
      urls: [`https://10.0.0.1:8002/firmware/${imageIds[0]}.bin`],
      leftOut: [],
    },
    {
      event: 'request',
      peer: '10.0.0.2',
      method: 'GET',
      path: '/firmware/app.bin',
      status: 200,
      image: 'app.bin',
      tls: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' },
      bytes: 10,
      bytesAre: 'handed',
      durationMs: 3,
      outcome: 'complete',
    },
    { event: 'tlsRefused', peer: '10.0.0.2', alert: 48, code: 'tls/unknown-ca' },
    { event: 'peerRefused', peer: '10.0.0.2', reason: 'notAllowed' },
    { event: 'stopped', cut: CUT },
  ]);
  expect(core.stopped()).toBe(true);
});

test('serving a folder names what it leaves out', async () => {
  const folder = path.dirname(imageFile());
  writeFileSync(path.join(folder, 'page.bin'), '<!doctype html><html></html>');
  writeFileSync(path.join(folder, 'notes.txt'), 'notes');
  const core = coreWith([]);
  const cli = startCli(['serve', folder, '--json'], { core });
  await cli.said('listening');
  cli.signal();
  expect(await cli.code).toBe(0);
  expect(cli.events()[0]).toMatchObject({
    urls: [expect.stringContaining('/firmware/')],
    leftOut: [{ file: path.join(folder, 'page.bin'), code: 'image/not-an-app' }],
  });
});

test('serving ends when its reader goes away', async () => {
  const core = coreWith([]);
  const cli = startCli(['serve', imageFile(), '--json'], { core });
  await cli.said('listening');
  cli.closeReader();
  core.hub.send('serverEvent', {
    kind: 'tlsRefused',
    connectionId: 1,
    peer: '10.0.0.2',
    peerPort: 5,
    atMs: 0,
    alert: null,
    code: 'tls/not-tls',
  });
  expect(await cli.code).toBe(0);
  expect(core.stopped()).toBe(true);
});

test('the monitor shows whole lines as ESP-IDF prints them, and waits for a lost port', async () => {
  const core = coreWith([]);
  const cli = startCli(['monitor', '--port', '/dev/ttyUSB0'], { core });
  const line = { offset: 0, receivedAtMs: 0, stage: null, deviceTimeMs: 12 } as const;
  await expect.poll(() => cli.stdout()).toContain('/dev/ttyUSB0 is open');
  core.hub.send('log', {
    deviceId: 'board-1',
    dropped: 0,
    entries: [
      { ...line, seq: 1, source: 'board', level: 'I', tag: 'wifi', text: 'up', cut: null },
      { ...line, seq: 2, source: 'board', level: null, tag: null, text: 'esp', cut: 'partial' },
      { ...line, seq: 3, source: 'server', level: null, tag: null, text: 'GET', cut: null },
    ],
  });
  core.hub.set('board', boardOf({ link: 'gone' }), 'board-1');
  await expect.poll(() => cli.stdout()).toContain('/dev/ttyUSB0 is gone');
  core.hub.set('board', boardOf({ link: 'open' }), 'board-1');
  await expect.poll(() => cli.stdout().match(/is open/g)).toHaveLength(2);
  cli.signal();
  expect(await cli.code).toBe(0);
  expect(cli.stdout()).toContain('\nI (12) wifi: up\n--- GET\n');
});

test('monitor --reset on a port without lines ends with exit 3', async () => {
  const core = coreWith([], {
    'board.reset': () => {
      throw new WorkbenchError('serial/no-modem-lines', { path: '/dev/pts/3' });
    },
  });
  const cli = startCli(['monitor', '--port', '/dev/pts/3', '--reset', '--json'], { core });
  expect(await cli.code).toBe(3);
  expect(cli.events()).toMatchObject([{ event: 'error', code: 'serial/no-modem-lines' }]);
});

test('serving takes the options of a delivery, and says what plain HTTP costs', async () => {
  const core = coreWith([]);
  const options = ['--body', 'chunked', '--basic', 'line:s3cret', '--plain-http', '8003'];
  const cli = startCli(['serve', imageFile(), ...options, '--json'], { core });
  await cli.said('listening');
  cli.signal();
  expect(await cli.code).toBe(0);
  expect(core.calls.find(({ name }) => name === 'image.serve')?.input).toMatchObject({
    delivery: {
      body: 'chunked',
      access: { kind: 'basic', user: 'line', password: 's3cret' },
      scheme: 'http',
    },
  });
  expect(cli.opened[0]?.server).toEqual({ plainPort: 8003 });
  expect(cli.events()[1]).toMatchObject({ event: 'warning', code: 'server/plain-http' });
});
