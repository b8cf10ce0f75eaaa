import { availableParallelism, loadavg } from 'node:os';

import type { SessionView } from '../../../shared/ota/session-view.ts';
import { CoreClient } from '../../support/core-client.ts';
import { sha256Hex } from '../../support/digests.ts';
import { FULL_SPEED, PAIR, trueDigest, update } from '../../support/proof-runs.ts';
import { faultyCycles } from '../../support/random-faults.ts';
import type { PageFeel } from './fleet-page.ts';
import { openFleetPage } from './fleet-page.ts';

/**
 * What verdicts are worth, on virtual boards: `row` (200 updates one after the other at full speed), `sixty` (boards at
 * once, to their verdicts, with the page open on their grid), `faults` (a thousand cycles with random faults; each verdict beside the true flash).
 */
const [which = 'all', count = ''] = process.argv.slice(2);

const client = await CoreClient.open({ shell: 'station' });
const ids: string[] = [];
for (const [index, bytes] of PAIR.entries())
  ids.push((await client.call('image.add', { fileName: `${index}.bin`, bytes })).imageId);
if (which === 'row' || which === 'all') await row(Number(count) || 200);
if (which === 'sixty' || which === 'all') await sixty(Number(count) || 60);
if (which === 'faults' || which === 'all') await faults(Number(count) || 1_000);
process.stdout.write(`bugs ${client.bugs.length}\n`);
await client.close();

async function opened(name: string): Promise<string> {
  const path = client.virtual.add(name, FULL_SPEED);
  return (await client.call('board.open', { path, baudRate: 115_200 })).deviceId;
}

async function row(updates: number): Promise<void> {
  const deviceId = await opened('row');
  const startedMs = performance.now();
  let missed = 0;
  for (let cycle = 0; cycle < updates; cycle += 1) {
    const image = PAIR[cycle % 2] as Uint8Array;
    const { verdict } = await update(client, deviceId, ids[cycle % 2] as string);
    const runs = trueDigest(client, 'row', image.length) === sha256Hex(image.subarray(0, -32));
    if (verdict?.outcome !== 'confirmed' || verdict.proof !== 'digest' || !runs) {
      missed += 1;
      print(`  ${cycle}: ${verdict?.outcome} ${verdict?.error?.code ?? ''}`);
    }
  }
  print(`row: ${updates} updates, ${missed} missed, ${seconds(startedMs)} s`);
}

async function sixty(boards: number): Promise<void> {
  const names = Array.from({ length: boards }, (_, index) => `fleet-${index}`);
  const devices = await Promise.all(names.map(opened));
  await Promise.all(devices.map((id) => client.when('board', id, ({ facts }) => facts.ready, 60_000)));
  const page = await openFleetPage(client);
  const rest = await page.during(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
  const startedMs = performance.now();
  const cpu = process.cpuUsage();
  let views: readonly SessionView[] = [];
  const feel = await page.during(async () => {
    views = await Promise.all(devices.map((id) => update(client, id, ids[0] as string)));
  });
  const took = seconds(startedMs);
  await page.close();
  const confirmed = views.filter(({ verdict }) => verdict?.outcome === 'confirmed').length;
  const { user, system } = process.cpuUsage(cpu);
  const others = views.flatMap(({ verdict }) => verdict?.error?.code ?? []);
  const cpuSeconds = ((user + system) / 1e6).toFixed(1);
  print(`sixty: ${confirmed} of ${boards} confirmed in ${took} s (CPU ${cpuSeconds} s) ${others}`);
  for (const [name, each] of [
    ['at rest', rest],
    ['meanwhile', feel],
  ] as const)
    print(`  page ${name}: ${feelText(each)}`);
  print(
    `  load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')} on ${availableParallelism()} processors`,
  );
}

function feelText(feel: PageFeel): string {
  const {
    framesPerSecond,
    frameGapP95,
    longestFrameGap,
    keys,
    inputDelayP95,
    longestInputDelay,
    longestKeyToFrame,
  } = feel;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  return [
    `${framesPerSecond.toFixed(1)} frames/s, p95 ${ms(frameGapP95)} between two, longest ${ms(longestFrameGap)}`,
    `${keys} keys, taken up after p95 ${ms(inputDelayP95)}, longest ${ms(longestInputDelay)}, shown within ${ms(longestKeyToFrame)}`,
  ].join('; ');
}

async function faults(cycles: number): Promise<void> {
  const boards = 4;
  const startedMs = performance.now();
  const each = Math.ceil(cycles / boards);
  const runs = Array.from({ length: boards }, (_, index) =>
    faultyCycles(client, `faulty-${index}`, each, 1_000 + index),
  );
  const results = (await Promise.all(runs)).flat();
  const wrong = results.filter(({ isTrue }) => !isTrue);
  const missing = results.filter(({ outcome }) => outcome === null);
  const ends = new Map<string, number>();
  for (const { outcome, code } of results) {
    const end = code ?? outcome ?? 'none';
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  const told = [...ends].map(([end, times]) => `${end} ${times}`).join(', ');
  print(
    `faults: ${results.length} cycles, ${wrong.length} wrong, ${missing.length} missing, ${seconds(startedMs)} s`,
  );
  print(`  ${told}`);
  for (const { cycle, outcome, code } of wrong) print(`  wrong: ${cycle} ${outcome} ${code ?? ''}`);
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1_000).toFixed(1);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
