import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { makeTestCredentials } from '../../support/test-credentials.ts';
import type { BenchServer } from './bench-servers.ts';
import { pinClient, startNginx, startOurs } from './bench-servers.ts';
import { bundleOurs } from './bundle-ours.ts';
import { load } from './load.ts';
import { median } from './matrix-table.ts';
import { startBare } from './other-servers.ts';

/**
 * What a pause without a request costs the first seconds after it: V8 collects its garbage in it and forgets the shapes
 * of which no object is left, and the code compiled for them. Prints MB/s of each second of a load of 1 MiB downloads,
 * medians of the rounds, before and after the pause, ours beside bare `node:https` and nginx.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    clients: { type: 'string', default: '10' },
    tls: { type: 'string', default: '1.3' },
    /** V8's memory reducer waits some eight seconds. */
    pause: { type: 'string', default: '15000' },
    seconds: { type: 'string', default: '4' },
  },
});
const MIB = 1024 * 1024;
const WARM_UP_MS = 15_000;
const SETTLED = 3;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const credentials = await makeTestCredentials('p256');
// The bare server holds both, whatever is asked of it.
for (const size of [1, 4]) writeFileSync(path.join(folder, `${size}m.bin`), Buffer.alloc(size * MIB, 0x5a));
writeFileSync(path.join(folder, 'cert.pem'), credentials.certPem);
writeFileSync(path.join(folder, 'key.pem'), credentials.keyPem);

pinClient();
const servers: BenchServer[] = [];
const columns = Array.from({ length: Number(values.seconds) }, (_, at) => `${at + 1} s`);
console.log(
  `| MB/s, ${values.clients} clients, TLS ${values.tls}, P-256 | warm | ${columns.join(' | ')} | first / warm |`,
);
console.log(`|---|---|${columns.map(() => '---|').join('')}---|`);
try {
  servers.push(await startOurs(folder, ['1m.bin'], await bundleOurs()));
  servers.push(await startBare('https', folder, process.execPath));
  servers.push(await startNginx(folder));
  for (const server of servers) {
    await rate(server.port, WARM_UP_MS);
    const before: number[] = [];
    const after: number[][] = columns.map(() => []);
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (let second = 0; second < SETTLED; second += 1) before.push(await rate(server.port));
      await new Promise((resolve) => setTimeout(resolve, Number(values.pause)));
      for (const each of after) each.push(await rate(server.port));
    }
    const shown = [median(before), ...after.map(median)].map((each) => each.toFixed(0));
    const share = (median(after[0] ?? []) / median(before)).toFixed(2);
    console.log(`| ${server.name} | ${shown.join(' | ')} | ${share} |`);
  }
} finally {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function rate(port: number, forMs = 1_000): Promise<number> {
  const clients = Number(values.clients);
  const result = await load({ port, path: '/firmware/1m.bin', clients, tls: values.tls, forMs });
  return result.bytes / 1e6 / result.seconds;
}
