import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { reportSchema } from '../../../shared/report/report-schema.ts';
import type { RunView } from '../../../shared/run/run-view.ts';
import { CoreClient } from '../../support/core-client.ts';
import { sha256Hex } from '../../support/digests.ts';
import { FULL_SPEED, PAIR, trueDigest } from '../../support/proof-runs.ts';

/**
 * A night of a soak, time-compressed: so many cycles on a virtual board at full speed, memory after a collection at ten
 * points of it, and whether the board ran what each cycle offered. Takes the number of cycles.
 */
const [given = '3000'] = process.argv.slice(2);
const cycles = Number(given);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const folder = mkdtempSync(path.join(tmpdir(), 'ota-night-'));
const client = await CoreClient.open();
const deviceId = (
  await client.call('board.open', { path: client.virtual.add('night', FULL_SPEED), baudRate: 115_200 })
).deviceId;
const imageIds: string[] = [];
for (const [index, bytes] of PAIR.entries())
  imageIds.push((await client.call('image.add', { fileName: `${index}.bin`, bytes })).imageId);

const startedMs = performance.now();
const { runId } = await client.call('run.soak', {
  deviceId,
  imageIds,
  cycles,
  stopAfter: null,
  pauseMs: 0,
  between: null,
  resetBetween: false,
  push: { override: [], reset: true, sendUrl: true, timeoutMs: null },
  reportDir: path.join(folder, 'report'),
});
let untrue = 0;
let seen = 0;
let lastMs = startedMs;
let lastCpu = process.cpuUsage();
sample(0);
const view = await client.when('run', runId, look, 86_400_000);
await client.core.stop();
const file = path.join(folder, 'report', 'report.json');
const { summary } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
print(`ended: ${JSON.stringify(view.counts.byOutcome)}, flash differs ${untrue}, bugs ${client.bugs.length}`);
print(`report: ${JSON.stringify(summary)}, ${(readFileSync(file).length / 2 ** 20).toFixed(1)} MiB`);
rmSync(folder, { recursive: true, force: true });
rmSync(client.dataDir, { recursive: true, force: true });

/** Holds the last verdict against the flash; true at the end of the run. */
function look({ counts, cases, endedAtMs }: RunView): boolean {
  const ended = Object.values(counts.byOutcome).reduce((sum, count) => sum + count, 0);
  if (ended > seen) {
    seen = ended;
    const image = PAIR[(ended - 1) % 2] as Uint8Array;
    const one = cases.find(({ cycle }) => cycle === ended);
    const outcome = one?.state.kind === 'ended' ? one.state.outcome : null;
    const runs = trueDigest(client, 'night', image.length) === sha256Hex(image.subarray(0, -32));
    if (outcome !== 'confirmed' || !runs) {
      untrue += Number((outcome === 'confirmed') !== runs);
      print(`  ${ended}: ${outcome} ${one?.error?.code ?? ''}`);
    }
    if (ended % Math.max(1, Math.floor(cycles / 10)) === 0) sample(ended);
  }
  return endedAtMs !== null;
}

function sample(ended: number): void {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const nowMs = performance.now();
  const { user, system } = process.cpuUsage(lastCpu);
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const since = `${((nowMs - lastMs) / 1_000).toFixed(1)} s, CPU ${((user + system) / 1e6).toFixed(1)} s`;
  print(
    `${ended} cycles: heap ${mib(heapUsed)} MiB, external ${mib(external)} MiB, RSS ${mib(rss)} MiB, ${since}`,
  );
  lastMs = nowMs;
  lastCpu = process.cpuUsage();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
