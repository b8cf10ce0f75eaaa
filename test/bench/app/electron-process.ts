import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import type { DevToolsPage } from './dev-tools.ts';
import { openPageOf } from './dev-tools.ts';

/** An Electron under measurement. */
export interface ElectronProcess {
  readonly pid: number;
  /** Milliseconds since the Unix epoch, just before it was started. */
  readonly spawnedAtMs: number;
  /** Its only page, once it is there. */
  readonly page: DevToolsPage;
  /** When it said on stderr that its window is open; milliseconds since the Unix epoch. */
  readonly windowOpenAtMs: number;
  /** Of the main process: what it alone holds in memory (`smaps_rollup`). */
  privateBytes(): number;
  /** Milliseconds its main thread was ready to run while others had the processors. */
  waitedMs(): number;
  stop(): Promise<void>;
}

/** What both the program and the empty window write to stderr once they are shown. */
const WINDOW_OPEN = /window open\n/;
const DEV_TOOLS = /DevTools listening on ws:\/\/([^/]+)\//;
/** An Electron that does not end when told to is not waited for longer. */
const END_MS = 10_000;

/** Path of Electron's program, which the bench's runner has found. */
export function electronProgram(): string {
  const { OTA_BENCH_ELECTRON } = process.env;
  if (OTA_BENCH_ELECTRON === undefined) throw new Error('There is no Electron runtime.');
  return OTA_BENCH_ELECTRON;
}

/** Starts Electron with a program, and waits until its window is open. */
export async function startElectron(electron: string, args: readonly string[]): Promise<ElectronProcess> {
  const spawnedAtMs = wallMs();
  const child = spawn(electron, [...args, '--no-sandbox', '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let said = '';
  let windowOpenAtMs = 0;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`Electron ended at its start:\n${said}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (windowOpenAtMs > 0) return;
      said += text;
      if (!WINDOW_OPEN.test(said)) return;
      windowOpenAtMs = wallMs();
      resolve();
    });
  });
  const host = DEV_TOOLS.exec(said)?.[1];
  if (host === undefined || child.pid === undefined) throw new Error('Electron told no DevTools address.');
  const { pid } = child;
  const page = await openPageOf(host);
  return {
    pid,
    spawnedAtMs,
    page,
    windowOpenAtMs,
    privateBytes: () => privateBytes(pid),
    waitedMs: () => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6,
    stop: async () => {
      page.close();
      child.kill('SIGTERM');
      const ended = await Promise.race([exited, delay(END_MS, null, { ref: false })]);
      if (ended === null) child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Finer than Date.now(). */
function wallMs(): number {
  return performance.timeOrigin + performance.now();
}

function privateBytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kibibytes = (field: string): number =>
    Number(new RegExp(`^${field}: +(\\d+) kB$`, 'm').exec(text)?.[1]);
  return (kibibytes('Private_Clean') + kibibytes('Private_Dirty')) * 1024;
}
