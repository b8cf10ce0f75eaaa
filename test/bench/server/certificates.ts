import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { openCertificates } from '../../../electron/core/tls/open-certificates.ts';

/** First start (CA, server certificate, listening), later starts, and re-issues; in milliseconds. */
const ROUNDS = 10;
const root = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const firstMs: number[] = [];
const laterMs: number[] = [];
const reissueMs: number[] = [];
/** The longest time the program could not answer anybody. */
const blockedMs: number[] = [];

for (let round = 0; round < ROUNDS; round += 1) {
  const dir = path.join(root, String(round));
  const stopWatching = watchBlocking();
  firstMs.push(await timed(() => startOnce(dir)));
  laterMs.push(await timed(() => startOnce(dir)));
  const certificates = await openCertificates({ dir, clock: systemClock });
  for (let host = 1; host <= 5; host += 1) {
    const wanted = { ipAddresses: [`10.0.${round}.${host}`], dnsNames: [`bench-${host}.local`] };
    reissueMs.push(await timed(() => certificates.ensure(wanted)));
  }
  blockedMs.push(stopWatching());
}
rmSync(root, { recursive: true, force: true });

for (const [name, values] of Object.entries({ firstMs, laterMs, reissueMs, blockedMs })) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(10)} n ${String(values.length).padStart(3)}  median ${at(0.5).padStart(7)}  worst ${at(1).padStart(7)}`,
  );
}

async function startOnce(dir: string): Promise<void> {
  const certificates = await openCertificates({ dir, clock: systemClock });
  await certificates.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: ['bench.local'] });
  const server = createFirmwareServer({
    clock: systemClock,
    catalogue: new Catalogue(),
    credentials: () => certificates.credentials(),
    version: 'bench',
    onEvent: () => undefined,
  });
  await server.start({ port: 0, bind: '127.0.0.1' });
  await server.stop({ drainMs: 0 });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function watchBlocking(): () => number {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - 5);
    lastMs = nowMs;
  }, 5);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
}
