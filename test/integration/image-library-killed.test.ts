import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';

import { openImageLibrary } from '../../electron/core/image/image-library.ts';
import { sha256 } from '../support/digests.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What write-file-atomic, a CommonJS module, finds around itself. */
const COMMON_JS =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);const __filename=import.meta.filename;";

/** Adds images in a program of its own and kills it after `count` of them and a little. */
async function addAndKill(program: string, dir: string, count: number, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const added: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    added.push(line);
    if (added.length === count) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return added;
}

test('a program killed while it adds loses nothing it had answered, and leaves nothing half', async () => {
  const program = path.join(tempDir(), 'add.mjs');
  buildSync({
    entryPoints: ['test/support/add-images.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: COMMON_JS },
  });
  for (let round = 0; round < 6; round += 1) {
    const dir = path.join(tempDir(), 'images');
    mkdirSync(dir);
    const added = await addAndKill(program, dir, 3 + round, round * 3);
    expect(added.length).toBeGreaterThanOrEqual(3 + round);
    const library = await openImageLibrary({ dir, clock: new FakeClock(), sha256 });
    const ids = library.list().map(({ imageId }) => imageId);
    expect(ids).toEqual(expect.arrayContaining(added));
    expect(ids.length).toBeLessThanOrEqual(added.length + 1);
    for (const { imageId, facts } of library.list()) {
      expect(facts.problems).toEqual([]);
      expect(await library.bytes(imageId)).toHaveLength(facts.sizeBytes);
    }
  }
});
