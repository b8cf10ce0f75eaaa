import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';

import { createRoutes } from '../../electron/adapters/routes.ts';
import { loadSocketBuffers } from '../../electron/adapters/socket-buffers.ts';
import type { FaultEvent, FaultSummaryEvent } from '../../electron/cli/fault-events.ts';
import { runCli } from '../../electron/cli/run-cli.ts';
import { composeVirtual } from '../../electron/compose.ts';
import type { Core, CoreOptions } from '../../electron/core/core.ts';
import { createCore } from '../../electron/core/create-core.ts';
import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import { createVirtualFaults } from '../../electron/virtual/virtual-faults.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { sha256 } from '../support/digests.ts';

/**
 * `ota-workbench faults` on a virtual board of each device program, at the speed of a real one: all faults, or those
 * named. Says how each ended, in both sides' words, and sums up.
 */
const only = process.argv.slice(2);
const PROGRAMS = ['native', 'simple', 'advanced'] as const;
type Program = VirtualBoardOptions['program'];

const dir = mkdtempSync(path.join(tmpdir(), 'ota-bench-faults-'));
const image = path.join(dir, 'app.bin');
writeFileSync(
  image,
  buildAppImage(
    { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 1_000_000, seed: 3 },
    sha256,
  ),
);
await Promise.all(PROGRAMS.map(run));
rmSync(dir, { recursive: true, force: true });

async function run(program: Program): Promise<void> {
  const said: (FaultEvent | FaultSummaryEvent)[] = [];
  const names = only.length === 0 ? [] : ['--only', ...only];
  const code = await runCli(
    ['faults', image, '--port', 'virtual:lab', '--json', '--data-dir', path.join(dir, program), ...names],
    {
      stdout: linesTo((line) => said.push(JSON.parse(line) as FaultEvent | FaultSummaryEvent)),
      stderr: process.stderr,
      columns: () => null,
      env: {},
      platform: process.platform,
      home: dir,
      locale: 'en',
      pageDir: '',
      openCore: (options) => openCore(options, program),
      openPortLister: () => ({ list: async () => [], open: () => Promise.reject(new Error('no port')) }),
      onSignal: () => () => undefined,
      exit: (exitCode) => process.exit(exitCode),
    },
  );
  for (const each of said) {
    if (each.event === 'summary') print(program, JSON.stringify({ ...each, exitCode: code }));
    if (each.event === 'fault') print(program, rowOf(each));
  }
}

/** A core whose only boards are virtual and run this program. */
function openCore(options: CoreOptions, program: Program): Promise<Core> {
  const { clock, virtual } = composeVirtual(options.dataDir);
  virtual.add('lab', { program });
  return createCore(options, {
    clock,
    binding: virtual,
    routes: createRoutes(clock),
    socketBuffers: loadSocketBuffers,
    sha256,
    addVirtual: (name) => Promise.resolve(virtual.add(name)),
    powerVirtual: (port, on) => virtual.power(port, on),
    virtualFaults: createVirtualFaults(virtual),
    onNotice: () => undefined,
    onBug: (thrown) => process.stderr.write(`${String(thrown)}\n`),
    stop: () => virtual.stop(),
  });
}

function linesTo(onLine: (line: string) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      for (const line of chunk.toString().split('\n')) if (line !== '') onLine(line);
      done();
    },
  });
}

function rowOf({ name, passed, observed, durationMs, boardSaid, serverSaw }: FaultEvent): string {
  const ended = `${passed ? 'passed' : 'FAILED'} ${(durationMs / 1_000).toFixed(1).padStart(5)} s`;
  return `${name.padEnd(21)}${ended}  ${(observed ?? '').padEnd(26)}${boardSaid ?? '-'} | ${serverSaw ?? '-'}`;
}

function print(program: Program, text: string): void {
  process.stdout.write(`${program.padEnd(9)}${text}\n`);
}
