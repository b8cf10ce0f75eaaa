import { expect, test } from 'vitest';

import { buildBootloaderImage } from '../../shared/esp/build-bootloader.ts';
import type { ImageFacts } from '../../shared/esp/image-facts.ts';
import { isSoundApp } from '../../shared/esp/image-facts.ts';
import { inspectImage } from '../../shared/esp/inspect-image.ts';
import { buildPartitionTable } from '../../shared/esp/partition-table.ts';
import { pseudoRandomWords } from '../../shared/esp/pseudo-random.ts';
import { TWO_OTA } from '../../shared/esp/standard-tables.ts';
import { md5, sha256 } from '../support/digests.ts';
import { esp8266Image, mergedImage, signedV1, signedV2, soundApp } from '../support/images.ts';
import { mutate } from './mutate-bytes.ts';
import { isReallyValid } from './naive-image-check.ts';

/** How many images, and which: `OTA_FUZZ_RUNS=1000000 OTA_FUZZ_SEED=7 npx vitest run test/fuzz/image.test.ts`. */
const runs = Number(process.env.OTA_FUZZ_RUNS ?? 10_000);
const seed = Number(process.env.OTA_FUZZ_SEED ?? 1);
/** No single image may take longer, however it lies about its lengths. */
const HANG_MS = 100;

const originals = [
  soundApp({ sizeBytes: 0x400, segments: 1 }),
  soundApp({ sizeBytes: 0x800, hashAppended: false }),
  soundApp({ sizeBytes: 0x1000, segments: 16, chipId: 9 }),
  soundApp({ sizeBytes: 0x800, chipId: 13, mmuPageSizeBytes: 0x8000 }),
  signedV2(soundApp({ sizeBytes: 0x800 }), ['rsa', 'p384']),
  signedV1(soundApp({ sizeBytes: 0x800 })),
  buildBootloaderImage({ sizeBytes: 0x800 }, sha256),
  buildPartitionTable(TWO_OTA, md5),
  esp8266Image(),
  mergedImage(soundApp({ sizeBytes: 0x800 })),
];

test(`${runs} mutated images (seed ${seed}) are read without an exception, a hang or a wrong "valid"`, {
  timeout: Math.max(60_000, runs),
}, () => {
  const next = pseudoRandomWords(seed);
  let valid = 0;
  let slow = 0;
  for (let run = 0; run < runs; run += 1) {
    const image = mutate(originals[next() % originals.length] as Uint8Array, next);
    const startedMs = performance.now();
    const facts = inspectImage(image, sha256, 'fuzz.bin', md5);
    const tookMs = performance.now() - startedMs;
    // Another process may hold the processor once; a hang shows again.
    if (tookMs > HANG_MS && timeOf(image) > HANG_MS) slow += 1;
    const isSound = isSoundApp(facts);
    if (isSound) valid += 1;
    // An expect per image would take longer than the reader.
    if (isSound !== isReallyValid(image) && !isUnmappable(facts)) {
      expect.fail(`run ${run} of seed ${seed}: called ${isSound ? '' : 'un'}sound, and is not`);
    }
    if (facts.sizeBytes !== image.length || JSON.stringify(facts).length > 20_000) {
      expect.fail(`run ${run} of seed ${seed}: facts that cannot be`);
    }
  }
  expect(slow).toBe(0);
  // The mutations must leave some images whole and break most, or nothing is tested.
  expect(valid).toBeGreaterThan(runs / 100);
  expect(valid).toBeLessThan(runs / 2);
});

/** The one defect that the naive check does not look for. */
function isUnmappable({ problems }: ImageFacts): boolean {
  return problems.length > 0 && problems.every(({ params }) => params.detail === 'misplacedSegment');
}

function timeOf(image: Uint8Array): number {
  const startedMs = performance.now();
  inspectImage(image, sha256, 'fuzz.bin', md5);
  return performance.now() - startedMs;
}
