import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { WorkbenchError } from '../../shared/errors.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256 } from '../support/digests.ts';

/** Slow enough that a folder can go while an image is on its way. */
const SLOW: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: 15_000 };
const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };

let client: CoreClient;
beforeEach(async () => {
  client = await CoreClient.open();
});
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

async function board(options: Partial<VirtualBoardOptions>): Promise<string> {
  const port = client.virtual.add('bench', options);
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  return deviceId;
}

async function image(version: string): Promise<string> {
  const outline = { projectName: 'native_ota_example', version, sizeBytes: 300_000, seed: 7 };
  const bytes = buildAppImage(outline, sha256);
  return (await client.call('image.add', { fileName: `v${version}.bin`, bytes })).imageId;
}

async function start(deviceId: string, imageId: string): Promise<string> {
  const fixed = { override: [], reset: false, sendUrl: true, timeoutMs: null };
  return (await client.call('push.start', { deviceId, imageId, ...fixed })).pushId;
}

async function ended(deviceId: string, pushId: string): Promise<SessionView> {
  const { session } = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  return session as SessionView;
}

/** The code of what is thrown. */
async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (thrown) {
    return thrown instanceof WorkbenchError ? thrown.code : String(thrown);
  }
  return 'done';
}

const requestsEnded = (): number => client.serverEvents.filter(({ kind }) => kind === 'requestEnded').length;

test('the data folder goes while a board downloads: the update has its verdict, and nothing falls over', async () => {
  const deviceId = await board(SLOW);
  const pushId = await start(deviceId, await image('2.0.0'));
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing');
  rmSync(client.dataDir, { recursive: true, force: true });
  const { verdict } = await ended(deviceId, pushId);
  expect(verdict).toMatchObject({ outcome: 'confirmed', proof: 'digest' });
  expect(requestsEnded()).toBe(1);
});

test('an image whose file is gone is not pushed; one that comes back is', async () => {
  const deviceId = await board(FAST);
  const imageId = await image('2.0.0');
  const images = path.join(client.dataDir, 'images');
  renameSync(images, `${images}.away`);
  expect(await refused(start(deviceId, imageId))).toBe('image/altered');
  expect(client.state('image', imageId)?.available).toBe(false);
  expect(client.serverEvents).toEqual([]);
  rmSync(images, { recursive: true, force: true });
  renameSync(`${images}.away`, images);
  const pushId = await start(deviceId, await image('2.0.0'));
  expect((await ended(deviceId, pushId)).verdict?.outcome).toBe('confirmed');
});

test('a file in the place of the data folder: what needs the disk says so, what is in memory goes on', async () => {
  const deviceId = await board(SLOW);
  const imageId = await image('2.0.0');
  const pushId = await start(deviceId, imageId);
  await client.when('board', deviceId, ({ session }) => session?.current === 'writing');
  renameSync(client.dataDir, `${client.dataDir}.away`);
  writeFileSync(client.dataDir, 'not a folder');
  expect(await refused(image('3.0.0'))).toBe('data/not-writable');
  expect((await ended(deviceId, pushId)).verdict?.outcome).toBe('confirmed');
  rmSync(client.dataDir);
  renameSync(`${client.dataDir}.away`, client.dataDir);
  const again = await start(deviceId, await image('3.0.0'));
  expect((await ended(deviceId, again)).verdict?.outcome).toBe('confirmed');
});

test('the certificates’ folder goes: boards are shown what is in memory, and a change says what is wrong', async () => {
  // This board's firmware was built with the CA, which lies in that folder for all others.
  const { pem } = await client.call('certificates.caPem', {});
  const deviceId = await board({ ...FAST, caPem: pem });
  const first = await start(deviceId, await image('2.0.0'));
  expect((await ended(deviceId, first)).verdict?.outcome).toBe('confirmed');
  const certs = path.join(client.dataDir, 'certs');
  rmSync(certs, { recursive: true, force: true });
  const second = await start(deviceId, await image('3.0.0'));
  expect((await ended(deviceId, second)).verdict?.outcome).toBe('confirmed');
  writeFileSync(certs, 'not a folder');
  expect(await refused(client.call('certificates.reissue', {}))).toBe('data/not-writable');
  const third = await start(deviceId, await image('4.0.0'));
  expect((await ended(deviceId, third)).verdict?.outcome).toBe('confirmed');
  rmSync(certs);
  mkdirSync(certs);
  expect(await refused(client.call('certificates.reissue', {}))).toBe('done');
  expect(readdirSync(certs)).toContain('server_cert.pem');
});
