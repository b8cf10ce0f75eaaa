import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';

/** Bytes wait 150 ms; the rest is for a machine that is busy with other things. */
const MOMENT_MS = 1_000;

test('a program that is killed has kept everything but its last moment, without a hole', async () => {
  const program = path.join(tempDir(), 'capture.mjs');
  buildSync({
    entryPoints: ['test/support/capture-log.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const logs = tempDir();
  const child = spawn(process.execPath, [program, logs], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told: { atMs: number; bytes: number }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [atMs, bytes] = line.split(' ').map(Number);
    told.push({ atMs: atMs as number, bytes: bytes as number });
    if (told.length === 300) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');

  const folder = path.join(logs, 'board');
  const names = readdirSync(folder).filter((name) => name.endsWith('.raw'));
  const text = names
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('');
  const endMs = told.at(-1)?.atMs ?? 0;
  const certain = told.filter(({ atMs }) => atMs <= endMs - MOMENT_MS).at(-1)?.bytes ?? 0;
  expect(certain).toBeGreaterThan(0);
  expect(text.length).toBeGreaterThanOrEqual(certain);
  // What is there is the beginning of what was logged, without a hole.
  const lines = text.split('\r\n').slice(0, -1);
  expect(lines).toEqual(lines.map((_, index) => `I (${index}) app: line ${index}`));
});
