import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import type { ImageLibrary } from '../../electron/core/image/image-library.ts';
import { openImageLibrary } from '../../electron/core/image/image-library.ts';
import type { PushRecord } from '../../shared/contract/values.ts';
import { buildBootloaderImage } from '../../shared/esp/build-bootloader.ts';
import { sha256, sha256Hex } from '../support/digests.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { mergedImage, soundApp, withByte } from '../support/images.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = new FakeClock();
const open = (dir: string): Promise<ImageLibrary> => openImageLibrary({ dir, clock, sha256 });
const dropped = (bytes: Uint8Array, fileName = 'app.bin') => ({ fileName, bytes, source: 'dropped' });
const app = soundApp();
const appId = sha256Hex(app);

const PUSH: PushRecord = {
  pushId: 'p1',
  deviceId: 'bench-07',
  atMs: 5,
  outcome: 'confirmed',
  code: null,
  durationMs: 17_900,
};

describe('adding', () => {
  test('keeps the file by its digest and tells its facts, name and origin', async () => {
    const dir = tempDir();
    const library = await open(dir);
    const entry = await library.add({ fileName: '/build/native ota.bin', bytes: app, source: '/build' });
    expect(entry).toMatchObject({
      imageId: appId,
      fileName: 'native ota.bin',
      urlName: 'native-ota',
      notes: '',
      addedAtMs: clock.nowMs(),
      source: '/build',
      pushes: [],
      available: true,
      facts: { kind: 'app', version: '1.0.0', fileSha256: appId },
    });
    expect(readFileSync(path.join(dir, `${appId}.bin`))).toEqual(Buffer.from(app));
    expect(await library.bytes(appId)).toEqual(Buffer.from(app));
  });

  test('the same bytes twice gives one entry, the first', async () => {
    const library = await open(tempDir());
    const first = await library.add(dropped(app, 'first.bin'));
    expect(await library.add(dropped(app.slice(), 'second.bin'))).toBe(first);
    expect(library.list()).toEqual([first]);
  });

  test('the same bytes at the same time gives one entry', async () => {
    const library = await open(tempDir());
    const added = await Promise.all([1, 2, 3].map((n) => library.add(dropped(app, `${n}.bin`))));
    expect(new Set(added).size).toBe(1);
    expect(library.list()).toHaveLength(1);
  });

  test('images of one file name get URLs of their own', async () => {
    const library = await open(tempDir());
    const other = soundApp({ seed: 2 });
    await library.add(dropped(app));
    await library.add(dropped(other, 'APP.bin'));
    expect(library.get(appId).urlName).toBe('app');
    expect(library.get(sha256Hex(other)).urlName).toBe(`APP-${sha256Hex(other).slice(0, 8)}`);
  });

  test('an app that is not sound is kept, its problems with it', async () => {
    const library = await open(tempDir());
    const entry = await library.add(dropped(withByte(app, 0x300, (byte) => byte ^ 1)));
    expect(entry.facts.problems.map(({ code }) => code)).toEqual(['image/bad-checksum', 'image/bad-digest']);
  });

  test.each([
    ['a bootloader', buildBootloaderImage({}, sha256), 'image/not-an-app', { kind: 'bootloader' }],
    ['a merged image', mergedImage(), 'image/not-an-app', { kind: 'merged' }],
    ['text', new TextEncoder().encode('<html>'), 'image/not-an-app', { kind: 'html' }],
    ['nothing', new Uint8Array(), 'image/empty', {}],
    [
      'more than 16 MiB',
      new Uint8Array(16 * 1024 * 1024 + 1),
      'image/too-big-file',
      { maxBytes: 16_777_216 },
    ],
  ])('%s is refused by name, and nothing of it is kept', async (_, bytes, code, params) => {
    const dir = tempDir();
    const library = await open(dir);
    await expect(library.add(dropped(bytes, 'f.bin'))).rejects.toMatchObject({
      code,
      params: { file: 'f.bin', ...params },
    });
    expect(library.list()).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('a refusal does not stop what is added next', async () => {
    const library = await open(tempDir());
    const refused = library.add(dropped(new Uint8Array()));
    const kept = library.add(dropped(app));
    await expect(refused).rejects.toThrow();
    expect((await kept).imageId).toBe(appId);
  });
});

describe('another start', () => {
  test('finds entries, notes and pushes as they were', async () => {
    const dir = tempDir();
    const library = await open(dir);
    await library.add(dropped(app));
    await library.setNotes(appId, '给 7 号台');
    await library.recordPush(appId, PUSH);
    expect((await open(dir)).list()).toEqual(library.list());
    expect(library.get(appId)).toMatchObject({ notes: '给 7 号台', pushes: [PUSH] });
  });

  test('lists the newest first', async () => {
    const dir = tempDir();
    const library = await open(dir);
    for (const seed of [1, 2, 3]) {
      await library.add(dropped(soundApp({ seed }), `${seed}.bin`));
      if (seed === 2) clock.advance(1000);
    }
    const names = ['3.bin', '2.bin', '1.bin'];
    expect(library.list().map(({ fileName }) => fileName)).toEqual(names);
    expect((await open(dir)).list().map(({ fileName }) => fileName)).toEqual(names);
  });

  test.each([
    ['missing', (file: string) => rmSync(file)],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['cut in the middle', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 300))],
    ['of another kind', (file: string) => writeFileSync(file, '{"images":[7,null,{"imageId":"../x"}]}')],
  ])('with an index that is %s reads the images themselves', async (_, damage) => {
    const dir = tempDir();
    await (await open(dir)).add(dropped(app));
    damage(path.join(dir, 'index.json'));
    const library = await open(dir);
    expect(library.list()).toMatchObject([
      {
        imageId: appId,
        fileName: 'native_ota.bin',
        urlName: 'native_ota',
        source: 'recovered',
        available: true,
      },
    ]);
    expect(await library.bytes(appId)).toEqual(Buffer.from(app));
  });

  test('with facts of another reader reads the images again and keeps the rest', async () => {
    const dir = tempDir();
    const before = await open(dir);
    await before.add(dropped(app, 'mine.bin'));
    await before.setNotes(appId, 'keep');
    const index = path.join(dir, 'index.json');
    const { images } = JSON.parse(readFileSync(index, 'utf8'));
    writeFileSync(
      index,
      JSON.stringify({ factsVersion: 0, images: [{ ...images[0], facts: { kind: 'old' } }] }),
    );
    expect((await open(dir)).list()).toEqual(before.list());
  });

  test('removes the drafts of a killed program and takes in nothing that is not an image', async () => {
    const dir = tempDir();
    await (await open(dir)).add(dropped(app));
    writeFileSync(path.join(dir, `${appId}.bin.12345`), 'half');
    writeFileSync(path.join(dir, 'index.json.678'), '{');
    writeFileSync(path.join(dir, `${'ab'.repeat(32)}.bin`), 'not what its name says');
    writeFileSync(path.join(dir, 'notes.txt'), 'the user put this here');
    expect((await open(dir)).list()).toHaveLength(1);
    expect(readdirSync(dir).sort()).toEqual(
      [`${appId}.bin`, `${'ab'.repeat(32)}.bin`, 'index.json', 'notes.txt'].sort(),
    );
  });

  test('in a folder that is not there finds nothing, and makes it when an image is added', async () => {
    const dir = path.join(tempDir(), 'images');
    const library = await open(dir);
    expect(library.list()).toEqual([]);
    await library.add(dropped(app));
    expect(readdirSync(dir)).toContain(`${appId}.bin`);
  });
});

