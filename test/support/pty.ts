import { spawn } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Two terminals joined by socat: what is written to one is read from the other. */
export interface PtyPair {
  /** A symbolic link to the terminal for the program under test. */
  readonly port: string;
  /** The device node behind `port`. */
  readonly portNode: string;
  /** The board's end. */
  readonly board: string;
  /** Pulls the cable: both terminals vanish. Resolves when they have. */
  unplug(): Promise<void>;
  close(): Promise<void>;
}

const DEADLINE_MS = 5_000;

/** Starts a pair in a folder of its own. */
export async function openPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ota-pty-'));
  const port = path.join(folder, 'port');
  const board = path.join(folder, 'board');
  const socat = spawn('socat', [`PTY,raw,echo=0,link=${port}`, `PTY,raw,echo=0,link=${board}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let failed: Error | null = null;
  const ended = new Promise<void>((resolve) => {
    socat.once('exit', () => resolve());
    socat.once('error', (error) => {
      failed = new Error(`socat could not be started (on Debian: apt install socat): ${error.message}`);
      resolve();
    });
  });
  await until(() => failed !== null || (existsSync(port) && existsSync(board)), 'socat made no terminals');
  if (failed !== null) throw failed;
  const portNode = await realpath(port);
  const unplug = async (): Promise<void> => {
    socat.kill('SIGKILL');
    await ended;
    await until(() => !existsSync(portNode), 'the terminal did not vanish');
  };
  return {
    port,
    portNode,
    board,
    unplug,
    close: async () => {
      socat.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The board's end as a file. It must not become this process's controlling terminal: its end would be a signal. */
export function openBoardEnd(pair: PtyPair): Promise<FileHandle> {
  return open(pair.board, constants.O_RDWR | constants.O_NOCTTY);
}

/** Writes all of `bytes`, as fast as the other end takes them. */
export async function writeAll(end: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await end.write(bytes, done)).bytesWritten;
}

/** Looks every few milliseconds until `condition` holds; throws after a deadline. */
export async function until(condition: () => boolean, what: string, deadlineMs = DEADLINE_MS): Promise<void> {
  const endMs = Date.now() + deadlineMs;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
