import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { makeTestCredentials } from '../../support/test-credentials.ts';
import type { BenchServer } from './bench-servers.ts';
import { pinClient, startNginx, startOurs } from './bench-servers.ts';
import { bundleOurs } from './bundle-ours.ts';
import { load } from './load.ts';
import type { Cell, CellFigures, Sample } from './matrix-table.ts';
import { printHead, printRow, printSummary } from './matrix-table.ts';
import { startBare, startCounted, startExpress, startPython } from './other-servers.ts';
import { slowReaders } from './slow-readers.ts';

/**
 * Our server beside nginx, the bare TLS and HTTPS of its own runtimes, Express and Python's http.server: numbers of
 * clients, sizes of the image, versions of TLS and kinds of key, each client with a connection of its own for each
 * download; then 200 slow readers. Servers on the first processor, clients on the second; rounds take turns; prints
 * Markdown. Express runs every third round, http.server the first one and with 50 clients at most: more it cannot serve.
 */
const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1,10,50,200' },
    /** MiB. */
    size: { type: 'string', default: '1,4' },
    tls: { type: 'string', default: '1.2,1.3' },
    key: { type: 'string', default: 'rsa,p256' },
    rounds: { type: 'string', default: '5' },
    /** How long clients begin new downloads. */
    ms: { type: 'string', default: '1000' },
    /** `node`, `electron` or both; Electron's executable is named by OTA_BENCH_ELECTRON. */
    runtime: { type: 'string', default: 'node' },
    /** Which of `nginx,tls,https,counted,express,python` run beside it. */
    beside: { type: 'string', default: 'nginx,tls,https,express,python' },
    /** Clients offer their last session: what resumption brings. */
    resume: { type: 'boolean', default: false },
    /** 200 readers of 20 kB/s at the end. */
    slow: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const list = (text: string): string[] => text.split(',').filter((each) => each !== '');
const MIB = 1024 * 1024;
const WARM_UP_MS = 6_000;
const rounds = Number(values.rounds);
const beside = list(values.beside);

pinClient();
const bundle = await bundleOurs();
const figures: CellFigures[] = [];
printHead(values);
for (const key of list(values.key)) {
  const folder = await makeFolder(key);
  const servers = await startAll(folder);
  try {
    // A few thousand connections of each kind: only then has V8 compiled what they run, here and in Express.
    for (const tls of list(values.tls)) {
      for (const server of servers) await sample(server, { key, tls, clients: 8, size: 1 }, WARM_UP_MS);
    }
    for (const tls of list(values.tls)) {
      for (const size of list(values.size).map(Number)) {
        for (const clients of list(values.clients).map(Number)) {
          const cell = { key, tls, size, clients };
          const measured = { cell, samples: await measure(servers, cell), load: loadavg()[0] ?? 0 };
          figures.push(measured);
          printRow(measured);
        }
      }
    }
  } finally {
    for (const server of servers) server.stop();
  }
  if (values.slow && key === list(values.key)[0]) await slowReaders(folder, bundle, runtimes());
  rmSync(folder, { recursive: true, force: true });
}
printSummary(figures);

async function makeFolder(key: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
  const credentials = await makeTestCredentials(key === 'p256' ? 'p256' : 'rsa2048');
  for (const size of new Set(['1', '4', ...list(values.size)])) {
    const image = Buffer.alloc(Number(size) * MIB);
    for (let at = 0; at < image.length; at += 4) image.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
    writeFileSync(path.join(folder, `${size}m.bin`), image);
  }
  writeFileSync(path.join(folder, 'cert.pem'), credentials.certPem);
  writeFileSync(path.join(folder, 'key.pem'), credentials.keyPem);
  return folder;
}

function runtimes(): readonly string[] {
  const electron = process.env.OTA_BENCH_ELECTRON ?? '';
  const known: Record<string, string> = { node: process.execPath, electron };
  return list(values.runtime).map((name) => {
    const file = known[name] ?? '';
    if (!existsSync(file)) throw new Error(`No runtime ${name}.`);
    return file;
  });
}

async function startAll(folder: string): Promise<BenchServer[]> {
  const names = [...new Set(['1', '4', ...list(values.size)])].map((size) => `${size}m.bin`);
  const ours = await Promise.all(runtimes().map((runtime) => startOurs(folder, names, bundle, runtime)));
  const others = [];
  if (beside.includes('nginx')) others.push(await startNginx(folder));
  for (const kind of ['tls', 'https'] as const) {
    if (!beside.includes(kind)) continue;
    others.push(...(await Promise.all(runtimes().map((runtime) => startBare(kind, folder, runtime)))));
  }
  if (beside.includes('counted'))
    others.push(...(await Promise.all(runtimes().map((runtime) => startCounted(folder, runtime)))));
  if (beside.includes('express')) others.push(await startExpress(folder));
  if (beside.includes('python')) others.push(await startPython(folder));
  return [...ours, ...others];
}

async function measure(servers: readonly BenchServer[], cell: Cell): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : [...servers].reverse();
    for (const server of order) {
      if (server.name === 'Express' && round % 3 !== 0) continue;
      if (server.name === 'http.server' && (round > 0 || cell.clients > 50)) continue;
      samples.push({ ...(await sample(server, cell, Number(values.ms))), round });
    }
  }
  return samples;
}

async function sample(server: BenchServer, cell: Cell, forMs: number): Promise<Omit<Sample, 'round'>> {
  const { tls, clients, size } = cell;
  const isPython = server.name === 'http.server';
  const before = server.cpuSeconds();
  const result = await load({
    port: server.port,
    path: isPython ? `/${size}m.bin` : `/firmware/${size}m.bin`,
    clients,
    tls,
    forMs,
    resumes: values.resume,
    graceMs: isPython ? 1_500 : 10_000,
  });
  return {
    ...result,
    server: server.name,
    cpuSeconds: server.cpuSeconds() - before,
    memoryBytes: server.memoryBytes(),
  };
}