describe('a kept file', () => {
  test.each([
    ['deleted', (file: string) => rmSync(file)],
    [
      'altered',
      (file: string) =>
        writeFileSync(
          file,
          withByte(app, 0x400, (byte) => byte ^ 1),
        ),
    ],
    ['cut', (file: string) => writeFileSync(file, app.subarray(0, 1000))],
  ])('that was %s is not served, says so, and is whole again once added again', async (_, damage) => {
    const dir = tempDir();
    const library = await open(dir);
    await library.add(dropped(app));
    await library.setNotes(appId, 'kept');
    damage(path.join(dir, `${appId}.bin`));
    let changes = 0;
    library.onChange(() => {
      changes += 1;
    });
    await expect(library.bytes(appId)).rejects.toMatchObject({
      code: 'image/altered',
      params: { file: 'app.bin' },
    });
    expect(library.get(appId).available).toBe(false);
    expect(changes).toBe(1);
    await library.add(dropped(app, 'again.bin'));
    expect(library.get(appId)).toMatchObject({ available: true, fileName: 'app.bin', notes: 'kept' });
    expect(await library.bytes(appId)).toEqual(Buffer.from(app));
  });

  test('that is missing at the start is listed as not available', async () => {
    const dir = tempDir();
    await (await open(dir)).add(dropped(app));
    rmSync(path.join(dir, `${appId}.bin`));
    expect((await open(dir)).get(appId).available).toBe(false);
  });
});

