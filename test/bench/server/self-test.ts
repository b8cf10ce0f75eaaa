import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { OwnConnections } from '../../../electron/core/selftest/own-connections.ts';
import { SelfTester } from '../../../electron/core/selftest/self-tester.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { openCertificates } from '../../../electron/core/tls/open-certificates.ts';
import type { SelfTest } from '../../../shared/ota/self-test.ts';

/** The self-test before a push, alone and for many boards at once, against this program's own server; milliseconds. */
const ROUNDS = 100;
const BOARDS = 60;

const dir = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const certificates = await openCertificates({ dir: path.join(dir, 'certs'), clock: systemClock });
const server = createFirmwareServer({
  clock: systemClock,
  catalogue: new Catalogue(),
  credentials: () => certificates.credentials(),
  version: 'bench',
  onEvent: (event) => void own.owns(event),
});
const own = new OwnConnections(systemClock);
const { port } = await server.start({ port: 0, bind: '127.0.0.1' });
const tester = new SelfTester({
  clock: systemClock,
  own,
  stopwatchMs: () => performance.now(),
  addresses: { own: () => ['127.0.0.1'], lookup: () => Promise.resolve(null) },
});
const trustedPem = certificates.caPem();
const once = () => tester.run({ host: '127.0.0.1', port, bind: '127.0.0.1', trustedPem, boardAddress: null });

const first = await once();
const alone: SelfTest[] = [];
for (let round = 0; round < ROUNDS; round += 1) alone.push(await once());
const together = await Promise.all(Array.from({ length: BOARDS }, once));
await server.stop({ drainMs: 0 });
rmSync(dir, { recursive: true, force: true });

const all = [first, ...alone, ...together];
const accepted = all.filter(
  (test) => test.kind === 'judged' && test.verdicts.every(({ problems }) => problems.length === 0),
);
console.log(
  `${process.versions.electron === undefined ? 'Node' : 'Electron'} ${process.versions.node}, accepted ${accepted.length} of ${all.length}`,
);
print('first', [first]);
print('alone', alone);
print(`${BOARDS} at once`, together);

function print(name: string, tests: readonly SelfTest[]): void {
  const sorted = tests.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(12)} n ${String(sorted.length).padStart(3)}  median ${at(0.5).padStart(6)}  p95 ${at(0.95).padStart(6)}  worst ${at(1).padStart(6)}`,
  );
}
