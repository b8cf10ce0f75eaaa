import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { electronProgram, startElectron } from './electron-process.ts';
import { makeEmptyWindow } from './empty-window.ts';
import { median } from './median.ts';

/**
 * From the start of the process to the page that can be used: the window is shown, the page has read every state and
 * drawn the bench (its mark `usable`). In turns with it: an empty window of the same Electron, the first start with a
 * new data directory (which makes the certificates), and what `npm start`'s script takes before it starts Electron.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const electron = electronProgram();
const root = process.cwd();
const work = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const empty = makeEmptyWindow(work);
const dataDir = (name: string): string => `--data-dir=${path.join(work, name)}`;

interface Start {
  readonly ms: number;
  /** Part of it in which the main thread waited for a processor that other programs had; null: not known. */
  readonly waitedMs: number | null;
}
const starts = new Map<string, Start[]>();
try {
  // Fills the system's file cache and makes the data directory of later starts.
  await timeStart([empty]);
  await timeStart([root, dataDir('kept')]);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    note('empty window', await timeStart([empty]));
    note('program', await timeStart([root, dataDir('kept')]));
    note('program, first start', await timeStart([root, dataDir(`new-${round}`)]));
    note('script of npm start, alone', await timeScript());
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`from process start to usable page, ${values.rounds} runs, ms`);
for (const [name, each] of starts) {
  const list = each.map(({ ms }) => ms.toFixed(0).padStart(6)).join('');
  const waits = each.flatMap(({ waitedMs }) => waitedMs ?? []);
  const waited = waits.length === 0 ? '' : `, waited for a processor ${median(waits).toFixed(0)}`;
  console.log(`${name.padEnd(28)}${list}  median ${median(each.map(({ ms }) => ms)).toFixed(0)}${waited}`);
}

/** `npm start`'s script over an Electron that does nothing. */
async function timeScript(): Promise<Start> {
  const runtime = path.join(work, 'runtime');
  mkdirSync(runtime, { recursive: true });
  writeFileSync(path.join(runtime, 'electron'), '#!/bin/sh\n', { mode: 0o700 });
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['electron/launch/start.mjs', '--no-sandbox'], {
    stdio: 'inherit',
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime },
  });
  await once(child, 'exit');
  return { ms: performance.now() - startedMs, waitedMs: null };
}

/** Milliseconds until the window is shown and the page has set its mark. */
async function timeStart(args: readonly string[]): Promise<Start> {
  const started = await startElectron(electron, args);
  const usableAtMs = await started.page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const [mark] = performance.getEntriesByName('usable');
      if (mark === undefined) setTimeout(look, 5);
      else resolve(performance.timeOrigin + mark.startTime);
    };
    look();
  })`);
  const waitedMs = started.waitedMs();
  await started.stop();
  return { ms: Math.max(usableAtMs, started.windowOpenAtMs) - started.spawnedAtMs, waitedMs };
}

function note(name: string, start: Start): void {
  starts.set(name, [...(starts.get(name) ?? []), start]);
}
