import { openImageLibrary } from '../../electron/core/image/image-library.ts';
import { sha256 } from './digests.ts';
import { soundApp } from './images.ts';

/** A program of its own that adds images to the library in its first argument until it is killed. */
const clock = { nowMs: () => Date.now() };
const library = await openImageLibrary({ dir: process.argv[2] as string, clock, sha256 });
for (let seed = 1; ; seed += 1) {
  const bytes = soundApp({ seed, sizeBytes: 0x40000 });
  const { imageId } = await library.add({ fileName: `app-${seed}.bin`, bytes, source: 'test' });
  process.stdout.write(`${imageId}\n`);
}