describe('removing', () => {
  test('takes entry and file away, for good', async () => {
    const dir = tempDir();
    const library = await open(dir);
    await library.add(dropped(app));
    await library.remove(appId);
    expect(library.list()).toEqual([]);
    expect(readdirSync(dir)).toEqual(['index.json']);
    expect((await open(dir)).list()).toEqual([]);
  });

  test('does not touch the bytes that somebody already holds', async () => {
    const library = await open(tempDir());
    await library.add(dropped(app));
    const bytes = await library.bytes(appId);
    await library.remove(appId);
    expect(bytes).toEqual(Buffer.from(app));
  });

  test('what is not there is refused', async () => {
    const library = await open(tempDir());
    const unknown = { code: 'image/unknown', params: { imageId: appId } };
    expect(() => library.get(appId)).toThrow(expect.objectContaining(unknown));
    await expect(library.remove(appId)).rejects.toMatchObject(unknown);
    await expect(library.setNotes(appId, '')).rejects.toMatchObject(unknown);
    await expect(library.recordPush(appId, PUSH)).rejects.toMatchObject(unknown);
    await expect(library.bytes(appId)).rejects.toMatchObject(unknown);
  });
});

describe('a disk that does not take a write', () => {
  test('of the image ends the add, and no entry stays', async () => {
    const dir = tempDir();
    const library = await open(dir);
    mkdirSync(path.join(dir, `${appId}.bin`));
    await expect(library.add(dropped(app))).rejects.toMatchObject({
      code: 'data/not-writable',
      params: { dir },
    });
    expect(library.list()).toEqual([]);
    expect(readdirSync(dir)).toEqual([`${appId}.bin`]);
  });

  test('of the index ends the add, and no file stays', async () => {
    const dir = tempDir();
    const library = await open(dir);
    mkdirSync(path.join(dir, 'index.json'));
    await expect(library.add(dropped(app))).rejects.toMatchObject({ code: 'data/not-writable' });
    expect(library.list()).toEqual([]);
    expect(readdirSync(dir)).toEqual(['index.json']);
  });

  test('is tried again with the next one', async () => {
    const dir = tempDir();
    const library = await open(dir);
    mkdirSync(path.join(dir, 'index.json'));
    await expect(library.add(dropped(app))).rejects.toThrow();
    rmSync(path.join(dir, 'index.json'), { recursive: true });
    expect((await library.add(dropped(app))).available).toBe(true);
  });

  test('because the folder is a file says so', async () => {
    const dir = path.join(tempDir(), 'images');
    writeFileSync(dir, '');
    const library = await open(dir);
    await expect(library.add(dropped(app))).rejects.toMatchObject({ code: 'data/not-writable' });
  });
});

test('listeners hear of every change until they leave', async () => {
  const library = await open(tempDir());
  let heard = 0;
  const leave = library.onChange(() => {
    heard += 1;
  });
  await library.add(dropped(app));
  expect(heard).toBe(1);
  await library.setNotes(appId, 'x');
  expect(heard).toBe(2);
  await library.recordPush(appId, PUSH);
  expect(heard).toBe(3);
  await library.bytes(appId);
  expect(heard).toBe(3);
  await library.remove(appId);
  expect(heard).toBe(4);
  leave();
  await library.add(dropped(app));
  expect(heard).toBe(4);
});
