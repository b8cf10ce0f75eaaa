import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { buildFolder } from '../support/build-folder.ts';
import type { CliRun } from '../support/cli-world.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256Hex } from '../support/digests.ts';
import { soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };
const image = (version: string) =>
  soundApp({ projectName: 'native_ota_example', version, sizeBytes: 100_000, seed: 7 });

/** `watch` over a real core and its virtual board `bench`. */
async function watching(options: Partial<VirtualBoardOptions> = {}) {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  client.virtual.add('bench', { ...FAST, ...options });
  const { dir, app } = buildFolder(path.join(tempDir(), 'build'), image('1.1.0'));
  const cli = startCli(['watch', dir, '--port', 'virtual:bench', '--json'], {
    openCore: async () => client.core,
  });
  await cli.said('watching');
  return { client, cli, dir, app };
}

const saidOf = (cli: CliRun, event: string) => cli.events().filter((line) => line.event === event);
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const outcomes = (cli: CliRun) => saidOf(cli, 'verdict').map((line) => [line.outcome, line.offeredVersion]);

test('each rebuild is said, pushed and judged, until a signal ends it well', async () => {
  const { cli, dir, app } = await watching();
  expect(cli.events()).toEqual([{ event: 'watching', path: dir, file: app }]);
  writeFileSync(app, image('2.0.0'));
  await until(() => expect(outcomes(cli)).toEqual([['confirmed', '2.0.0']]));
  const next = image('3.0.0');
  writeFileSync(app, next.subarray(0, 40_000));
  await until(() => expect(saidOf(cli, 'skipped')).toHaveLength(1));
  writeFileSync(app, next);
  await until(() => expect(outcomes(cli)).toHaveLength(2));
  writeFileSync(app, image('3.0.0-dirty'));
  await until(() => expect(outcomes(cli)).toHaveLength(3));
  cli.signal();
  expect(await cli.code).toBe(0);

  expect(outcomes(cli)).toEqual([
    ['confirmed', '2.0.0'],
    ['confirmed', '3.0.0'],
    ['confirmed', '3.0.0-dirty'],
  ]);
  expect(saidOf(cli, 'build')[0]).toEqual({
    event: 'build',
    file: app,
    projectName: 'native_ota_example',
    version: '2.0.0',
    sizeBytes: 100_000,
    fileSha256: sha256Hex(image('2.0.0')),
    builtAtMs: expect.any(Number),
  });
  expect(saidOf(cli, 'skipped')).toMatchObject([
    { file: app, fileSha256: null, code: 'image/truncated', message: expect.stringContaining('app.bin') },
  ]);
  const order = cli.events().map(({ event }) => event);
  expect(order.filter((event) => event === 'build' || event === 'skipped' || event === 'verdict')).toEqual([
    ...['build', 'verdict', 'skipped', 'build', 'verdict', 'build', 'verdict'],
  ]);
  expect(saidOf(cli, 'stage').filter(({ stage }) => stage === 'confirmed')).toHaveLength(3);
});

test('of the rebuilds that come while a board is busy the newest is pushed, the others are said to be skipped', async () => {
  const { client, cli, app } = await watching({ wifiBytesPerSecond: 700 });
  writeFileSync(app, image('2.0.0'));
  await client.when('board', 'virtual-bench', ({ session }) => session?.current === 'writing');
  client.virtual.configure('bench', { wifiBytesPerSecond: null });
  for (const [index, version] of ['2.1.0', '2.2.0'].entries()) {
    writeFileSync(app, image(version));
    await until(() => expect(saidOf(cli, 'build')).toHaveLength(index + 2));
  }
  expect(outcomes(cli)).toEqual([]);
  await until(() => expect(outcomes(cli)).toHaveLength(2));
  expect(outcomes(cli)).toEqual([
    ['confirmed', '2.0.0'],
    ['confirmed', '2.2.0'],
  ]);
  expect(saidOf(cli, 'skipped')).toMatchObject([
    { fileSha256: sha256Hex(image('2.1.0')), code: 'watch/superseded' },
  ]);
  cli.signal();
  expect(await cli.code).toBe(0);
}, 60_000);

test('a refusal is a verdict like any other, and the watch goes on', async () => {
  const { cli, app } = await watching();
  writeFileSync(app, image('1.0.0'));
  await until(() => expect(outcomes(cli)).toEqual([['refused', '1.0.0']]));
  writeFileSync(app, image('2.0.0'));
  await until(() => expect(outcomes(cli)).toHaveLength(2));
  expect(saidOf(cli, 'verdict')).toMatchObject([
    { outcome: 'refused', code: 'ota/same-version' },
    { outcome: 'confirmed', code: null },
  ]);
  cli.signal();
  expect(await cli.code).toBe(0);
});

test('a signal in the middle of an update cancels it, with its verdict, and ends well', async () => {
  const { client, cli, app } = await watching({ wifiBytesPerSecond: 700 });
  writeFileSync(app, image('2.0.0'));
  await client.when('board', 'virtual-bench', ({ session }) => session?.current === 'writing');
  cli.signal();
  expect(await cli.code).toBe(0);
  expect(outcomes(cli)).toEqual([['cancelled', '2.0.0']]);
});

test('a board that is unplugged makes a rebuild skipped, and the next goes once it is back', async () => {
  const { client, cli, app } = await watching();
  client.virtual.board('bench').unplug();
  await client.when('board', 'virtual-bench', ({ link }) => link === 'gone');
  writeFileSync(app, image('2.0.0'));
  await until(() => expect(saidOf(cli, 'skipped')).toHaveLength(1));
  expect(saidOf(cli, 'skipped')).toMatchObject([
    { fileSha256: sha256Hex(image('2.0.0')), code: 'board/not-open' },
  ]);
  client.virtual.board('bench').plugIn();
  await client.when('board', 'virtual-bench', ({ link }) => link === 'open');
  // This board has long started when its port is open again.
  await client.call('board.reset', { deviceId: 'virtual-bench' });
  writeFileSync(app, image('3.0.0'));
  await until(() => expect(outcomes(cli)).toEqual([['confirmed', '3.0.0']]));
  cli.signal();
  expect(await cli.code).toBe(0);
});

test('a folder that is missing is bad input, before anything is opened', async () => {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  const dir = path.join(tempDir(), 'none');
  const cli = startCli(['watch', dir, '--port', 'virtual:bench', '--json'], {
    openCore: async () => client.core,
  });
  expect(await cli.code).toBe(2);
  expect(cli.events()).toMatchObject([
    { event: 'error', code: 'image/not-found', message: expect.stringContaining(dir) },
  ]);
  expect(client.state('server')).toEqual({ kind: 'off' });
});

test('a folder without a build is said, and its first build is pushed', async () => {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  client.virtual.add('bench', FAST);
  const dir = tempDir();
  const cli = startCli(['watch', dir, '--port', 'virtual:bench', '--json'], {
    openCore: async () => client.core,
  });
  await cli.said('skipped');
  expect(cli.events()).toMatchObject([
    { event: 'watching', path: dir, file: null },
    { event: 'skipped', file: null, fileSha256: null, code: 'image/none-found' },
  ]);
  buildFolder(path.join(dir, 'build'), image('2.0.0'));
  await until(() => expect(outcomes(cli)).toEqual([['confirmed', '2.0.0']]));
  cli.signal();
  expect(await cli.code).toBe(0);
});
