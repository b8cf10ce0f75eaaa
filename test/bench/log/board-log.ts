import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { BoardLog } from '../../../electron/core/log/board-log.ts';

/**
 * A board's log at full speed and at 50,000 lines a second, on a real disk: lines a second, CPU, the longest pause of
 * the event loop, and whether every byte arrived. Then the worst input, and the memory of ten boards.
 */
const root = mkdtempSync(path.join(tmpdir(), 'ota-bench-log-'));
const LINE = 'I (123456) native_ota_example: Written image length 1048576 of 4194304\r\n';
let boards = 0;

function openLog() {
  const deviceId = `board-${boards++}`;
  let batches = 0;
  const log = new BoardLog({
    deviceId,
    logsFolder: root,
    clock: systemClock,
    onEntry: () => {},
    onBatch: () => {
      batches += 1;
    },
  });
  return { log, folder: path.join(root, deviceId), batches: () => batches };
}

/** Pushes `total` bytes made of `pattern` in chunks, and compares what is on disk. */
async function atFullSpeed(
  name: string,
  pattern: Buffer,
  totalBytes: number,
  chunkBytes: number,
): Promise<void> {
  const whole = Buffer.alloc(Math.ceil(totalBytes / pattern.length) * pattern.length, pattern);
  const { log, folder } = openLog();
  const startedMs = performance.now();
  for (let from = 0, turn = 0; from < whole.length; from += chunkBytes, turn += chunkBytes) {
    log.push(whole.subarray(from, from + chunkBytes), Date.now());
    // Serial ports give at most so much in one turn of the event loop.
    if (turn > 65_536) {
      turn = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const { entries } = log.counts();
  await log.close();
  const same = sha256(onDisk(folder)) === sha256(whole);
  console.log(
    `${name.padEnd(44)} ${round(entries / seconds).padStart(9)} lines/s ${round(whole.length / 1e6 / seconds).padStart(5)} MB/s  on disk: ${same ? 'every byte' : 'NOT THE SAME'}, lost ${log.lostBytes}`,
  );
  rmSync(folder, { recursive: true });
}

/** 50,000 lines a second for some seconds, in a portion each millisecond or so. */
async function paced(linesPerSecond: number, seconds: number): Promise<void> {
  const { log, folder, batches } = openLog();
  const hash = createHash('sha256');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  let lines = 0;
  while (lines < linesPerSecond * seconds) {
    const due = Math.min(
      linesPerSecond * seconds,
      Math.floor(((performance.now() - startedMs) / 1000) * linesPerSecond),
    );
    const portion = Buffer.from(LINE.repeat(due - lines));
    hash.update(portion);
    log.push(portion, Date.now());
    lines = due;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  await log.close();
  const same = sha256(onDisk(folder)) === hash.digest('hex');
  console.log(
    `${round(lines / (wallMs / 1000))} lines/s for ${round(wallMs / 1000)} s: ${round((user + system) / 10 / wallMs)} % of a core, ` +
      `event loop p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, longest ${(delay.max / 1e6).toFixed(1)} ms, ` +
      `${round((batches() / wallMs) * 1000)} batches/s, on disk: ${same ? 'every byte' : 'NOT THE SAME'}`,
  );
  rmSync(folder, { recursive: true });
}

async function memoryOfTen(): Promise<void> {
  const logs = [];
  const before = memory();
  for (let board = 0; board < 10; board += 1) {
    const { log } = openLog();
    logs.push(log);
    for (let line = 0; line < 100_000; line += 100) {
      const text = Array.from(
        { length: 100 },
        (_, index) =>
          `I (${(line + index) * 10}) native_ota_example: Written image length ${(line + index) * 1024}\r\n`,
      );
      log.push(Buffer.from(text.join('')), Date.now());
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const after = memory();
  const startedMs = performance.now();
  const { entries } = logs[0]?.read(50_000, 5_000) ?? { entries: [] };
  const readMs = performance.now() - startedMs;
  console.log(
    `10 boards, 100,000 lines each in memory: ${round((after - before) / 1e6)} MB; reading ${entries.length} of them takes ${readMs.toFixed(1)} ms`,
  );
  for (const log of logs) await log.close();
}

function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function onDisk(folder: string): Buffer {
  const names = readdirSync(folder).filter((name) => name.endsWith('.raw'));
  return Buffer.concat(names.sort().map((name) => readFileSync(path.join(folder, name))));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function round(value: number): string {
  return Math.round(value).toLocaleString('en');
}

const MB = 1_000_000;
const coloured = Buffer.from(`\u001b[0;32m${LINE.trimEnd()}\u001b[0m\r\n`);
const noise = Buffer.concat(
  Array.from({ length: 4_096 }, (_, index) => createHash('sha512').update(String(index)).digest()),
);
await atFullSpeed('text lines, 64-byte chunks', Buffer.from(LINE), 40 * MB, 64);
await atFullSpeed('text lines, 1 KiB chunks', Buffer.from(LINE), 80 * MB, 1_024);
await atFullSpeed('text lines, 64 KiB chunks', Buffer.from(LINE), 80 * MB, 65_536);
await atFullSpeed('coloured lines, 1 KiB chunks', coloured, 80 * MB, 1_024);
await atFullSpeed('random bytes, 1 KiB chunks', noise, 20 * MB, 1_024);
await atFullSpeed('a line of 100 MB, 1 KiB chunks', Buffer.from('x'), 100 * MB, 1_024);
await atFullSpeed(
  '10,000 colour changes a line, 1 KiB chunks',
  Buffer.from(`${'\u001b[31mx\u001b[0m'.repeat(10_000)}\n`),
  20 * MB,
  1_024,
);
await paced(50_000, 10);
await memoryOfTen();
rmSync(root, { recursive: true });
