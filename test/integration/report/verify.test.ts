import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { SigningKey } from '../../../electron/core/report/signing-key.ts';
import { openSigningKey } from '../../../electron/core/report/signing-key.ts';
import { verifyReport } from '../../../electron/core/report/verify-report.ts';
import { writeReport } from '../../../electron/core/report/write-report.ts';
import { zipFolder } from '../../../electron/core/report/zip-folder.ts';
import { reportOf } from '../../support/reports.ts';
import { tempDir } from '../../support/temp-dir.ts';

const NO_KEYS = { installation: null, asked: null };

interface Written {
  readonly folder: string;
  readonly zip: string;
}

async function write(key: SigningKey | null = null): Promise<Written> {
  const dir = tempDir();
  await writeReport({
    dir,
    reportId: 'r1',
    language: 'en',
    key: async () => key,
    fill: async (folder) => {
      writeFileSync(path.join(folder, 'logs/board.raw'), 'I (1) boot\r\n');
      return reportOf();
    },
  });
  return { folder: path.join(dir, 'r1'), zip: path.join(dir, 'r1.zip') };
}

/** Its zip, packed anew after something was done to the folder. */
async function packed(folder: string): Promise<string> {
  const zip = path.join(tempDir(), 'again.zip');
  await zipFolder(folder, 'r1', zip);
  return zip;
}

const wrong = async (file: string, keys = NO_KEYS) => {
  const { result, files } = await verifyReport(file, keys);
  return [
    result,
    ...files.flatMap(({ path: name, state }) => (state === 'unchanged' ? [] : [`${state} ${name}`])),
  ];
};

test('a report is unchanged as its folder and as its zip', async () => {
  const { folder, zip } = await write();
  for (const file of [folder, zip]) {
    const { result, files, signature } = await verifyReport(file, NO_KEYS);
    expect(result).toBe('unchanged');
    expect(files.map(({ path: name }) => name)).toEqual([
      'junit.xml',
      'logs/board.raw',
      'report.html',
      'report.json',
    ]);
    expect(signature).toEqual({ state: 'none', keyId: null, key: null });
  }
});

test('altered, missing and added files are told apart, in the folder and in a zip of it', async () => {
  const { folder } = await write();
  appendFileSync(path.join(folder, 'logs/board.raw'), 'x');
  rmSync(path.join(folder, 'junit.xml'));
  writeFileSync(path.join(folder, 'more.txt'), '');
  for (const file of [folder, await packed(folder)]) {
    expect(await wrong(file)).toEqual([
      'altered',
      'missing junit.xml',
      'altered logs/board.raw',
      'extra more.txt',
    ]);
  }
});

test('one bit that changes in any file of a signed report is found, in the folder and in the zip', async () => {
  const key = await openSigningKey(path.join(tempDir(), 'own.key'));
  const { folder } = await write(key);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
  expect(names).toHaveLength(7);
  const keys = { installation: key.keyId, asked: null };
  for (const name of names) {
    const file = path.join(folder, name);
    const whole = readFileSync(file);
    const changed = Buffer.from(whole);
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    for (const form of [folder, await packed(folder)]) {
      const found = await verifyReport(form, keys).catch((error: { readonly code: string }) => error.code);
      // A list that can no longer be read vouches for nothing.
      if (typeof found === 'string') expect([name, found]).toEqual(['manifest.sha256', 'report/unreadable']);
      else {
        const isVouching = name.startsWith('manifest.');
        expect([name, found.result]).toEqual([name, 'altered']);
        expect([name, found.signature.state]).toEqual([name, isVouching ? 'invalid' : 'valid']);
        const wrongFiles = found.files.filter(({ state }) => state !== 'unchanged').map((each) => each.path);
        if (!isVouching) expect(wrongFiles).toEqual([name]);
      }
    }
    writeFileSync(file, whole);
  }
  expect((await verifyReport(folder, keys)).result).toBe('unchanged');
});

