import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { openBoardEnd, openPtyPair, until, writeAll } from '../../support/pty.ts';
import { tempDir } from '../../support/temp-dir.ts';

beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

const LINES = 60_000;

test('a reader of stdout that stalls loses lines there, counted, and not one byte on disk', async () => {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  const dataDir = tempDir();
  const args = ['monitor', '--json', '--port', pair.port, '--data-dir', dataDir];
  const child = spawn(process.execPath, ['electron/launch/cli.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until(() => said.includes('"link"'), 'the port is open', 20_000);
  child.stdout.pause();
  const board = await openBoardEnd(pair);
  onTestFinished(() => board.close());
  const sent = Buffer.from(
    Array.from(
      { length: LINES },
      (_, index) => `I (${index}) main: line ${index} of a chatty board\r\n`,
    ).join(''),
  );
  await writeAll(board, sent);
  const folder = path.join(dataDir, 'logs', readdirSync(path.join(dataDir, 'logs'))[0] ?? '');
  const raw = (): Buffer =>
    Buffer.concat(
      readdirSync(folder)
        .filter((name) => name.endsWith('.raw'))
        .sort()
        .map((name) => readFileSync(path.join(folder, name))),
    );
  await until(() => raw().length === sent.length, 'every byte is on disk', 20_000);
  expect(raw().equals(sent)).toBe(true);
  child.stdout.resume();
  await until(() => said.includes('"dropped"'), 'what was dropped is said', 20_000);
  await writeAll(board, Buffer.from('I (1) main: the end\r\n'));
  await until(() => said.includes('the end'), 'it goes on', 20_000);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  const events = said
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; lines?: number; text?: string });
  const shown = events.filter(({ event }) => event === 'line').length;
  const dropped = events.reduce((sum, { event, lines = 0 }) => sum + (event === 'dropped' ? lines : 0), 0);
  expect(shown + dropped).toBe(LINES + 1);
  expect(dropped).toBeGreaterThan(0);
}, 90_000);

test('a reader that has stalled does not hold up the end', async () => {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  const args = ['monitor', '--json', '--port', pair.port, '--data-dir', tempDir()];
  const child = spawn(process.execPath, ['electron/launch/cli.mjs', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'readable');
  const board = await openBoardEnd(pair);
  onTestFinished(() => board.close());
  await writeAll(board, Buffer.from('I (1) main: much\r\n'.repeat(20_000)));
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}, 60_000);
