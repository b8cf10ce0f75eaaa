import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { decodeAddresses } from '../../../shared/esp/elf/decode-addresses.ts';
import type { ElfFile } from '../../../shared/esp/elf/elf-file.ts';
import { readElf } from '../../../shared/esp/elf/elf-file.ts';
import { callAddresses } from '../../../shared/log/crash/call-addresses.ts';
import type { Crash } from '../../../shared/log/crash/crash.ts';
import { crashKind } from '../../../shared/log/crash/crash-kind.ts';
import { CrashReader } from '../../../shared/log/crash/crash-reader.ts';

const elf = (name: string) => {
  const found = readElf(readFileSync(new URL(`../../fixtures/elf/${name}`, import.meta.url)));
  if (found === null) throw new Error(`${name} is no ELF`);
  return found;
};

const callsOf = (crash: Crash, program: ElfFile) => decodeAddresses(program, callAddresses(crash, program));

function crashesIn(log: string): Crash[] {
  const reader = new CrashReader();
  const crashes = log.split('\n').map((line) => reader.read(line));
  return [...crashes, reader.end()].filter((crash) => crash !== null);
}

test.each([
  ["Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.", 'load-prohibited'],
  ["Guru Meditation Error: Core  1 panic'ed (StoreProhibited). Exception was unhandled.", 'store-prohibited'],
  [
    "Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was unhandled.",
    'load-prohibited',
  ],
  [
    "Guru Meditation Error: Core  0 panic'ed (Store access fault). Exception was unhandled.",
    'store-prohibited',
  ],
  [
    "Guru Meditation Error: Core  0 panic'ed (IllegalInstruction). Exception was unhandled.",
    'illegal-instruction',
  ],
  [
    "Guru Meditation Error: Core  0 panic'ed (Instruction access fault). Exception was unhandled.",
    'instruction-fetch',
  ],
  [
    "Guru Meditation Error: Core  0 panic'ed (InstrFetchProhibited). Exception was unhandled.",
    'instruction-fetch',
  ],
  [
    "Guru Meditation Error: Core  0 panic'ed (IntegerDivideByZero). Exception was unhandled.",
    'divide-by-zero',
  ],
  ["Guru Meditation Error: Core  0 panic'ed (LoadStoreAlignment). Exception was unhandled.", 'unaligned'],
  ["Guru Meditation Error: Core  0 panic'ed (Interrupt wdt timeout on CPU0).", 'interrupt-watchdog'],
  [
    "Guru Meditation Error: Core  0 panic'ed (Cache disabled but cached memory region accessed).",
    'cache-disabled',
  ],
  ["Guru Meditation Error: Core  0 panic'ed (Unhandled debug exception).", 'debug-exception'],
  ["Guru Meditation Error: Core  0 panic'ed (Stack protection fault).", 'stack-overflow'],
  ["Guru Meditation Error: Core  0 panic'ed (Coprocessor exception).", 'other'],
  ['***ERROR*** A stack overflow in task ota_task has been detected.', 'stack-overflow'],
  ['Stack smashing protect failure!', 'stack-smashed'],
  ['CORRUPT HEAP: Bad head at 0x3ffb4d4c. Expected 0xabba1234 got 0x00000000', 'heap-corrupt'],
  ['abort() was called at PC 0x400d3f2b on core 0', 'abort'],
  ['assert failed: xQueueSemaphoreTake queue.c:1545 (pxQueue->uxItemSize == 0)', 'assert'],
  ['ESP_ERROR_CHECK failed: esp_err_t 0x101 (ESP_ERR_NO_MEM) at 0x400d5e3b', 'error-check'],
  ['Brownout detector was triggered', 'brownout'],
  [
    'Task watchdog got triggered. The following tasks/users did not reset the watchdog in time:',
    'task-watchdog',
  ],
  ['Writing to <ota_1> partition at offset 0x1a0000', null],
])('%s is %s', (line, kind) => {
  expect(crashKind(line)).toBe(kind);
});

