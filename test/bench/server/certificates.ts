import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { SERVER_LIMITS } from '../../../electron/core/server/server-limits.ts';
import { AuthorityChanges } from '../../../electron/core/tls/authority-changes.ts';
import type { BenchCertificates } from '../../../electron/core/tls/bench-certificates.ts';
import { openBenchCertificates } from '../../../electron/core/tls/bench-certificates.ts';
import { DEFAULT_TRUST_SETTINGS } from '../../../shared/contract/certificates-settings.ts';
import type { LeafKind } from '../../../shared/contract/certificates-values.ts';

/**
 * First start (CA, server certificate, listening), later starts, re-issues, rotations, backups and restores; in
 * milliseconds, for both kinds of server key.
 */
const ROUNDS = 10;
const PASSWORD = 'bench password';
const root = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));

for (const leaf of ['rsa2048', 'p256'] as const) {
  const figures: Record<string, number[]> = {};
  const note = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const stopWatching = watchBlocking();
    const startedMs = performance.now();
    const result = await work();
    const tookMs = performance.now() - startedMs;
    figures[name] = [...(figures[name] ?? []), tookMs];
    // The longest time the program could not answer anybody meanwhile.
    figures.blocked = [...(figures.blocked ?? []), stopWatching()];
    return result;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const dir = path.join(root, `${leaf}-${round}`);
    await note('first start', () => startOnce(dir, leaf));
    await note('later start', () => startOnce(dir, leaf));
    const { bench, changes } = await openOnce(dir, leaf);
    for (let host = 1; host <= 5; host += 1) {
      const wanted = { ipAddresses: [`10.0.${round}.${host}`], dnsNames: [`bench-${host}.local`] };
      await note('re-issue', () => bench.ensure(wanted));
    }
    await note('rotation', () => changes.rotate());
    await note('re-issue, 2 CAs', () => bench.reissue());
    const backup = await note('backup, 2 CAs', () => changes.backup(PASSWORD));
    const other = await openOnce(path.join(root, `${leaf}-${round}-other`), leaf);
    await note('restore, 2 CAs', () => other.changes.restore(backup, PASSWORD));
  }
  console.log(`\nserver key ${leaf}`);
  for (const [name, values] of Object.entries(figures)) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
    const count = String(values.length).padStart(3);
    console.log(`${name.padEnd(16)} n ${count}  median ${at(0.5).padStart(7)}  worst ${at(1).padStart(7)}`);
  }
}
rmSync(root, { recursive: true, force: true });

async function openOnce(
  dir: string,
  leaf: LeafKind,
): Promise<{ readonly bench: BenchCertificates; readonly changes: AuthorityChanges }> {
  const deps = { dir, clock: systemClock, settings: () => ({ ...DEFAULT_TRUST_SETTINGS, leaf }) };
  const bench = await openBenchCertificates(deps);
  return { bench, changes: new AuthorityChanges({ ...deps, bench }) };
}

async function startOnce(dir: string, leaf: LeafKind): Promise<void> {
  const { bench } = await openOnce(dir, leaf);
  await bench.ensure({ ipAddresses: ['192.168.1.5'], dnsNames: ['bench.local'] });
  const server = createFirmwareServer({
    clock: systemClock,
    catalogue: new Catalogue(),
    credentials: () => bench.credentials(),
    version: 'bench',
    onEvent: () => undefined,
    limits: () => SERVER_LIMITS,
  });
  await server.start({ port: 0, bind: '127.0.0.1', plainPort: null });
  await server.stop({ drainMs: 0 });
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
