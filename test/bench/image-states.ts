import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { systemClock } from '../../electron/adapters/system-clock.ts';
import { PushHub } from '../../electron/core/api/push-hub.ts';
import { openImageLibrary } from '../../electron/core/image/image-library.ts';
import { summaryOf } from '../../electron/core/image/image-summary.ts';
import { StateCache } from '../../renderer/client/state-cache.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { sha256 } from '../support/digests.ts';

/** What a library of 1,000 images, each with four pushes, costs a page: all of it once, and one change. */
const IMAGES = 1_000;
const ROUNDS = 15;

const dir = mkdtempSync(path.join(tmpdir(), 'ota-bench-'));
const library = await openImageLibrary({ dir, clock: systemClock, sha256 });
const pushes = ['a', 'b', 'c', 'd'].map((pushId) => ({
  pushId: pushId.repeat(36),
  deviceId: 'usb-10c4-ea60-at-1-1.2',
  atMs: 1_760_000_000_000,
  outcome: 'confirmed' as const,
  code: null,
  durationMs: 31_234,
}));
for (let seed = 0; seed < IMAGES; seed += 1) {
  const bytes = buildAppImage({ seed, sizeBytes: 4_096, version: `1.${seed}.0` }, sha256);
  await library.add({ fileName: `app-${seed}.bin`, bytes, source: 'bench' });
}
rmSync(dir, { recursive: true });
const entries = library.list().map((entry) => ({ ...entry, pushes }));
const [first] = entries;
if (first === undefined) throw new Error('no image was added');

const hub = new PushHub();
print('1,000 summaries into the hub', () => {
  for (const entry of entries) hub.set('image', summaryOf(entry), entry.imageId);
});
const text = JSON.stringify(hub.read());
console.log(`1,000 summaries as states: ${kib(text)}; one: ${kib(JSON.stringify(hub.read()[0]))}`);
console.log(`for comparison, 1,000 whole entries: ${kib(JSON.stringify(entries))}`);
print('write 1,000 as JSON', () => JSON.stringify(hub.read()));
print('read 1,000 from JSON', () => JSON.parse(text));
print('copy 1,000 as between processes', () => structuredClone(hub.read()));

const cache = new StateCache();
print('page: take 1,000', () => {
  for (const push of hub.read()) cache.take(push);
  cache.list('image');
});
print('page: take one change and list again', () => {
  hub.set('image', summaryOf(first), first.imageId);
  const changed = hub.read().find(({ key }) => key === first.imageId);
  if (changed !== undefined) cache.take(changed);
  return cache.list('image');
});

function kib(json: string): string {
  return `${(json.length / 1024).toFixed(1)} KiB`;
}

function print(what: string, action: () => unknown): void {
  const ms = Array.from({ length: ROUNDS }, () => {
    const startedMs = performance.now();
    action();
    return performance.now() - startedMs;
  }).sort((a, b) => a - b);
  console.log(`${what}: median ${ms[ROUNDS >> 1]?.toFixed(2)} ms, highest ${ms.at(-1)?.toFixed(2)}`);
}