test('a backtrace of an Xtensa board is decoded to its calls', () => {
  const [crash] = crashesIn(
    [
      "Guru Meditation Error: Core  0 panic'ed (IntegerDivideByZero). Exception was unhandled.",
      'Core  0 register dump:',
      'PC      : 0x400d0051  PS      : 0x00060430  A0      : 0x800d0094  A1      : 0x3ffb5a10  ',
      'Backtrace: 0x400d0051:0x3ffb5a10 0x400d0091:0x3ffb5a40 0x400d00b5:0x3ffb5a70 |<-CORRUPTED',
      'ELF file SHA256: 1a2b3c4d5e6f7081',
      'Rebooting...',
    ].join('\n'),
  );
  expect(crash).toMatchObject({
    kind: 'divide-by-zero',
    backtraceEnds: 'corrupted',
    elfSha256Prefix: '1a2b3c4d5e6f7081',
  });
  const calls = callsOf(crash as Crash, elf('xtensa.elf'));
  expect(calls.map((call) => call.function)).toEqual(['divide', 'run_diagnostics', 'app_main']);
});

test('the pairs of a backtrace without blanks between them are told apart', () => {
  const [crash] = crashesIn(
    "Guru Meditation Error: Core  0 panic'ed (LoadProhibited).\nBacktrace:0x400d0051:0x3ffb5a100x400d0091:0x3ffb5a40 |<-CONTINUES",
  );
  expect(crash).toMatchObject({ backtrace: [0x400d0051, 0x400d0091], backtraceEnds: 'continues' });
});

test('the calls of a RISC-V board are found in its stack', () => {
  // divide has a frame of 32 bytes, run_diagnostics 48 with its way back at 44, app_main 16 with it at 12.
  const stack = new Map([
    [0x3fc92000 + 32 + 44, 0x42000084],
    [0x3fc92000 + 32 + 48 + 12, 0x420000a8],
  ]);
  const rows = Array.from({ length: 4 }, (_, row) => {
    const start = 0x3fc92000 + row * 32;
    const words = Array.from({ length: 8 }, (_w, word) => stack.get(start + word * 4) ?? 0xa5a5a5a5);
    return `${start.toString(16)}: ${words.map((word) => `0x${word.toString(16).padStart(8, '0')}`).join(' ')}`;
  });
  const [crash] = crashesIn(
    [
      "Guru Meditation Error: Core  0 panic'ed (Illegal instruction). Exception was unhandled.",
      'Core  0 register dump:',
      'MEPC    : 0x42000036  RA      : 0x42000060  SP      : 0x3fc92000  GP      : 0x3fc8b200  ',
      'S0/FP   : 0x3fc92100  S1      : 0x00000000  A0      : 0x00000007  A1      : 0x00000000  ',
      'Stack memory:',
      ...rows,
      'ELF file SHA256: 0011223344556677',
    ].join('\n'),
  );
  const calls = callsOf(crash as Crash, elf('riscv.elf'));
  expect(calls.map(({ function: name, line }) => [name, line])).toEqual([
    ['divide', 14],
    ['run_diagnostics', 22],
    ['app_main', 27],
    ['_start', 32],
  ]);
});

test('a call through a wild pointer shows where it was called from', () => {
  const crash: Crash = {
    kind: 'instruction-fetch',
    text: '',
    backtrace: [],
    backtraceEnds: 'whole',
    elfSha256Prefix: null,
    core: {
      pc: 0,
      registers: new Map([
        [1, 0x42000060],
        [2, 0x3fc92000],
      ]),
      stack: new Map([[0x3fc92000 + 44, 0x42000084]]),
    },
  };
  const calls = callsOf(crash, elf('riscv.elf'));
  expect(calls.map((call) => call.function)).toEqual([null, 'run_diagnostics', 'app_main']);
});

test('a failed assertion and the panic after it are one crash', () => {
  const crashes = crashesIn(
    [
      'assert failed: app_main main.c:12 (ok)',
      'Core  0 register dump:',
      'Backtrace: 0x400d0051:0x3ffb5a10',
      'ELF file SHA256: 1a2b3c4d5e6f7081',
      'Rebooting...',
    ].join('\n'),
  );
  expect(crashes).toHaveLength(1);
  expect(crashes[0]).toMatchObject({ kind: 'assert', backtrace: [0x400d0051] });
});

test('two crashes without an end between them are two', () => {
  const one = "Guru Meditation Error: Core  0 panic'ed (LoadProhibited).\nBacktrace: 0x400d0051:0x3ffb5a10";
  const other = 'abort() was called at PC 0x400d3f2b on core 0\nBacktrace: 0x400d0091:0x3ffb5a40';
  expect(crashesIn(`${one}\n${other}\nRebooting...`).map(({ kind }) => kind)).toEqual([
    'load-prohibited',
    'abort',
  ]);
});
