import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { LogFileState } from '../../../shared/contract/log-values.ts';
import { CoreClient } from '../../support/core-client.ts';
import { benchLine } from './fast-board.ts';

/** A saved log of 500 MB: when it can be looked at, and when all is known. `node test/bench/run.mjs log/open [MB]` */
const megabytes = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-open-'));
const file = path.join(folder, 'saved.log');
const descriptor = openSync(file, 'w');
let line = 0;
for (let bytes = 0; bytes < megabytes * 1e6; ) {
  const text = Array.from({ length: 10_000 }, (_, i) => {
    const stamp = new Date(1_795_000_000_000 + (line + i) * 3).toISOString();
    return `${stamp} ${benchLine(line + i)}`;
  }).join('');
  bytes += writeSync(descriptor, text);
  line += 10_000;
}
closeSync(descriptor);
const client = await CoreClient.open({ dataDir: path.join(folder, 'data'), shell: 'window' });
const ALL = {
  levels: ['E', 'W', 'I', 'D', 'V'] as ('E' | 'W' | 'I' | 'D' | 'V')[],
  sources: ['board', 'server', 'workbench'] as ('board' | 'server' | 'workbench')[],
  printFilter: '',
  query: null,
  fromMs: null,
  toMs: null,
  contextLines: 0,
};
const startedMs = performance.now();
const since = (): string => `${((performance.now() - startedMs) / 1000).toFixed(2)} s`;
const { logId } = await client.call('log.open', { path: file });
const { viewId } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
await rowsThere(1);
await client.call('log.page', { viewId, from: 0, count: 100 });
console.log(`${megabytes} MB, ${line.toLocaleString('en')} lines: first lines ${since()}`);
await phase((state) => state.phase !== 'lines');
await rowsThere(line);
const { rows } = await client.call('log.page', { viewId, from: line - 100, count: 100 });
console.log(`any line, the last too (${rows.length} rows): ${since()}`);
await phase((state) => state.phase === 'done');
console.log(
  `levels, tags, times and what happened: ${since()}; ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`,
);
await client.core.stop();
rmSync(folder, { recursive: true });

function phase(holds: (state: LogFileState) => boolean): Promise<unknown> {
  return client.when('logFiles', null, (files) => files.some(holds), 300_000);
}

async function rowsThere(count: number): Promise<void> {
  for (;;) {
    const { rows: last } = await client.call('log.page', { viewId, from: count - 1, count: 1 });
    if (last.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
