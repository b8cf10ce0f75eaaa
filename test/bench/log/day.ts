import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { BoardLog } from '../../../electron/core/log/board-log.ts';
import { LogViews } from '../../../electron/core/log/view/log-views.ts';
import { SHOW_ALL } from '../../../shared/log/log-filter.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { benchLine } from './fast-board.ts';

/**
 * Ten boards at 100 lines/s for eight hours, as fast as the machine goes, one of them looked at: what stays in memory.
 * `node test/bench/run.mjs log/day [hours]`
 */
const hours = Number(process.argv[2] ?? 8);
const BOARDS = 10;
const LINES_PER_SECOND = 100;
const STEP_S = 10;
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-day-'));
const clock = new FakeClock();
const logs = Array.from(
  { length: BOARDS },
  (_, board) =>
    new BoardLog({
      deviceId: `board-${board}`,
      logsFolder: folder,
      clock,
      onEntry: () => {},
      onBatch: () => {},
    }),
);
const views = new LogViews({ clock, storeOf: () => (logs[0] as BoardLog).store, onState: () => {} });
await views.open({
  logId: 'board-0',
  filter: { ...SHOW_ALL, levels: [...SHOW_ALL.levels], sources: [...SHOW_ALL.sources] },
  fold: true,
  opened: [],
});
const memory = (): number => {
  gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 1e6;
};
const startedMs = performance.now();
let line = 0;
for (let second = 0; second < hours * 3_600; second += STEP_S) {
  for (const log of logs) {
    const text = Array.from({ length: STEP_S * LINES_PER_SECOND }, (_, i) => benchLine(line + i)).join('');
    log.push(Buffer.from(text), clock.nowMs());
  }
  line += STEP_S * LINES_PER_SECOND;
  await clock.advanceAsync(STEP_S * 1000);
  if (second % 60 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  if ((second + STEP_S) % 3_600 === 0) {
    const { entries } = (logs[0] as BoardLog).counts();
    console.log(
      `hour ${(second + STEP_S) / 3_600}: ${(entries * BOARDS).toLocaleString('en')} lines, ${memory().toFixed(0)} MB, resident ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB, after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`,
    );
  }
}
views.stop();
const closing = logs.map((log) => log.close());
await clock.advanceAsync(100);
await Promise.all(closing);
rmSync(folder, { recursive: true });