test('a file that became a link is not what was written, wherever it leads', async () => {
  const { folder } = await write();
  const elsewhere = path.join(tempDir(), 'same.html');
  cpSync(path.join(folder, 'report.html'), elsewhere);
  rmSync(path.join(folder, 'report.html'));
  symlinkSync(elsewhere, path.join(folder, 'report.html'));
  expect(await wrong(folder)).toEqual(['altered', 'altered report.html']);
});

test('a signature tells whose key it is; OpenSSL agrees', async () => {
  const dir = tempDir();
  const key = await openSigningKey(path.join(dir, 'own.key'));
  expect(statSync(path.join(dir, 'own.key')).mode & 0o777).toBe(0o600);
  expect((await openSigningKey(path.join(dir, 'own.key'))).keyId).toBe(key.keyId);
  const { folder, zip } = await write(key);
  for (const file of [folder, zip]) {
    expect((await verifyReport(file, { installation: key.keyId, asked: null })).signature).toEqual({
      state: 'valid',
      keyId: key.keyId,
      key: 'installation',
    });
  }
  const args = [
    'pkeyutl',
    '-verify',
    '-pubin',
    '-inkey',
    'manifest.pub.pem',
    '-rawin',
    '-in',
    'manifest.sha256',
  ];
  const said = execFileSync('openssl', [...args, '-sigfile', 'manifest.sig'], { cwd: folder }).toString();
  expect(said).toContain('Verified Successfully');
  expect(readFileSync(path.join(folder, 'report.json'), 'utf8')).not.toContain('PRIVATE');
});

test('a list that was written anew does not pass for the signed one, nor does another key', async () => {
  const key = await openSigningKey(path.join(tempDir(), 'own.key'));
  const other = await openSigningKey(path.join(tempDir(), 'other.key'));
  const { folder } = await write(key);
  const asked = { installation: null, asked: key.keyId };
  expect((await verifyReport(folder, asked)).result).toBe('unchanged');
  const manifest = readFileSync(path.join(folder, 'manifest.sha256'));
  appendFileSync(path.join(folder, 'manifest.sha256'), `${'0'.repeat(64)}  new\n`);
  expect((await verifyReport(folder, NO_KEYS)).signature.state).toBe('invalid');
  writeFileSync(path.join(folder, 'manifest.sha256'), manifest);
  writeFileSync(path.join(folder, 'manifest.sig'), other.sign(manifest));
  writeFileSync(path.join(folder, 'manifest.pub.pem'), other.publicPem);
  const swapped = await verifyReport(folder, asked);
  expect([swapped.result, swapped.signature.key]).toEqual(['altered', 'unknown']);
  for (const name of ['manifest.sig', 'manifest.pub.pem']) rmSync(path.join(folder, name));
  expect((await verifyReport(folder, asked)).result).toBe('altered');
  expect((await verifyReport(folder, NO_KEYS)).result).toBe('unchanged');
});

test('what is no report is said as such', async () => {
  const dir = tempDir();
  const text = path.join(dir, 'a.zip');
  writeFileSync(text, 'not a zip');
  const { zip, folder } = await write();
  writeFileSync(path.join(dir, 'cut.zip'), readFileSync(zip).subarray(0, 2_000));
  mkdirSync(path.join(dir, 'empty'));
  rmSync(path.join(folder, 'manifest.sha256'));
  for (const file of [
    text,
    path.join(dir, 'cut.zip'),
    path.join(dir, 'empty'),
    folder,
    path.join(dir, 'none'),
  ]) {
    await expect(verifyReport(file, NO_KEYS)).rejects.toMatchObject({ code: 'report/unreadable' });
  }
});

test('a report that fails in the middle leaves neither folder nor zip', async () => {
  const dir = tempDir();
  const failing = writeReport({
    dir,
    reportId: 'r2',
    language: 'en',
    key: async () => null,
    fill: () => Promise.reject(new Error('disk full')),
  });
  await expect(failing).rejects.toThrow('disk full');
  expect([existsSync(path.join(dir, 'r2')), existsSync(path.join(dir, 'r2.zip'))]).toEqual([false, false]);
});
