import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { median } from './median.ts';

/** `demo` as people start it: seconds from the start of its process to the first verdict, and to its end. */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const firstMs: number[] = [];
const wholeMs: number[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) await run();
for (const [name, ms] of Object.entries({ 'first update': firstMs, 'whole demo': wholeMs })) {
  const list = ms.map((each) => (each / 1_000).toFixed(2).padStart(7)).join('');
  console.log(`${name.padEnd(14)}${list}  median ${(median(ms) / 1_000).toFixed(2)} s`);
}

async function run(): Promise<void> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['electron/launch/cli.mjs', 'demo', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let verdicts = 0;
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as { readonly event: string; readonly outcome?: string };
    if (said.event !== 'verdict') continue;
    verdicts += 1;
    if (verdicts > 1) continue;
    firstMs.push(performance.now() - startedMs);
    if (said.outcome !== 'confirmed') console.log(`the first update ended as ${said.outcome}`);
  }
  wholeMs.push(performance.now() - startedMs);
}
