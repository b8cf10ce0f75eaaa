import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { CoreClient } from '../../support/core-client.ts';
import { benchLine, FastBoard } from './fast-board.ts';

/** A million lines in the core: pages, filters, search. `node test/bench/run.mjs log/search [lines]` */
const lines = Number(process.argv[2] ?? 1_000_000);
const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-bench-search-'));
const board = new FastBoard();
const client = await CoreClient.open({ dataDir, binding: board.binding });
const { deviceId } = await client.call('board.open', { path: board.path, baudRate: 115_200 });
const PORTION = 5_000;
for (let line = 0; line < lines; line += PORTION) {
  board.print(Array.from({ length: PORTION }, (_, i) => benchLine(line + i)).join(''));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await new Promise((resolve) => setTimeout(resolve, 1_000));
console.log(`${lines.toLocaleString('en')} lines, ${(board.bytes / 1e6).toFixed(0)} MB`);

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
const { viewId } = await client.call('log.view', { logId: deviceId, filter: ALL, fold: true, opened: [] });
console.log(`view opened, last rows there: ${since(startedMs)}`);
await complete(viewId);
console.log(`view complete: ${since(startedMs)}`);
const at = async (from: number): Promise<void> => {
  const before = performance.now();
  const { rows } = await client.call('log.page', { viewId, from, count: 128 });
  console.log(`  128 rows at ${from.toLocaleString('en')}: ${since(before)} (${rows.length})`);
};
for (const from of [0, lines / 2, lines / 3, lines - 20_000]) await at(Math.floor(from));

for (const [text, regex] of [
  ['gateway 1', false],
  ['no such words', false],
  ['state (3|7)$', true],
  ['(wifi|mqtt): \\w+ \\d*99\\d* heap', true],
  ['e.*r.*9.*pool', true],
] as const) {
  const before = performance.now();
  await client.call('log.find', { viewId, query: { text, regex, matchCase: false }, nearSeq: 0 });
  const { place } = await client.call('log.findNext', { viewId, fromSeq: -1, forward: true });
  const first = since(before);
  const found = await complete(viewId);
  console.log(
    `${regex ? 'regex' : 'text '} ${text.padEnd(36)} first ${place === null ? 'none' : first}, all ${found.toLocaleString('en')} in ${since(before)}`,
  );
}
const before = performance.now();
const filtered = await client.call('log.view', {
  logId: deviceId,
  filter: { ...ALL, printFilter: 'wifi:W *:E' },
  fold: true,
  opened: [],
});
await complete(filtered.viewId);
console.log(`filter wifi:W *:E: ${since(before)}`);
const copying = performance.now();
let next: { row: number; skipLines: number } | null = { row: 0, skipLines: 0 };
let copied = 0;
while (next !== null && copied < 100_000) {
  const piece: Awaited<ReturnType<typeof client.call<'log.text'>>> = await client.call('log.text', {
    viewId,
    fromRow: next.row,
    toRow: 100_000,
    skipLines: next.skipLines,
    options: { format: 'text', stamps: 'host', ansi: false },
  });
  copied += piece.text.split('\n').length - 1;
  next = piece.next;
}
console.log(`copy of ${copied.toLocaleString('en')} lines: ${since(copying)}`);
await client.core.stop();
rmSync(dataDir, { recursive: true });

function since(fromMs: number): string {
  return `${(performance.now() - fromMs).toFixed(0)} ms`;
}

/** Until the view and what is looked for in it are through; how many were found. */
async function complete(id: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = client.core.onPush((push) => {
      if (push.kind !== 'stream' || push.name !== 'logView') return;
      const state = push.value as {
        viewId: string;
        isComplete: boolean;
        find: null | { isComplete: boolean; found: number };
      };
      if (state.viewId !== id || !state.isComplete || state.find?.isComplete === false) return;
      stop();
      resolve(state.find?.found ?? 0);
    });
  });
}
