import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { createAddressTool, THIS_SYSTEM } from '../../electron/adapters/addr2line/address-tool.ts';
import { runTool } from '../../electron/adapters/run-tool.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { CrashProgram } from '../../electron/core/crash/crash-program.ts';
import type { AddressTool } from '../../electron/core/ports.ts';
import { readElf } from '../../shared/esp/elf/elf-file.ts';
import { addressLines } from '../../shared/esp/elf/source-place.ts';
import type { Crash } from '../../shared/log/crash/crash.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/elf');
const fixture = (name: string): string => path.join(folder, name);
const read = (name: string): string => readFileSync(fixture(name), 'utf8');

/** The system's own `addr2line`, which reads programs of other machines too, under the name of a toolchain's. */
function realTool(): AddressTool {
  const bin = tempDir();
  const own = execFileSync('sh', ['-c', 'command -v addr2line'], { encoding: 'utf8' }).trim();
  for (const name of ['xtensa-esp-elf', 'riscv32-esp-elf'])
    symlinkSync(own, path.join(bin, `${name}-addr2line`));
  const system = { ...THIS_SYSTEM, env: { PATH: bin } };
  return createAddressTool({ clock: systemClock, system, run: runTool });
}

/** A tool that does this in place of an answer. */
function toolThat(script: string, given: { deadlineMs?: number; clock?: FakeClock } = {}): AddressTool {
  const bin = tempDir();
  const file = path.join(bin, 'xtensa-esp-elf-addr2line');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  const system = { ...THIS_SYSTEM, env: { PATH: bin } };
  const { clock = systemClock, deadlineMs } = given;
  return createAddressTool({
    clock,
    system,
    run: (tool, args, wantedMs) => runTool(tool, args, deadlineMs ?? wantedMs),
  });
}

const CRASH: Crash = {
  kind: 'divide-by-zero',
  text: '',
  backtrace: [0x400d0051, 0x400d0091, 0x400d00b5],
  backtraceEnds: 'whole',
  core: null,
  elfSha256Prefix: null,
};
const CALLS = [
  '0x400d0051: divide at /project/main/crash.c:14',
  '0x400d0091: run_diagnostics at /project/main/crash.c:22',
  '0x400d00b5: app_main at /project/main/crash.c:26',
];

/** The program of CRASH, as it was read from `file`. */
function program(addressTool: AddressTool | null, changedMs = 1_000_000): CrashProgram {
  const file = path.join(tempDir(), 'crash.elf');
  copyFileSync(fixture('xtensa.elf'), file);
  utimesSync(file, 1_000, 1_000);
  const elf = readElf(readFileSync(file));
  if (elf === null) throw new Error('no program');
  return new CrashProgram({ elf, file, changedMs, addressTool });
}

async function decodedBy(tool: AddressTool | null, changedMs?: number) {
  const decoded = await program(tool, changedMs).decode(CRASH);
  return { tool: decoded.tool, calls: decoded.decoded.flatMap(addressLines) };
}

const BY_READER = { tool: null, calls: CALLS };

test('the real tool tells what was inlined and the names of C++', async () => {
  const recorded = read('inlined.addr2line.txt');
  const asked = [...recorded.matchAll(/^0x[0-9a-f]+/gm)].map(([hex]) => Number(hex));
  const told = await realTool().decode(fixture('inlined.elf'), 'riscv', asked);
  expect(told?.tool).toBe('riscv32-esp-elf-addr2line');
  expect(told?.decoded.flatMap(addressLines).join('\n')).toBe(recorded.trimEnd().replace(' ??:0', ''));
});

test.each(['xtensa', 'riscv'] as const)(
  'the real tool decodes every address of the %s program',
  async (name) => {
    const lines = read(`${name}.addr2line.txt`).trim().split('\n').slice(1);
    const asked = lines.map((line) => Number(line.split(' ')[0]));
    const told = await realTool().decode(fixture(`${name}.elf`), name, asked);
    expect(lines.length).toBeGreaterThan(60);
    expect(told?.decoded.map((one) => `${one.function} ${one.file}:${one.line}`)).toEqual(
      lines.map((line) => line.split(' ').slice(1).join(' ')),
    );
  },
);

