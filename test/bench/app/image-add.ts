import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { CoreClient } from '../../support/core-client.ts';
import { sha256 } from '../../support/digests.ts';
import { electronProgram, startElectron } from './electron-process.ts';
import { median } from './median.ts';

/**
 * A 4 MiB image added and inspected, its file on disk when the answer comes: through the core's gate in this process,
 * and from the page of the window, its way between Electron's processes included. Milliseconds.
 */
const ROUNDS = 15;
const SIZE_BYTES = 4 * 1024 * 1024;
const images = Array.from({ length: ROUNDS }, (_, seed) =>
  buildAppImage({ sizeBytes: SIZE_BYTES, seed }, sha256),
);

const client = await CoreClient.open();
const coreMs: number[] = [];
for (const bytes of images) {
  const startedMs = performance.now();
  await client.call('image.add', { fileName: 'app.bin', bytes: new Uint8Array(bytes) });
  coreMs.push(performance.now() - startedMs);
}
await client.close();
print('in the core', coreMs);

const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const program = await startElectron(electronProgram(), [process.cwd(), `--data-dir=${dataDir}`]);
const base64 = Buffer.from(images[0] ?? []).toString('base64');
// One byte of each differs: the library has not seen it, and reads it as a whole.
const pageMs = await program.page.evaluate<number[]>(`(async () => {
  const bytes = Uint8Array.from(atob('${base64}'), (character) => character.charCodeAt(0));
  const ms = [];
  for (let round = 0; round < ${ROUNDS}; round += 1) {
    bytes[1_000_000] = round;
    const startedMs = performance.now();
    const reply = await window.workbench.call('image.add', { fileName: 'app.bin', bytes });
    ms.push(performance.now() - startedMs);
    if (!reply.ok) throw new Error(reply.error.code);
  }
  return ms;
})()`);
await program.stop();
rmSync(dataDir, { recursive: true, force: true });
print('from the page', pageMs);

function print(where: string, ms: readonly number[]): void {
  const list = ms.map((each) => each.toFixed(0).padStart(5)).join('');
  console.log(`4 MiB added ${where.padEnd(14)}${list}  median ${median(ms).toFixed(1)} ms`);
}
