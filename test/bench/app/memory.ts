import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import type { BoardState } from '../../../shared/contract/values.ts';
import type { ElectronProcess } from './electron-process.ts';
import { electronProgram, startElectron } from './electron-process.ts';
import { makeEmptyWindow } from './empty-window.ts';
import { median } from './median.ts';

/**
 * What the main process alone holds in memory (`smaps_rollup`, Private_Clean and Private_Dirty) with virtual boards that
 * print, above an empty window of the same Electron in the same run. The boards are reset again and again, each as soon
 * as it has told of its start. Their flash, as it is kept on disk, is subtracted. MB are 1,000,000 bytes.
 */
const { values } = parseArgs({
  options: {
    boards: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '60' },
    'reset-every-ms': { type: 'string', default: '1500' },
  },
});
const SAMPLE_EVERY_MS = 5_000;
const MEGABYTE = 1e6;
/** In the page: what each board's log counts. */
const LOGS = `window.workbench.call('states.read', {}).then(({ value }) =>
  value.filter(({ name }) => name === 'board').map(({ value: board }) => board.log))`;

const electron = electronProgram();
const work = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const dataDir = path.join(work, 'data');
try {
  const emptyBytes = await settled(await startElectron(electron, [makeEmptyWindow(work)]), 'empty window');
  const idleBytes = await settled(await start(), 'program without boards');
  const printing = await start();
  await printing.page.evaluate(printOn(Number(values.boards), Number(values['reset-every-ms'])));
  const samples = await sample(printing);
  const logs = await printing.page.evaluate<BoardState['log'][]>(LOGS);
  await printing.stop();
  const lines = logs.reduce((sum, { entries }) => sum + entries, 0);
  const flashBytes = sizeOf(path.join(dataDir, 'virtual'));
  // The first half of the time is the start, and what it leaves for the collector.
  const printingBytes = median(samples.slice(samples.length >> 1));
  console.log(
    `${logs.length} boards printed ${lines} lines, ${(lines / Number(values.seconds)).toFixed(0)} a second`,
  );
  console.log(`private MB each ${SAMPLE_EVERY_MS / 1_000} s: ${samples.map(megabytes).join(' ')}`);
  console.log(`program without boards, above the empty window: ${megabytes(idleBytes - emptyBytes)} MB`);
  console.log(`flash of the boards: ${megabytes(flashBytes)} MB`);
  console.log(
    `with boards, above the empty window: ${megabytes(printingBytes - emptyBytes)} MB, without their flash ${megabytes(printingBytes - emptyBytes - flashBytes)} MB, highest ${megabytes(Math.max(...samples) - emptyBytes - flashBytes)} MB`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}

function start(): Promise<ElectronProcess> {
  return startElectron(electron, [process.cwd(), `--data-dir=${dataDir}`]);
}

/** Memory of a program left alone for a while. */
async function settled(running: ElectronProcess, name: string): Promise<number> {
  await delay(2 * SAMPLE_EVERY_MS);
  const bytes = running.privateBytes();
  await running.stop();
  console.log(`${name}: ${megabytes(bytes)} MB`);
  return bytes;
}

async function sample(running: ElectronProcess): Promise<number[]> {
  const samples: number[] = [];
  while (samples.length * SAMPLE_EVERY_MS < Number(values.seconds) * 1_000) {
    await delay(SAMPLE_EVERY_MS);
    samples.push(running.privateBytes());
  }
  return samples;
}

/** In the page: adds the boards and keeps them printing. */
function printOn(boards: number, resetEveryMs: number): string {
  return `(async () => {
    const call = async (name, input) => {
      const reply = await window.workbench.call(name, input);
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    };
    for (let board = 0; board < ${boards}; board += 1) {
      const { deviceId } = await call('virtual.add', { name: null });
      setInterval(() => void call('board.reset', { deviceId }), ${resetEveryMs});
    }
  })()`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
