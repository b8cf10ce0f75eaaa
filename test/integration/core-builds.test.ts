import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { BoardState, WatchState } from '../../shared/contract/values.ts';
import { buildFolder } from '../support/build-folder.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256Hex } from '../support/digests.ts';
import { mergedImage, soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

const FAST: Partial<VirtualBoardOptions> = { timeScale: 0.05, wifiBytesPerSecond: null };
const image = (version: string) =>
  soundApp({ projectName: 'native_ota_example', version, sizeBytes: 100_000, seed: 7 });

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
});

const watched = (holds: (watch: WatchState) => boolean): Promise<readonly WatchState[]> =>
  client.when('watches', null, ([watch]) => watch !== undefined && holds(watch));

describe('a path', () => {
  test('of a file or of a build folder is added with where it came from', async () => {
    client = await CoreClient.open({ shell: 'window' });
    expect(client.state('app')?.paths).toBe('any');
    const { dir, app } = buildFolder(undefined, image('1.5.0'));
    const entry = await client.call('image.addPath', { path: dir });
    expect(entry).toMatchObject({ fileName: 'app.bin', source: app, facts: { version: '1.5.0' } });
    expect(await client.call('image.addPath', { path: app })).toEqual(entry);
  });

  test('that leads to no image says why', async () => {
    client = await CoreClient.open({ shell: 'window' });
    const dir = tempDir();
    const add = (given: string) => client.call('image.addPath', { path: given });
    await expect(add(dir)).rejects.toMatchObject({ code: 'image/none-found', params: { folder: dir } });
    writeFileSync(path.join(dir, 'flasher_args.json'), JSON.stringify({ app: { file: 'not-yet.bin' } }));
    await expect(add(dir)).rejects.toMatchObject({ code: 'image/none-found', params: { folder: dir } });
    await expect(add(path.join(dir, 'none.bin'))).rejects.toMatchObject({ code: 'image/not-found' });
    const pipe = path.join(dir, 'pipe.bin');
    execFileSync('mkfifo', [pipe]);
    await expect(add(pipe)).rejects.toMatchObject({ code: 'image/unreadable' });
    const large = path.join(dir, 'large.bin');
    writeFileSync(large, '');
    truncateSync(large, 17 * 1024 * 1024);
    await expect(add(large)).rejects.toMatchObject({ code: 'image/too-big-file' });
    for (const wrong of ['', 'a\0b', 'x'.repeat(5_000)])
      await expect(add(wrong)).rejects.toMatchObject({ code: 'contract/invalid-input' });
    await expect(add('app.bin')).rejects.toMatchObject({ code: 'path/not-absolute' });
  });

  test('is refused by a station, but below a folder it was started with', async () => {
    const { dir, app } = buildFolder(path.join(tempDir(), 'allowed'), image('1.5.0'));
    const outside = buildFolder().app;
    const link = path.join(dir, 'link.bin');
    symlinkSync(outside, link);
    client = await CoreClient.open({ shell: 'station' });
    expect(client.state('app')?.paths).toBe('none');
    await expect(client.call('image.addPath', { path: app })).rejects.toMatchObject({
      code: 'path/not-allowed',
    });
    await client.close();

    client = await CoreClient.open({ shell: 'station', allowedFolders: [dir] });
    expect(client.state('app')?.paths).toEqual([dir]);
    expect((await client.call('image.addPath', { path: app })).source).toBe(app);
    for (const given of [outside, link, `${dir}/../..`]) {
      const refused = { code: 'path/not-allowed', params: { path: given } };
      await expect(client.call('image.addPath', { path: given })).rejects.toMatchObject(refused);
      const watch = { path: given, autoAdd: false, autoPush: null };
      await expect(client.call('watch.start', watch)).rejects.toMatchObject(refused);
    }
    expect(client.state('watches')).toEqual([]);
  });
});

describe('the app of a merged image', () => {
  test('is added under its project’s name, and equals the app that was merged', async () => {
    client = await CoreClient.open();
    const app = image('1.5.0');
    const merged = new Uint8Array(mergedImage(app));
    const entry = await client.call('image.extractApp', {
      fileName: 'a/all.bin',
      bytes: merged,
      offset: 0x10000,
    });
    expect(entry).toMatchObject({
      imageId: sha256Hex(app),
      fileName: 'native_ota_example.bin',
      source: 'all.bin, 0x10000',
    });
  });

  test.each([
    ['the bootloader', 0x1000],
    ['nothing', 0x20000],
  ])('is not found where %s lies', async (_, offset) => {
    client = await CoreClient.open();
    const bytes = new Uint8Array(mergedImage());
    await expect(
      client.call('image.extractApp', { fileName: 'all.bin', bytes, offset }),
    ).rejects.toMatchObject({
      code: 'image/no-app-at',
      params: { file: 'all.bin', offset: `0x${offset.toString(16)}` },
    });
  });
});

