import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { parseArgs } from 'node:util';

import { makeTestCredentials } from '../../support/test-credentials.ts';
import type { BenchServer } from './bench-servers.ts';
import { pinClient, startNginx, startOurs } from './bench-servers.ts';
import { bundleOurs } from './bundle-ours.ts';

/**
 * One client downloads a 4 MiB image over TLS again and again, each time over a connection of its own, from our server
 * and from nginx, in rounds that take turns. Same machine, same run, same certificate, same suite. Prints MB/s and our
 * ratio to nginx (median, lowest and highest round), and each server's processor time.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    downloads: { type: 'string', default: '25' },
    tls: { type: 'string', default: 'TLSv1.2' },
    /** Path of Electron's executable, to measure our server on its Node. */
    electron: { type: 'string' },
  },
});
const SIZE_BYTES = 4 * 1024 * 1024;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const credentials = await makeTestCredentials();
const image = Buffer.alloc(SIZE_BYTES);
for (let at = 0; at < SIZE_BYTES; at += 4) image.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
writeFileSync(path.join(folder, 'image.bin'), image);
writeFileSync(path.join(folder, 'cert.pem'), credentials.certPem);
writeFileSync(path.join(folder, 'key.pem'), credentials.keyPem);

const servers: BenchServer[] = [];
pinClient();
try {
  const bundle = await bundleOurs();
  servers.push(await startOurs(folder, ['image.bin'], bundle));
  if (values.electron) servers.push(await startOurs(folder, ['image.bin'], bundle, values.electron));
  servers.push(await startNginx(folder));
  await measure();
} finally {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const rates = new Map<string, number[]>();
  const used = new Map<string, number>();
  for (const server of servers) await downloadAll(server.port, 5);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const order = round % 2 === 0 ? servers : [...servers].reverse();
    for (const { name, port, cpuSeconds } of order) {
      const before = cpuSeconds();
      rates.set(name, [...(rates.get(name) ?? []), await downloadAll(port, Number(values.downloads))]);
      used.set(name, (used.get(name) ?? 0) + cpuSeconds() - before);
    }
  }
  const nginx = rates.get('nginx') ?? [];
  console.log(`4 MiB, 1 client, ${values.tls}, ${values.downloads} downloads a round, MB/s`);
  for (const [name, each] of rates) {
    const ratios = each.map((rate, round) => rate / (nginx[round] ?? Number.NaN));
    const gigabytes = (each.length * Number(values.downloads) * SIZE_BYTES) / 1e9;
    const cpu = ((used.get(name) ?? 0) / gigabytes).toFixed(2);
    const list = each.map((rate) => rate.toFixed(0).padStart(5)).join('');
    console.log(
      `${name.padEnd(16)}${list}  median ${median(each).toFixed(0)}  x nginx ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})  CPU s/GB ${cpu}`,
    );
  }
}

/** Megabytes a second over all of them, handshakes included. */
async function downloadAll(port: number, count: number): Promise<number> {
  const startedMs = performance.now();
  for (let done = 0; done < count; done += 1) await download(port);
  return (count * SIZE_BYTES) / 1e6 / ((performance.now() - startedMs) / 1_000);
}

function download(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const version = values.tls === 'TLSv1.3' ? 'TLSv1.3' : 'TLSv1.2';
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: credentials.caPem,
      minVersion: version,
      maxVersion: version,
    });
    let received = 0;
    let headBytes = -1;
    socket.on('secureConnect', () =>
      socket.write('GET /firmware/image.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'),
    );
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      if (headBytes < 0) headBytes = chunk.indexOf('\r\n\r\n') + 4;
      received += chunk.length;
      if (received < headBytes + SIZE_BYTES) return;
      socket.destroy();
      resolve();
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
