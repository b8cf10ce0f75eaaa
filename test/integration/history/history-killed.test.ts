import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';

import { HistoryStore } from '../../../electron/core/history/history-store.ts';
import { sqlitePath } from '../../../electron/core/history/sqlite.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('a program that is killed while it writes has kept every update that it said was kept', async () => {
  const program = path.join(tempDir(), 'keep.mjs');
  buildSync({
    entryPoints: ['test/support/keep-history.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const file = path.join(tempDir(), 'history.db');
  const damaged: string[] = [];
  let kept = 0;
  // Again and again in the same file: a crash between two of its writes is one of many.
  for (let round = 1; round <= 3; round += 1) {
    const child = spawn(process.execPath, [program, file, sqlitePath()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      said = Number(line) + 1;
      if (said === 20 * round) child.kill('SIGKILL');
    }
    if (child.signalCode === null) await once(child, 'exit');
    expect(said).toBeGreaterThanOrEqual(20 * round);
    kept = Math.max(kept, said);
    const store = new HistoryStore({ file, sqlite: sqlitePath(), onDamaged: (as) => damaged.push(as) });
    const { total, entries } = store.list({}, 0, 2_000);
    store.close();
    expect(total).toBeGreaterThanOrEqual(kept);
    expect(entries.map((entry) => entry.kind === 'push' && entry.pushId).reverse()).toEqual(
      Array.from({ length: total }, (_, nth) => `push-${nth}`),
    );
  }
  expect(damaged).toEqual([]);
});
