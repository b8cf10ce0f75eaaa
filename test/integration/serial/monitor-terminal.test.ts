import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import type { PtyPair } from '../../support/pty.ts';
import { openBoardEnd, openPtyPair, until } from '../../support/pty.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startOnTerminal } from '../../support/terminal.ts';

const CTRL_T = '\u0014';
const EXIT = '\u001d';

beforeAll(() => {
  execFileSync(process.execPath, ['electron/launch/cli.mjs', 'ports'], { stdio: 'ignore' });
}, 120_000);

async function monitored(...more: readonly string[]) {
  const pair: PtyPair = await openPtyPair();
  onTestFinished(() => pair.close());
  const folder = tempDir();
  const args = ['monitor', '--port', pair.port, '--data-dir', tempDir(), '--lang', 'en', ...more];
  const terminal = startOnTerminal(args, folder);
  await terminal.shows('Ctrl+] ends');
  const board = await openBoardEnd(pair);
  onTestFinished(() => board.close());
  /** What the board received, once it is this long. */
  const received = async (length: number): Promise<string> => {
    const bytes = Buffer.alloc(length);
    for (let got = 0; got < length; ) got += (await board.read(bytes, got)).bytesRead;
    return bytes.toString();
  };
  return { ...pair, terminal, folder, received };
}

test('what is typed goes to the board, control keys too; Enter as it is set; Ctrl+] ends', async () => {
  const { terminal, received } = await monitored('--eol', 'crlf');
  terminal.type('help\r\u0003');
  expect(await received(7)).toBe('help\r\n\u0003');
  terminal.type(`${CTRL_T}${CTRL_T}${CTRL_T}${EXIT}.`);
  expect(await received(3)).toBe(`${CTRL_T}${EXIT}.`);
  terminal.type(EXIT);
  expect(await terminal.code).toBe(0);
}, 60_000);

test('a prompt shows before its line has ended, and the line after it once', async () => {
  const { terminal, board } = await monitored();
  writeFileSync(board, 'ssid: ');
  await terminal.shows('ssid: ');
  writeFileSync(board, 'bench\r\nnext\r\n');
  await terminal.shows('next');
  expect(terminal.shown().replaceAll('\r', '')).toContain('\nssid: bench\nnext\n');
}, 60_000);

test('the menu of idf.py monitor works, with Ctrl and without', async () => {
  const { terminal, board, folder } = await monitored();
  terminal.type(`${CTRL_T}h`);
  await terminal.shows('Ctrl+T P  reset the board into its download mode');
  // A terminal has no lines: both say so, and nothing ends.
  terminal.type(`${CTRL_T}\u0012${CTRL_T}p`);
  await until(() => terminal.shown().split('has no DTR and RTS lines').length === 3, 'two refusals');
  terminal.type(`${CTRL_T}\u0019`);
  await terminal.shows('Paused');
  writeFileSync(board, 'unseen\r\n');
  await new Promise((resolve) => setTimeout(resolve, 300));
  terminal.type(`${CTRL_T}y`);
  await terminal.shows('1 lines were not shown');
  terminal.type(`${CTRL_T}L`);
  await terminal.shows('also saved as text');
  terminal.type(`${CTRL_T}i`);
  await terminal.shows('Times of this machine');
  writeFileSync(board, 'I (5) main: seen\r\n');
  await terminal.shows('main: seen');
  expect(terminal.shown()).toMatch(/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} .*I \(5\) main: seen/);
  expect(terminal.shown()).not.toContain('unseen');
  terminal.type(`${CTRL_T}z`);
  await terminal.shows('Ctrl+T z is no command');
  terminal.type(`${CTRL_T}x`);
  expect(await terminal.code).toBe(0);
  const [saved] = readdirSync(folder);
  expect(saved).toMatch(/^log\.port\.\d{14}\.txt$/);
  expect(readFileSync(path.join(folder, saved ?? ''), 'utf8')).toMatch(/Z I \(5\) main: seen\n$/);
}, 60_000);
