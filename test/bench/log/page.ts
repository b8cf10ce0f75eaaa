import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';

import { startStation } from '../../../electron/station/station.ts';
import { CoreClient } from '../../support/core-client.ts';
import { FastBoard } from './fast-board.ts';

/**
 * A board at 50,000 lines a second with the page open in a browser: frames a second, what is on disk, and the heap of
 * the page; then a slow board, from byte to pixel. `node test/bench/run.mjs log/page [seconds]`; 60 s are the measure.
 */
const seconds = Number(process.argv[2] ?? 20);
const LINES_PER_SECOND = 50_000;
const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-bench-page-'));
const board = new FastBoard();
const client = await CoreClient.open({ dataDir, shell: 'station', binding: board.binding });
const station = await startStation(client.core, { pageDir: path.resolve('dist/page'), port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.OTA_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
await page.goto(station.url);
await page.getByTestId('log-lines').waitFor({ state: 'attached' });
const { deviceId } = await client.call('board.open', { path: board.path, baudRate: 115_200 });
board.print('I (1) app: first\r\n');
await page.getByTestId('log-lines').getByText('first').waitFor();

await frames(page, 'at rest', 3, async () => new Promise((resolve) => setTimeout(resolve, 3_000)));
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const cpu = process.cpuUsage();
const startedMs = performance.now();
await frames(page, `at ${LINES_PER_SECOND.toLocaleString('en')} lines/s`, seconds, () =>
  board.printFor(seconds, LINES_PER_SECOND),
);
const wallMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(cpu);
delay.disable();
console.log(
  `  ${Math.round(board.lines / (wallMs / 1000)).toLocaleString('en')} lines/s, ${(board.bytes / 1e6 / (wallMs / 1000)).toFixed(1)} MB/s for ${(wallMs / 1000).toFixed(1)} s; core ${Math.round((user + system) / 10 / wallMs)} % of a processor (the board's own work in it), event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms, longest ${(delay.max / 1e6).toFixed(0)} ms`,
);
await heap(page, board.lines);

for (const rate of [20, 2_000]) await byteToPixel(page, rate);

const shown = await page.getByTestId('log-lines').getByRole('listitem').last().textContent();
console.log(`  last row: ${shown?.slice(0, 90)}`);
await browser.close();
await station.close();
const counts = client.state('board', deviceId)?.log;
await client.core.stop();
const folder = path.join(dataDir, 'logs', deviceId);
const hash = createHash('sha256');
for (const name of readdirSync(folder)
  .filter((each) => each.endsWith('.raw'))
  .sort())
  hash.update(readFileSync(path.join(folder, name)));
console.log(
  `  on disk: ${hash.digest('hex') === board.digest() ? 'every byte' : 'NOT THE SAME'} of ${board.bytes.toLocaleString('en')}; ${counts?.entries.toLocaleString('en')} lines in the log`,
);
rmSync(dataDir, { recursive: true });

/** Frames that the page draws, and how often its last row changes, while `work` runs. */
async function frames(on: Page, name: string, forSeconds: number, work: () => Promise<void>): Promise<void> {
  const counted = on.evaluate(
    (ms) =>
      new Promise<{ frames: number; longestMs: number; p95Ms: number; changes: number }>((resolve) => {
        const gaps: number[] = [];
        let changes = 0;
        let lastText = '';
        let last = performance.now();
        const end = last + ms;
        const frame = (now: number): void => {
          gaps.push(now - last);
          last = now;
          const text = document.querySelector('[data-testid=log-lines] li:last-child')?.textContent ?? '';
          if (text !== lastText) changes += 1;
          lastText = text;
          if (now < end) requestAnimationFrame(frame);
          else {
            gaps.sort((a, b) => a - b);
            resolve({
              frames: gaps.length,
              longestMs: gaps.at(-1) ?? 0,
              p95Ms: gaps[Math.floor(gaps.length * 0.95)] ?? 0,
              changes,
            });
          }
        };
        requestAnimationFrame(frame);
      }),
    forSeconds * 1000,
  );
  await work();
  const { frames: count, longestMs, p95Ms, changes } = await counted;
  console.log(
    `page ${name}: ${(count / forSeconds).toFixed(1)} frames/s, p95 ${p95Ms.toFixed(1)} ms between two, longest ${longestMs.toFixed(0)} ms; rows change ${(changes / forSeconds).toFixed(1)} times/s`,
  );
}

async function heap(on: Page, lines: number): Promise<void> {
  const cdp = await on.context().newCDPSession(on);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  console.log(
    `  page heap with ${lines.toLocaleString('en')} lines: ${(of('JSHeapUsedSize') / 1e6).toFixed(1)} MB, ${of('Nodes')} nodes`,
  );
}

/** From the byte in the core to the frame in which the page shows it. */
async function byteToPixel(on: Page, linesPerSecond: number): Promise<void> {
  const sent = new Map<string, number>();
  await on.evaluate(() => {
    const seen = new Map<string, number>();
    Object.assign(window, { seenTokens: seen });
    const look = (): void => {
      for (const row of document.querySelectorAll('[data-testid=log-lines] code')) {
        const token = /token (\d+)/.exec(row.textContent ?? '')?.[0];
        // What stands in the document before a frame is drawn is on the screen with it.
        if (token !== undefined && !seen.has(token)) seen.set(token, Date.now());
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const tokens = 100;
  const background = setInterval(() => {
    board.print(
      Array.from({ length: linesPerSecond / 50 }, (_, i) => `I (1) app: noise ${'abcdefg'[i % 7]}\r\n`).join(
        '',
      ),
    );
  }, 20);
  for (let token = 0; token < tokens; token += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 40));
    const name = `token ${linesPerSecond}${String(token).padStart(4, '0')}`;
    sent.set(name, Date.now());
    board.print(`I (1) app: ${name}\r\n`);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  clearInterval(background);
  const seen = new Map(
    await on.evaluate(() => [...(window as unknown as { seenTokens: Map<string, number> }).seenTokens]),
  );
  const times = [...sent]
    .flatMap(([name, atMs]) => (seen.has(name) ? [(seen.get(name) as number) - atMs] : []))
    .sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  console.log(
    `byte to pixel beside ${linesPerSecond} lines/s: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms (${times.length} of ${tokens} seen)`,
  );
}
