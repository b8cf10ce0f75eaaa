import { rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

import { findAppInFolder } from '../../electron/core/image/find-build.ts';
import type { Sight, WatchedBuild } from '../../electron/core/image/image-watch.ts';
import { ImageWatch } from '../../electron/core/image/image-watch.ts';
import { openPathAccess } from '../../electron/core/image/path-access.ts';
import { buildFolder } from '../support/build-folder.ts';
import { sha256 } from '../support/digests.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { soundApp } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

async function watching(target: string) {
  const clock = new FakeClock();
  const sights: Sight[] = [];
  const access = await openPathAccess('any');
  const onSight = (sight: Sight) => void sights.push(sight);
  const watch = new ImageWatch({ clock, sha256, access, path: target, onSight });
  onTestFinished(() => watch.stop());
  const builds = (): WatchedBuild[] => sights.flatMap((sight) => (sight.kind === 'build' ? sight.build : []));
  const troubles = () => sights.map((sight) => (sight.kind === 'none' ? sight.error.code : sight.kind));
  return { clock, builds, troubles, watch, versions: () => builds().map(({ facts }) => facts.version) };
}

/** Lets the watch look until it holds; each look is asynchronous. */
async function eventually(clock: FakeClock, holds: () => void): Promise<void> {
  await vi.waitFor(
    () => {
      clock.advance(500);
      holds();
    },
    { interval: 5, timeout: 5_000 },
  );
}

/** Some looks, for what must not happen. */
async function looks(clock: FakeClock): Promise<void> {
  for (let look = 0; look < 8; look += 1) {
    clock.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a build folder, and a project with one, name their app', async () => {
  const project = tempDir();
  const { app } = buildFolder(path.join(project, 'build'));
  expect(await findAppInFolder(project)).toBe(app);
  expect(await findAppInFolder(path.join(project, 'build'))).toBe(app);
  expect(await findAppInFolder(tempDir())).toBeNull();
});

test('what is there at the start is given back; the next build is reported once', async () => {
  const { dir, app } = buildFolder();
  const { clock, watch, versions } = await watching(dir);
  expect(await watch.start()).toMatchObject({ kind: 'build', build: { facts: { version: '1' } } });
  await looks(clock);
  expect(versions()).toEqual([]);
  writeFileSync(app, soundApp({ version: '2', sizeBytes: 0x3000 }));
  await eventually(clock, () => expect(versions()).toEqual(['2']));
  await looks(clock);
  expect(versions()).toEqual(['2']);
});

test('a file may be watched itself, may be missing, and may come later', async () => {
  const file = path.join(tempDir(), 'app.bin');
  const { clock, builds, watch } = await watching(file);
  expect(await watch.start()).toMatchObject({ kind: 'none', error: { code: 'image/not-found' } });
  await looks(clock);
  const bytes = soundApp({ version: '3' });
  writeFileSync(file, bytes);
  await eventually(clock, () => expect(builds()).toHaveLength(1));
  expect(builds()[0]).toMatchObject({ source: file, fileName: 'app.bin', facts: { version: '3' } });
  expect(builds()[0]?.bytes).toEqual(Buffer.from(bytes));
});

test('half a file is said to be one, and the whole reported', async () => {
  const { dir, app } = buildFolder();
  const { clock, watch, versions, troubles } = await watching(dir);
  await watch.start();
  const next = soundApp({ version: '2', sizeBytes: 0x4000 });
  writeFileSync(app, next.subarray(0, 0x1000));
  await looks(clock);
  expect(versions()).toEqual([]);
  expect(troubles()).toEqual(['image/truncated']);
  writeFileSync(app, next);
  await eventually(clock, () => expect(versions()).toEqual(['2']));
  expect(troubles()).toEqual(['image/truncated', 'build']);
});

test('a file that grows between two looks is not read', async () => {
  const { dir, app } = buildFolder();
  const { clock, watch, troubles } = await watching(dir);
  await watch.start();
  const next = soundApp({ version: '2', sizeBytes: 0x8000 });
  for (let end = 0x1000; end < next.length; end += 0x1000) {
    writeFileSync(app, next.subarray(0, end));
    clock.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(troubles()).toEqual([]);
  writeFileSync(app, next);
  await eventually(clock, () => expect(troubles()).toEqual(['build']));
});

test('the same bytes with a new date are no new build', async () => {
  const { dir, app } = buildFolder();
  const { clock, watch, versions } = await watching(dir);
  await watch.start();
  utimesSync(app, new Date(), new Date(Date.now() + 60_000));
  await looks(clock);
  expect(versions()).toEqual([]);
});

test('a build folder that is cleaned and built again is followed', async () => {
  const { dir } = buildFolder();
  const { clock, watch, versions, troubles } = await watching(dir);
  await watch.start();
  rmSync(dir, { recursive: true });
  await looks(clock);
  expect(troubles()).toEqual(['image/not-found']);
  const { app } = buildFolder(dir);
  await eventually(clock, () => expect(troubles()).toEqual(['image/not-found', 'back']));
  writeFileSync(app, soundApp({ version: '9', sizeBytes: 0x3000 }));
  await eventually(clock, () => expect(versions()).toEqual(['9']));
});

test('after stop nothing is reported', async () => {
  const { dir, app } = buildFolder();
  const { clock, watch, versions } = await watching(dir);
  await watch.start();
  watch.stop();
  writeFileSync(app, soundApp({ version: '2' }));
  await looks(clock);
  expect(versions()).toEqual([]);
});

test('a symlink that is turned out of the allowed folder is not followed', async () => {
  const { dir, app } = buildFolder();
  const secret = path.join(tempDir(), 'secret.bin');
  writeFileSync(secret, soundApp({ version: '666' }));
  const clock = new FakeClock();
  const sights: Sight[] = [];
  const access = await openPathAccess([dir]);
  const watch = new ImageWatch({ clock, sha256, access, path: dir, onSight: (sight) => sights.push(sight) });
  onTestFinished(() => watch.stop());
  await watch.start();
  rmSync(app);
  symlinkSync(secret, app);
  await eventually(clock, () => expect(sights).toHaveLength(1));
  expect(sights).toMatchObject([{ kind: 'none', file: null, error: { code: 'path/not-allowed' } }]);
});
