import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { openPathAccess } from '../../electron/core/image/path-access.ts';
import { tempDir } from '../support/temp-dir.ts';

/** `allowed/build/app.bin` may be read; `secret/app.bin` beside it may not. */
function folders() {
  const root = tempDir();
  const allowed = path.join(root, 'allowed');
  const secret = path.join(root, 'secret');
  const app = path.join(allowed, 'build', 'app.bin');
  mkdirSync(path.dirname(app), { recursive: true });
  mkdirSync(secret);
  writeFileSync(app, 'app');
  writeFileSync(path.join(secret, 'app.bin'), 'secret');
  return { root, allowed, secret, app };
}

const refused = { code: 'path/not-allowed' };

test('the folder itself and what lies below it is given, however it is spelled', async () => {
  const { allowed, app } = folders();
  const access = await openPathAccess([allowed]);
  expect(access.told).toEqual([allowed]);
  expect(await access.resolve(allowed)).toBe(allowed);
  expect(await access.resolve(app)).toBe(app);
  expect(await access.resolve(`${allowed}/./build/../build//app.bin`)).toBe(app);
});

test.each<[string, (at: ReturnType<typeof folders>) => string]>([
  ['a file beside the folder', ({ secret }) => path.join(secret, 'app.bin')],
  ['a way up and out', ({ allowed }) => `${allowed}/../secret/app.bin`],
  ['a folder above', ({ root }) => root],
  ['the root', () => '/'],
  ['a folder whose name begins alike', ({ allowed }) => `${allowed}-more/app.bin`],
  ['a file that may not exist', ({ root }) => path.join(root, 'none')],
  ['a file of the system', () => '/etc/passwd'],
])('%s is refused', async (_, spell) => {
  const at = folders();
  const access = await openPathAccess([at.allowed]);
  await expect(access.resolve(spell(at))).rejects.toMatchObject(refused);
});

test('a symlink out of the folder is refused, a file and a folder alike', async () => {
  const { allowed, secret } = folders();
  symlinkSync(path.join(secret, 'app.bin'), path.join(allowed, 'link.bin'));
  symlinkSync(secret, path.join(allowed, 'link'));
  const access = await openPathAccess([allowed]);
  await expect(access.resolve(path.join(allowed, 'link.bin'))).rejects.toMatchObject(refused);
  await expect(access.resolve(path.join(allowed, 'link', 'app.bin'))).rejects.toMatchObject(refused);
});

test('a symlink to or within the folder is followed', async () => {
  const { root, allowed, app } = folders();
  const link = path.join(root, 'link');
  symlinkSync(allowed, link);
  symlinkSync(app, path.join(allowed, 'latest.bin'));
  const access = await openPathAccess([link]);
  expect(access.told).toEqual([allowed]);
  expect(await access.resolve(path.join(link, 'build', 'app.bin'))).toBe(app);
  expect(await access.resolve(path.join(allowed, 'latest.bin'))).toBe(app);
});

test('an allowed folder that is turned elsewhere afterwards gives nothing', async () => {
  const { allowed, secret } = folders();
  const access = await openPathAccess([allowed]);
  rmSync(allowed, { recursive: true });
  symlinkSync(secret, allowed);
  await expect(access.resolve(path.join(allowed, 'app.bin'))).rejects.toMatchObject(refused);
});

test('without a folder nothing is given, and with any path everything', async () => {
  const { app } = folders();
  const none = await openPathAccess([]);
  expect(none.told).toBe('none');
  await expect(none.resolve(app)).rejects.toMatchObject(refused);
  const any = await openPathAccess('any');
  expect(any.told).toBe('any');
  expect(await any.resolve(app)).toBe(app);
});

test('a relative path, a missing file and a folder that is none are said as such', async () => {
  const { allowed, app } = folders();
  const access = await openPathAccess([allowed]);
  await expect(access.resolve('build/app.bin')).rejects.toMatchObject({ code: 'path/not-absolute' });
  await expect(access.resolve(path.join(allowed, 'none'))).rejects.toMatchObject({ code: 'image/not-found' });
  for (const wrong of [app, path.join(allowed, 'none')])
    await expect(openPathAccess([wrong])).rejects.toMatchObject({
      code: 'path/not-a-folder',
      params: { path: wrong },
    });
});
