import { createHash } from 'node:crypto';
import { constants, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import type { SerialListener } from '../../../electron/core/ports.ts';
import { pseudoRandomBytes, pseudoRandomWords } from '../../../shared/esp/pseudo-random.ts';
import { CoreClient } from '../../support/core-client.ts';
import { FakePorts, usbPort } from '../../support/fake-ports.ts';
import { openPtyPair } from '../../support/pty.ts';

/**
 * Random bytes for a minute: at 5 MB/s through the seam of a serial port, and as fast as a pty gives them through
 * serialport. Whether every byte is on disk, what memory does, and how soon the core answers meanwhile.
 * `node test/bench/run.mjs serial/bad-input [seconds]`
 */
const seconds = Number(process.argv[2] ?? 60);
const SEAM_BYTES_PER_SECOND = 5_000_000;
const BLOCK_BYTES = 1024 * 1024;
const TURN_BYTES = 65_536;
const CHUNK_BYTES = 4_096;
const block = pseudoRandomBytes(pseudoRandomWords(11), BLOCK_BYTES);

async function seam(): Promise<void> {
  let listener: SerialListener | null = null;
  class Ports extends FakePorts {
    override open(...given: Parameters<FakePorts['open']>): ReturnType<FakePorts['open']> {
      listener = given[2];
      return super.open(...given);
    }
  }
  const client = await CoreClient.open({ binding: new Ports(usbPort()) });
  const { deviceId } = await client.call('board.open', { path: '/dev/ttyUSB0', baudRate: 3_000_000 });
  const watch = new Watch(client, deviceId);
  const hash = createHash('sha256');
  const startedMs = performance.now();
  let sent = 0;
  while (performance.now() - startedMs < seconds * 1000) {
    const due = ((performance.now() - startedMs) / 1000) * SEAM_BYTES_PER_SECOND;
    // A serial port gives at most so much in one turn of the event loop.
    for (const stop = Math.min(due, sent + TURN_BYTES); sent < stop; ) {
      const from = sent % BLOCK_BYTES;
      const bytes = block.subarray(from, from + CHUNK_BYTES);
      hash.update(bytes);
      (listener as SerialListener | null)?.onBytes(bytes);
      sent += bytes.length;
    }
    await new Promise((resolve) => (sent < due ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  await report('through the seam', client, { deviceId, watch, sent, digest: hash.digest('hex') });
}

async function pty(): Promise<void> {
  const pair = await openPtyPair();
  const client = await CoreClient.open({ binding: createSerialBinding() });
  const { deviceId } = await client.call('board.open', { path: pair.port, baudRate: 3_000_000 });
  const watch = new Watch(client, deviceId);
  // The writer waits for the pty, so it is in a thread of its own.
  const { sent, digest } = await writeFor(pair.board);
  await report('through a pty', client, { deviceId, watch, sent, digest });
  await pair.close();
}

function writeFor(board: string): Promise<{ sent: number; digest: string }> {
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const fs = require('node:fs');
    const hash = require('node:crypto').createHash('sha256');
    const end = fs.openSync(workerData.board, ${constants.O_WRONLY | constants.O_NOCTTY});
    const stopMs = Date.now() + workerData.seconds * 1000;
    let sent = 0;
    while (Date.now() < stopMs) {
      const from = sent % workerData.block.length;
      const done = fs.writeSync(end, workerData.block, from, Math.min(${CHUNK_BYTES}, workerData.block.length - from));
      hash.update(workerData.block.subarray(from, from + done));
      sent += done;
    }
    parentPort.postMessage({ sent, digest: hash.digest('hex') });`;
  const worker = new Worker(source, { eval: true, workerData: { board, seconds, block } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Memory and answers of a core while it is fed. */
class Watch {
  readonly heapMb: number[] = [];
  readonly buffersMb: number[] = [];
  readonly rssMb: number[] = [];
  readonly answersMs: number[] = [];
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(client: CoreClient, deviceId: string) {
    const collect = garbageCollector();
    this.#timers = [
      setInterval(
        () => {
          collect();
          const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
          this.heapMb.push(heapUsed / 1e6);
          this.buffersMb.push(arrayBuffers / 1e6);
          this.rssMb.push(rss / 1e6);
        },
        Math.max(1_000, (seconds * 1000) / 12),
      ),
      setInterval(() => {
        const askedMs = performance.now();
        void client
          .call('log.read', { deviceId, fromSeq: 0, limit: 100 })
          .then(() => this.answersMs.push(performance.now() - askedMs));
      }, 250),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}

interface Ran {
  readonly deviceId: string;
  readonly watch: Watch;
  readonly sent: number;
  readonly digest: string;
}

async function report(
  what: string,
  client: CoreClient,
  { deviceId, watch, sent, digest }: Ran,
): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  watch.stop();
  const { log, link } = client.state('board', deviceId) ?? {};
  const advice = client.state('serial', deviceId)?.advice.map(({ code }) => code);
  await client.core.stop();
  const folder = path.join(client.dataDir, 'logs', deviceId);
  const kept = createHash('sha256');
  let bytes = 0;
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.raw')) continue;
    const segment = readFileSync(path.join(folder, name));
    kept.update(segment);
    bytes += segment.length;
  }
  const disk = kept.digest('hex') === digest ? 'every byte on disk' : `NOT THE SAME: ${bytes} of ${sent}`;
  const sorted = [...watch.answersMs].sort((a, b) => a - b);
  const p = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1);
  const range = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(' ');
  console.log(
    `${what}: ${(sent / 1e6).toFixed(0)} MB in ${seconds} s, ${disk}; ${log?.entries} lines; link ${link}, advice ${advice?.join()}, bugs ${client.bugs.length}`,
  );
  console.log(
    `  heap after collection, MB: ${range(watch.heapMb)}; buffers: ${range(watch.buffersMb)}; resident: ${range(watch.rssMb)}`,
  );
  console.log(
    `  the core answers in p50 ${p(0.5)} ms, p99 ${p(0.99)} ms, at most ${p(1)} ms (${sorted.length} asked)`,
  );
  rmSync(client.dataDir, { recursive: true, force: true });
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

await seam();
await pty();
process.exit(0);
