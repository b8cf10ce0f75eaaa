import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';

import { liveHolder } from '../../electron/core/data/data-lock.ts';
import { openDataDir } from '../../electron/core/data/open-data-dir.ts';
import { ownIdentity } from '../../electron/core/data/process-identity.ts';
import { tempDir } from '../support/temp-dir.ts';

const lockOf = (dir: string) => path.join(dir, 'lock');

function holderProgram(): string {
  const outfile = path.join(tempDir(), 'hold.mjs');
  buildSync({
    entryPoints: ['test/support/hold-data-dir.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return outfile;
}

function start(program: string, dir: string): ChildProcess {
  const child = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstWords(child: ChildProcess): Promise<string> {
  const [chunk] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return String(chunk).trim();
}

async function held(child: ChildProcess): Promise<void> {
  expect(await firstWords(child)).toBe('held');
}

test('the folders are made for their owner alone', async () => {
  const dir = path.join(tempDir(), 'a', 'b');
  const open = await openDataDir(dir, 'cli');
  for (const name of ['.', 'images', 'certs', 'logs', 'reports']) {
    expect(statSync(path.join(dir, name)).mode & 0o777).toBe(0o700);
  }
  expect(JSON.parse(readFileSync(lockOf(dir), 'utf8'))).toEqual({ ...ownIdentity(), kind: 'cli' });
  open.release();
  expect(existsSync(lockOf(dir))).toBe(false);
});

test('a second program is refused with the holder it names, until that one ends', async () => {
  const dir = tempDir();
  const child = start(holderProgram(), dir);
  await held(child);
  expect(liveHolder(dir)).toMatchObject({ pid: child.pid, kind: 'station' });
  await expect(openDataDir(dir, 'window')).rejects.toMatchObject({
    code: 'data/in-use',
    params: { dir, kind: 'station', pid: child.pid },
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(liveHolder(dir)).toBeNull();
  const open = await openDataDir(dir, 'window');
  open.release();
});

test('of ten programs that start at once, after a crash, exactly one holds the directory', async () => {
  const dir = tempDir();
  const program = holderProgram();
  const crashed = start(program, dir);
  await held(crashed);
  crashed.kill('SIGKILL');
  await once(crashed, 'exit');
  const words = await Promise.all(Array.from({ length: 10 }, () => firstWords(start(program, dir))));
  expect(words.filter((word) => word === 'held')).toHaveLength(1);
  expect(words.filter((word) => word.startsWith('data/in-use'))).toHaveLength(9);
});

test('a living process with the id of a dead holder does not keep the directory', async () => {
  const dir = tempDir();
  const { start: startTime } = ownIdentity();
  expect(startTime).not.toBeNull();
  writeFileSync(
    lockOf(dir),
    JSON.stringify({ pid: process.ppid, start: 'an earlier boot 1', kind: 'window' }),
  );
  const open = await openDataDir(dir, 'cli');
  open.release();
});

test('where no start time was known, a living process id counts', async () => {
  const dir = tempDir();
  writeFileSync(lockOf(dir), JSON.stringify({ pid: process.ppid, start: null, kind: 'window' }));
  await expect(openDataDir(dir, 'cli')).rejects.toMatchObject({ code: 'data/in-use' });
});

test.each(['', '{', 'null', '{"pid":-1,"start":null,"kind":"cli"}', '{"pid":1,"start":null,"kind":"cat"}'])(
  'a lock file that holds %j is nobody’s',
  async (text) => {
    const dir = tempDir();
    writeFileSync(lockOf(dir), text);
    const open = await openDataDir(dir, 'cli');
    open.release();
  },
);

test('a gate that a crash left open does not keep anyone out', async () => {
  const dir = tempDir();
  const gate = `${lockOf(dir)}.gate`;
  writeFileSync(gate, '');
  utimesSync(gate, 0, 0);
  const open = await openDataDir(dir, 'cli');
  open.release();
  expect(existsSync(gate)).toBe(false);
});

test('the release of a lock that another process took leaves it alone', async () => {
  const dir = tempDir();
  const open = await openDataDir(dir, 'cli');
  writeFileSync(lockOf(dir), JSON.stringify({ pid: process.ppid, start: null, kind: 'window' }));
  open.release();
  expect(existsSync(lockOf(dir))).toBe(true);
});

test('a directory that cannot be made says why', async () => {
  const file = path.join(tempDir(), 'file');
  writeFileSync(file, '');
  chmodSync(file, 0o600);
  const dir = path.join(file, 'data');
  await expect(openDataDir(dir, 'cli')).rejects.toMatchObject({ code: 'data/not-writable', params: { dir } });
});
