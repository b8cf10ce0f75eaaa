import { readFileSync } from 'node:fs';

import type { BenchServer } from './bench-servers.ts';
import { startNginx, startOurs } from './bench-servers.ts';
import { load } from './load.ts';

const CLIENTS = 200;
const BYTES_PER_SECOND = 20_000;
const FOR_MS = 6_000;
const PAGE_BYTES = 4_096;

/**
 * 200 readers of 20 kB/s with a board's window, on servers that have done nothing yet: what each of them costs the
 * server and the kernel in memory. Prints a table, the ratio to nginx in it.
 */
export async function slowReaders(
  folder: string,
  bundle: string,
  runtimes: readonly string[],
): Promise<void> {
  const starts = [
    () => startNginx(folder),
    ...runtimes.map((runtime) => () => startOurs(folder, ['1m.bin', '4m.bin'], bundle, runtime)),
  ];
  console.log(
    '\n| 200 readers of 20 kB/s | kB a connection | x nginx | kernel kB a connection | received kB/s each | failed | CPU s |',
  );
  console.log('|---|---|---|---|---|---|---|');
  let nginxBytes = Number.NaN;
  for (const start of starts) {
    const server = await start();
    try {
      const { perConnection, kernel, received, failed, cpuSeconds } = await measure(server);
      if (server.name === 'nginx') nginxBytes = perConnection;
      const cells = [
        server.name,
        (perConnection / 1e3).toFixed(0),
        (perConnection / nginxBytes).toFixed(2),
        (kernel / 1e3).toFixed(0),
        (received / 1e3).toFixed(1),
        failed,
        cpuSeconds.toFixed(2),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    } finally {
      server.stop();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  console.log('');
}

async function measure(server: BenchServer) {
  const path = '/firmware/4m.bin';
  const common = { port: server.port, path, tls: '1.2' };
  // What a server sets up once is not counted.
  await load({ ...common, clients: 10, forMs: 500 });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const before = { bytes: server.memoryBytes(), kernel: kernelBytes(), cpu: server.cpuSeconds() };
  let most = 0;
  let kernel = 0;
  const watching = setInterval(() => {
    most = Math.max(most, server.memoryBytes());
    kernel = Math.max(kernel, kernelBytes());
  }, 500);
  const result = await load({ ...common, clients: CLIENTS, forMs: FOR_MS, bytesPerSecond: BYTES_PER_SECOND });
  clearInterval(watching);
  return {
    perConnection: (most - before.bytes) / CLIENTS,
    kernel: (kernel - before.kernel) / CLIENTS,
    received: result.bytes / CLIENTS / result.seconds,
    failed: result.failed,
    cpuSeconds: server.cpuSeconds() - before.cpu,
  };
}

/** What TCP holds of the kernel's memory on the whole machine: both ends of each connection. */
export function kernelBytes(): number {
  const line = /^TCP:.*\bmem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'));
  return Number(line?.[1] ?? Number.NaN) * PAGE_BYTES;
}