describe('a watched build', () => {
  test('is told as it is, and a rebuild marks it without adding it', async () => {
    client = await CoreClient.open();
    const { dir, app } = buildFolder(undefined, image('1.1.0'));
    const watch = await client.call('watch.start', { path: dir, autoAdd: false, autoPush: null });
    expect(watch).toMatchObject({ path: dir, file: app, imageId: sha256Hex(image('1.1.0')), error: null });
    expect(client.state('watches')).toEqual([watch]);
    const startedAtMs = Date.now();
    writeFileSync(app, image('1.2.0'));
    const imageId = sha256Hex(image('1.2.0'));
    const [rebuilt] = await watched((now) => now.imageId === imageId);
    expect(rebuilt?.lastBuiltAtMs).toBeGreaterThanOrEqual(startedAtMs - 1_000);
    expect(client.state('image', imageId)).toBeUndefined();
    await client.call('watch.stop', { path: dir });
    expect(client.state('watches')).toEqual([]);
    await expect(client.call('watch.stop', { path: dir })).rejects.toMatchObject({ code: 'watch/unknown' });
  });

  test('is added at each rebuild where that was asked for, whole and not half', async () => {
    client = await CoreClient.open();
    const { dir, app } = buildFolder(undefined, image('1.1.0'));
    await client.call('watch.start', { path: dir, autoAdd: true, autoPush: null });
    const next = image('1.2.0');
    writeFileSync(app, next.subarray(0, 60_000));
    const [half] = await watched(({ error }) => error !== null);
    expect(half).toMatchObject({ file: app, error: { code: 'image/truncated' } });
    writeFileSync(app, next);
    await watched(({ imageId, error }) => imageId === sha256Hex(next) && error === null);
    const added = client.core.states().filter(({ name }) => name === 'image');
    expect(added.map(({ value }) => value)).toMatchObject([
      { version: '1.2.0', source: app, fileName: 'app.bin', sound: true },
    ]);
  });

  test('that cannot be added says why', async () => {
    client = await CoreClient.open();
    const { dir, app } = buildFolder();
    await client.call('watch.start', { path: dir, autoAdd: true, autoPush: null });
    // A folder stands where the image would be kept.
    mkdirSync(path.join(client.dataDir, 'images', `${sha256Hex(image('2.0.0'))}.bin`, 'x'), {
      recursive: true,
    });
    writeFileSync(app, image('2.0.0'));
    const [watch] = await watched(({ error }) => error !== null);
    expect(watch).toMatchObject({ file: app, error: { code: 'data/not-writable' } });
  });
});

describe('a watched build that is pushed', () => {
  const DEVICE = 'virtual-bench';
  const push = { deviceId: DEVICE, reset: false, sendUrl: true };
  const ran = (version: string) =>
    client.when(
      'board',
      DEVICE,
      ({ session }: BoardState) => session?.image.version === version && session.verdict !== null,
      60_000,
    );

  async function watching(options: Partial<VirtualBoardOptions> = {}) {
    client = await CoreClient.open();
    const at = client.virtual.add('bench', { ...FAST, ...options });
    await client.call('board.open', { path: at, baudRate: 115_200 });
    await client.when('board', DEVICE, ({ facts }) => facts.ready);
    const { dir, app } = buildFolder(undefined, image('1.1.0'));
    await client.call('watch.start', { path: dir, autoAdd: false, autoPush: push });
    return { dir, app };
  }

  /** As a linker's last step: the whole file comes into its place at once. */
  function build(app: string, version: string): void {
    writeFileSync(`${app}.new`, image(version));
    renameSync(`${app}.new`, app);
  }

  test('runs on the board after each rebuild, and what was there before is not pushed', async () => {
    const { app } = await watching();
    expect(client.state('watches')).toMatchObject([{ autoAdd: true, autoPush: push }]);
    build(app, '2.0.0');
    expect((await ran('2.0.0')).session?.verdict?.outcome).toBe('confirmed');
    build(app, '3.0.0');
    const { session } = await ran('3.0.0');
    expect([session?.verdict?.outcome, session?.before.version]).toEqual(['confirmed', '2.0.0']);
  });

  test('while an update runs waits for its verdict, and the newest goes next', async () => {
    const { app } = await watching({ wifiBytesPerSecond: 700 });
    const pushed: (string | null)[] = [];
    client.core.onPush((told) => {
      if (told.kind !== 'state' || told.name !== 'board') return;
      const version = (told.value as BoardState).session?.image.version ?? null;
      if (pushed.at(-1) !== version) pushed.push(version);
    });
    build(app, '2.0.0');
    await client.when('board', DEVICE, ({ session }) => session?.current === 'writing');
    client.virtual.configure('bench', { wifiBytesPerSecond: null });
    for (const version of ['2.1.0', '2.2.0']) {
      build(app, version);
      await watched(({ imageId }) => imageId === sha256Hex(image(version)));
    }
    expect(client.state('board', DEVICE)?.session?.verdict).toBeNull();
    expect((await ran('2.2.0')).session?.verdict?.outcome).toBe('confirmed');
    expect(pushed.filter((version) => version !== null)).toEqual(['2.0.0', '2.2.0']);
    const first = await client.call('image.read', { imageId: sha256Hex(image('2.0.0')) });
    expect(first.pushes).toMatchObject([{ outcome: 'confirmed' }]);
  });

  test('says why where the board cannot be pushed to, and pushes nothing once that is off', async () => {
    const { dir, app } = await watching();
    await client.call('board.close', { deviceId: DEVICE });
    build(app, '2.0.0');
    const [watch] = await watched(({ error }) => error !== null);
    expect(watch).toMatchObject({ imageId: sha256Hex(image('2.0.0')), error: { code: 'board/not-open' } });

    await client.call('watch.start', { path: dir, autoAdd: true, autoPush: null });
    expect(client.state('watches')).toHaveLength(1);
    await client.call('board.open', { path: 'virtual:bench', baudRate: 115_200 });
    build(app, '3.0.0');
    await watched(({ imageId, error }) => imageId === sha256Hex(image('3.0.0')) && error === null);
    expect(client.state('board', DEVICE)?.session).toBeNull();
  });

  test('two requests at once make one update', async () => {
    await watching({ wifiBytesPerSecond: 25_000 });
    const { imageId } = await client.call('image.add', { fileName: 'a.bin', bytes: image('2.0.0') });
    const start = () => client.call('push.start', { ...push, imageId, override: [], timeoutMs: null });
    const starts = await Promise.allSettled([start(), start()]);
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(starts.find((ended) => ended.status === 'rejected')?.reason).toMatchObject({
      code: 'push/running',
    });
  });
});
