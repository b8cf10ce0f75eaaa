import { connect } from 'node:net';
import { afterEach, expect, onTestFinished, test } from 'vitest';

import type { ServingSettings } from '../../shared/contract/server-settings.ts';
import { DEFAULT_LIMITS, DEFAULT_SERVING } from '../../shared/contract/server-settings.ts';
import type { Delivery } from '../../shared/ota/delivery.ts';
import { PLAIN_DELIVERY } from '../../shared/ota/delivery.ts';
import type { ConnectionRefused } from '../../shared/ota/server-event.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';
import { SHUT } from '../support/way-facts.ts';

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

/** A bench in a network that the system calls public, or in another one; it says so when `answer` is called. */
async function open(isPublic: boolean, answersAtOnce = true): Promise<() => void> {
  let answer = (): void => undefined;
  const asked = answersAtOnce ? Promise.resolve() : new Promise<void>((resolve) => (answer = resolve));
  const firewall = {
    look: async (port: number) => {
      await asked;
      return { ...SHUT, letsIn: true, isPublic, port };
    },
  };
  client = await CoreClient.open({ network: { firewall } });
  return answer;
}

/** The server listens, and the system has said of the network what it says. */
async function listen(): Promise<void> {
  await client.call('server.start', {});
  await client.when('network', null, ({ firewall }) => firewall !== null);
}

const serve = (serving: Partial<ServingSettings>) =>
  client.call('settings.update', { serving: { ...DEFAULT_SERVING, ...serving } });

async function board(): Promise<string> {
  const path = client.virtual.add('bench', {
    timeScale: 0.02,
    wifiBytesPerSecond: null,
    recvTimeoutMs: 2_000,
  });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  return deviceId;
}

const addImage = async (fileName = 'app.bin'): Promise<string> =>
  (await client.call('image.add', { fileName, bytes: new Uint8Array(soundApp({ version: '2.0.0' })) }))
    .imageId;

async function push(
  deviceId: string,
  imageId: string,
  delivery: Delivery = PLAIN_DELIVERY,
): Promise<SessionView> {
  const fixed = { override: [], reset: true, sendUrl: true, timeoutMs: null, watchMs: 0 };
  const { pushId } = await client.call('push.start', { deviceId, imageId, delivery, ...fixed });
  const { session } = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  return session as SessionView;
}

/** A stranger comes to the port, and is told why not; null where he is let in. */
async function knock(): Promise<ConnectionRefused['reason'] | null> {
  const before = client.serverEvents.length;
  const socket = connect(client.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  const told = () => client.serverEvents.slice(before).find(({ kind }) => /^connect/.test(kind));
  await expect.poll(told).toBeDefined();
  const event = told();
  socket.destroy();
  return event?.kind === 'connectionRefused' ? event.reason : null;
}

test('on a public network nobody is served but while an update runs, or images are served to all', async () => {
  await open(true);
  const deviceId = await board();
  const imageId = await addImage();
  await listen();
  expect(await knock()).toBe('notServing');
  expect((await push(deviceId, imageId)).verdict?.outcome).toBe('confirmed');
  expect(await knock()).toBe('notServing');
  await client.call('image.serve', { imageIds: [imageId] });
  expect(await knock()).toBeNull();
  await client.call('image.serve', { imageIds: [] });
  expect(await knock()).toBe('notServing');
  await serve({ serveWhen: 'always' });
  expect(await knock()).toBeNull();
});

test('on any other network everybody is served, unless the settings say otherwise', async () => {
  await open(false);
  await listen();
  expect(await knock()).toBeNull();
  await serve({ serveWhen: 'pushing' });
  expect(await knock()).toBe('notServing');
});

test('until the system has said what network it is, nobody is served', async () => {
  const answer = await open(false, false);
  await client.call('server.start', {});
  expect(await knock()).toBe('notServing');
  answer();
  await client.when('network', null, ({ firewall }) => firewall !== null);
  expect(await knock()).toBeNull();
});

test('a board that is not in the list is not served; the list is heeded at once', async () => {
  await open(false);
  await serve({ allowedBoards: ['10.9.8.7'] });
  const deviceId = await board();
  const imageId = await addImage();
  expect((await push(deviceId, imageId)).verdict?.outcome).toBe('failed');
  expect(client.serverEvents.find(({ kind }) => kind === 'connectionRefused')).toMatchObject({
    reason: 'notAllowed',
  });
  await serve({ allowedBoards: ['127.0.0.0/8'] });
  expect((await push(deviceId, imageId)).verdict?.outcome).toBe('confirmed');
});

test('the limits of the settings are those of the server from its next start on', async () => {
  await open(false);
  await client.call('settings.update', { limits: { ...DEFAULT_LIMITS, connections: 1 } });
  await listen();
  const first = connect(client.port, '127.0.0.1');
  onTestFinished(() => void first.destroy());
  await expect.poll(() => client.serverEvents.length).toBe(1);
  expect(await knock()).toBe('tooManyConnections');
});

test('a URL that a password makes too long for a board is refused before it is sent', async () => {
  await open(false);
  const deviceId = await board();
  const imageId = await addImage(`${'long'.repeat(25)}.bin`);
  const server = { port: client.port, bind: '0.0.0.0', host: `${'h'.repeat(60)}.localhost` };
  await client.call('settings.update', { server });
  const access = { kind: 'basic', user: 'u'.repeat(64), password: 'p'.repeat(64) } as const;
  const { verdict } = await push(deviceId, imageId, { ...PLAIN_DELIVERY, access });
  expect(verdict?.error?.code).toBe('push/url-too-long');
  expect(client.serverEvents.filter(({ kind }) => kind === 'requestStarted')).toEqual([]);
});
