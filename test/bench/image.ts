import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { systemClock } from '../../electron/adapters/system-clock.ts';
import { openImageLibrary } from '../../electron/core/image/image-library.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { findCertificates } from '../../shared/esp/find-certificates.ts';
import { inspectImage } from '../../shared/esp/inspect-image.ts';
import { sha256 } from '../support/digests.ts';
import { signedV2 } from '../support/images.ts';

/**
 * Reader: milliseconds and memory for one image. Library: add and inspect, and opening and listing 1,000
 * images. The images are made before anything is measured.
 */
const ROUNDS = 15;
const MEBIBYTE = 1024 * 1024;

for (const mebibytes of [1, 4, 16]) {
  const image = appOf(mebibytes * MEBIBYTE, 1);
  print(
    `read and verify ${mebibytes} MiB`,
    rounds(() => inspectImage(image, sha256)),
  );
}
const random = appOf(16 * MEBIBYTE, 2);
print(
  'find certificates in 16 MiB',
  rounds(() => findCertificates(random, sha256)),
);
const unaligned = new Uint8Array(16 * MEBIBYTE + 1).subarray(1);
unaligned.set(appOf(16 * MEBIBYTE, 1));
print(
  'read and verify 16 MiB at an odd address',
  rounds(() => inspectImage(unaligned, sha256)),
);
const signed = signedV2(appOf(15 * MEBIBYTE, 1));
print(
  'read and verify 15 MiB, signed',
  rounds(() => inspectImage(signed, sha256)),
);
memory(appOf(16 * MEBIBYTE, 1));

const root = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const open = (name: string) => openImageLibrary({ dir: path.join(root, name), clock: systemClock, sha256 });

const large = await open('large');
const addMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const bytes = appOf(4 * MEBIBYTE, round + 100);
  addMs.push(await timed(() => large.add({ fileName: 'app.bin', bytes, source: 'bench' })));
}
print('add and inspect 4 MiB, on disk', addMs);

const many = await open('many');
for (let seed = 0; seed < 1_000; seed += 1) {
  const bytes = buildAppImage({ seed, sizeBytes: 4_096 }, sha256);
  await many.add({ fileName: `app-${seed}.bin`, bytes, source: 'bench' });
}
const openMs: number[] = [];
const listMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  openMs.push(await timed(() => open('many')));
  const opened = await open('many');
  listMs.push(...rounds(() => opened.list(), 1));
}
print('open a library of 1,000', openMs);
print('list 1,000', listMs);
const [first] = many.list();
const noteMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  noteMs.push(await timed(() => many.setNotes(first?.imageId ?? '', `round ${round}`)));
}
print('change one of 1,000, on disk', noteMs);
rmSync(root, { recursive: true });

function appOf(sizeBytes: number, seed: number): Uint8Array {
  return buildAppImage({ sizeBytes, seed }, sha256);
}

function rounds(action: () => unknown, count = ROUNDS): number[] {
  return Array.from({ length: count }, () => {
    const startedMs = performance.now();
    action();
    return performance.now() - startedMs;
  });
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await action();
  return performance.now() - startedMs;
}

/** Above the image itself, everything that one reading leaves for the collector included. */
function memory(image: Uint8Array): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  inspectImage(image, sha256);
  // The first run frees what the second finds.
  gc();
  gc();
  const before = used();
  inspectImage(image, sha256);
  console.log(`memory above a 16 MiB image: ${((used() - before) / 1024).toFixed(0)} KiB`);
}

function print(what: string, ms: readonly number[]): void {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1);
  console.log(`${what}: median ${at(0.5)} ms, lowest ${at(0)}, highest ${at(1)}`);
}
