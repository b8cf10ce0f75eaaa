import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { AfterWatch } from '../../shared/ota/after-watch.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.02, wifiBytesPerSecond: null };
const image = (version: string) =>
  soundApp({ projectName: 'native_ota_example', version, sizeBytes: 0x6000 });

async function bench(options: Partial<VirtualBoardOptions>): Promise<CoreClient> {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  client.virtual.add('bench', { ...FAST, ...options });
  return client;
}

/** `push` of the command line to the board `bench`. */
async function push(client: CoreClient, ...more: string[]) {
  const file = path.join(tempDir(), 'app.bin');
  writeFileSync(file, image('2.0.0'));
  const cli = startCli(['push', file, '--port', 'virtual:bench', '--json', ...more], {
    openCore: async () => client.core,
  });
  const code = await cli.code;
  const told = cli.events().filter(({ event }) => event === 'verdict' || event === 'watch');
  return { code, told };
}

test('an image that crashes in its watch is unstable over its verdict, and the exit code says so', async () => {
  const { code, told } = await push(await bench({ confirmedImage: 'crash' }), '--watch', '60');
  expect(told).toMatchObject([
    { event: 'verdict', outcome: 'confirmed', code: null },
    { event: 'watch', outcome: 'unstable', code: 'watch/crashed' },
  ]);
  expect(code).toBe(1);
});

test('an image that runs on is stable once the time is over', async () => {
  const { code, told } = await push(await bench({}), '--watch', '1');
  expect(told).toMatchObject([
    { outcome: 'confirmed' },
    { event: 'watch', outcome: 'stable', code: null, hint: null },
  ]);
  expect(code).toBe(0);
});

test('without --watch nothing is waited for, whatever the image does later', async () => {
  const { code, told } = await push(await bench({ confirmedImage: 'crash' }));
  expect(told.map(({ event }) => event)).toEqual(['verdict']);
  expect(code).toBe(0);
});

test('where a push does not say, the settings do: 60 s; the next push ends it without a word', async () => {
  const client = await bench({});
  expect(client.state('settings')?.watchSeconds).toBe(60);
  const path = 'virtual:bench';
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const start = async (version: string): Promise<string> => {
    const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes: image(version) });
    const options = { override: 'all', reset: false, sendUrl: true, timeoutMs: null } as const;
    return (await client.call('push.start', { deviceId, imageId, ...options })).pushId;
  };
  const seen: (AfterWatch | null)[] = [];
  client.core.onPush((push) => {
    if (push.kind === 'state' && push.name === 'board')
      seen.push((push.value as { afterWatch: AfterWatch | null }).afterWatch);
  });
  const first = await start('2.0.0');
  const begun = await client.when('board', deviceId, ({ afterWatch }) => afterWatch?.state === 'watching');
  const leftMs = (begun.afterWatch?.endsAtMs ?? 0) - Date.now();
  expect(leftMs).toBeGreaterThan(50_000);
  expect(leftMs).toBeLessThanOrEqual(60_000);
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  await start('3.0.0');
  expect(seen.some((watch) => watch?.pushId === first && watch.state === 'ended')).toBe(true);
  expect(client.state('board', deviceId)?.afterWatch).toBeNull();
  expect(begun.session?.verdict?.outcome).toBe('confirmed');
});

test('a watch of no time at all is none', async () => {
  const client = await bench({});
  await client.call('settings.update', { watchSeconds: 0 });
  const { deviceId } = await client.call('board.open', { path: 'virtual:bench', baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes: image('2.0.0') });
  const options = { override: 'all', reset: false, sendUrl: true, timeoutMs: null } as const;
  await client.call('push.start', { deviceId, imageId, ...options });
  await client.when('board', deviceId, ({ session }) => session?.verdict?.outcome === 'confirmed');
  expect(client.state('board', deviceId)?.afterWatch).toBeNull();
});