test('a crash is decoded by the tool where there is one, and by our own reader where there is none', async () => {
  expect(await decodedBy(realTool())).toEqual({ tool: 'xtensa-esp-elf-addr2line', calls: CALLS });
  expect(await decodedBy(null)).toEqual(BY_READER);
  const nowhere = { ...THIS_SYSTEM, env: {}, home: tempDir() };
  expect(await decodedBy(createAddressTool({ clock: systemClock, system: nowhere, run: runTool }))).toEqual(
    BY_READER,
  );
});

const PLACES = CALLS.map((line) => `echo '${line}'`).join('\n');

test('the tool is asked by the words it knows, with the program and the addresses', async () => {
  const words = path.join(tempDir(), 'words');
  const tool = toolThat(`echo "$@" > '${words}'\n${PLACES}`);
  expect((await tool.decode('/a b/$x.elf', 'xtensa', CRASH.backtrace))?.tool).toBe(
    'xtensa-esp-elf-addr2line',
  );
  expect(readFileSync(words, 'utf8')).toBe('-pfiaC -e /a b/$x.elf 0x400d0051 0x400d0091 0x400d00b5\n');
});

test.each([
  ['fails after its answer', `${PLACES}\nexit 1`],
  ['prints garbage', 'head -c 5000 /dev/urandom'],
  ['prints nothing', 'exit 0'],
  ['prints without end', 'while :; do echo 0x400d0051: divide at /a.c:1; done'],
  ['answers for other addresses', "echo '0x400d0051: divide at /a.c:1'"],
  ['knows no place', CRASH.backtrace.map((at) => `echo '0x${at.toString(16)}: ?? ??:0'`).join('\n')],
])('our own reader decodes where the tool %s', async (_name, script) => {
  expect(await decodedBy(toolThat(script))).toEqual(BY_READER);
});

test('our own reader decodes where the tool cannot be run', async () => {
  const list = async (): Promise<string[]> => ['xtensa-esp-elf-addr2line'];
  const system = { ...THIS_SYSTEM, env: { PATH: tempDir() }, list };
  expect(await decodedBy(createAddressTool({ clock: systemClock, system, run: runTool }))).toEqual(BY_READER);
});

test('a tool that hangs is ended at its deadline, and our own reader decodes', async () => {
  const marks = path.join(tempDir(), 'pid');
  const tool = toolThat(`echo $$ > '${marks}'\nexec sleep 60`, { deadlineMs: 300 });
  expect(await decodedBy(tool)).toEqual(BY_READER);
  expect(() => process.kill(Number(readFileSync(marks, 'utf8')), 0)).toThrow('ESRCH');
});

test('nobody waits longer than 5 s, and questions that waited behind a late one are not put any more', async () => {
  const clock = new FakeClock();
  let runs = 0;
  let answer = (): void => undefined;
  const tool = createAddressTool({
    clock,
    system: { ...THIS_SYSTEM, env: { PATH: '/bin' }, list: async () => ['xtensa-esp-elf-addr2line'] },
    run: () => {
      runs += 1;
      return new Promise((resolve) => {
        answer = () => resolve({ exitCode: 0, stdout: CALLS.join('\n') });
      });
    },
  });
  const asked = [1, 2, 3].map(() => tool.decode('/p.elf', 'xtensa', CRASH.backtrace));
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(5_000);
  expect(await Promise.all(asked)).toEqual([null, null, null]);
  expect(runs).toBe(1);
  const next = tool.decode('/p.elf', 'xtensa', CRASH.backtrace);
  await new Promise((resolve) => setImmediate(resolve));
  expect(runs).toBe(2);
  answer();
  expect((await next)?.decoded).toHaveLength(3);
  expect(clock.waiting).toBe(0);
});

test('more addresses than a board prints are not put to the tool', async () => {
  const tool = createAddressTool({
    clock: systemClock,
    system: { ...THIS_SYSTEM, env: { PATH: '/bin' }, list: async () => ['xtensa-esp-elf-addr2line'] },
    run: () => Promise.reject(new Error('it was asked')),
  });
  expect(
    await tool.decode(
      '/p.elf',
      'xtensa',
      Array.from({ length: 129 }, (_, at) => at),
    ),
  ).toBeNull();
});

test('what the tool told is not taken where the build wrote the program anew meanwhile', async () => {
  expect(await decodedBy(toolThat(PLACES))).toEqual({ tool: 'xtensa-esp-elf-addr2line', calls: CALLS });
  expect(await decodedBy(toolThat(PLACES), 999_000)).toEqual(BY_READER);
});
