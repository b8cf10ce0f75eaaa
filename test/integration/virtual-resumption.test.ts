import { afterEach, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { RequestEnded } from '../../shared/ota/server-event.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { CoreClient } from '../support/core-client.ts';
import { serve, testServer, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const SIZE = 0x14000;
const IMAGE = new Uint8Array(appImage({ version: '2.0.0', sizeBytes: SIZE }));
const ADVANCED: Partial<VirtualBoardOptions> = {
  program: 'advanced',
  idf: '5.5',
  timeScale: 0.02,
  wifiBytesPerSecond: null,
  powerBackAfterMs: 50,
};

let client: CoreClient | null = null;
afterEach(async () => {
  await client?.close();
  client = null;
});

async function open(options: Partial<VirtualBoardOptions>): Promise<{ deviceId: string; imageId: string }> {
  client = await CoreClient.open();
  const path = client.virtual.add('bench', { ...ADVANCED, ...options });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes: IMAGE });
  return { deviceId, imageId };
}

async function push(deviceId: string, imageId: string): Promise<SessionView> {
  const own = client as CoreClient;
  await own.when('board', deviceId, ({ facts }) => facts.ready);
  const options = { override: [], reset: false, sendUrl: true, timeoutMs: null };
  const { pushId } = await own.call('push.start', { deviceId, imageId, ...options });
  const ended = await own.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  return ended.session as SessionView;
}

const requests = (): readonly string[] =>
  (client as CoreClient).serverEvents
    .filter((event): event is RequestEnded => event.kind === 'requestEnded')
    .map(({ method, status, totalBytes }) => `${method} ${status} ${totalBytes}`);

test('a download that a power cut ended is taken up where it stood, and confirmed', async () => {
  const { deviceId, imageId } = await open({
    otaResumption: true,
    fault: { kind: 'powerCut', atBytes: 40_000 },
  });
  const cut = await push(deviceId, imageId);
  expect(cut.verdict).toMatchObject({ outcome: 'interrupted', error: { code: 'board/restarted' } });
  const resumed = await push(deviceId, imageId);
  expect(resumed.verdict).toMatchObject({ outcome: 'confirmed', error: null });
  const status206 = requests().filter((request) => request.startsWith('GET 206'));
  // What was written and not yet noted is fetched again: it lies below the cut and on a whole KiB.
  const rest = Number(status206[0]?.split(' ')[2]);
  expect(status206).toHaveLength(1);
  expect((SIZE - rest) % 1024).toBe(0);
  expect(SIZE - rest).toBeGreaterThan(30_000);
  expect(SIZE - rest).toBeLessThanOrEqual(40_960);
});

test('a release without resumption begins anew', async () => {
  const { deviceId, imageId } = await open({
    idf: '5.3',
    otaResumption: true,
    fault: { kind: 'powerCut', atBytes: 40_000 },
  });
  await push(deviceId, imageId);
  expect((await push(deviceId, imageId)).verdict?.outcome).toBe('confirmed');
  expect(requests().at(-1)).toBe(`GET 200 ${SIZE}`);
});

test('a download in parts asks for the length, then for each part', async () => {
  const { deviceId, imageId } = await open({ partialDownloadBytes: 16_384 });
  expect((await push(deviceId, imageId)).verdict).toMatchObject({ outcome: 'confirmed', proof: 'elf' });
  expect(requests()).toEqual(['HEAD 200 0', ...Array.from({ length: 5 }, () => 'GET 206 16384')]);
});

test('a download in parts is taken up at the part it stood in', async () => {
  const { deviceId, imageId } = await open({
    partialDownloadBytes: 16_384,
    otaResumption: true,
    fault: { kind: 'powerCut', atBytes: 40_000 },
  });
  await push(deviceId, imageId);
  expect((await push(deviceId, imageId)).verdict?.outcome).toBe('confirmed');
});

test('from 6.0 on a server without ranges is found out and asked for the whole', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ ...ADVANCED, idf: '6.0', otaResumption: true });
  await bench.line('main_task: Returned');
  await bench.send(url('app.bin'));
  await bench.line('Server ignored the requested Range header');
  await bench.line('Falling back to OTA without resumption and restarting download from beginning');
  await bench.line('upgrade successful. Rebooting');
});

test('another chip revision is refused by its header from 5.5 on', async () => {
  const { url } = await testServer(serve(appImage({ version: '2.0.0', minChipRevision: 999 })));
  const bench = await virtualBench(ADVANCED);
  await bench.line('main_task: Returned');
  await bench.send(url('app.bin'));
  await bench.line('Verifying chip revision of new image: 999');
  await bench.line('chip revision check failed. Required >= v9.99, found v3.1.');
});
