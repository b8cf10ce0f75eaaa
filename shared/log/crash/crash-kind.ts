import type { CrashKind } from './crash.ts';

/** Lines that name a crash (esp_system/panic.c, port/arch, task_wdt, assert.c, stack_check.c, heap, brownout.c). */
const KINDS: readonly (readonly [RegExp, CrashKind])[] = [
  [/^\*{3}ERROR\*{3} A stack overflow in task/, 'stack-overflow'],
  [/^Stack smashing protect failure!/, 'stack-smashed'],
  [/^CORRUPT HEAP:/, 'heap-corrupt'],
  [/^assert failed:/, 'assert'],
  [/^ESP_ERROR_CHECK failed:/, 'error-check'],
  [/^abort\(\) was called at PC/, 'abort'],
  [/Brownout detector was triggered/, 'brownout'],
  [/Task watchdog got triggered/, 'task-watchdog'],
];

/** The reason in `Guru Meditation Error: Core  0 panic'ed (REASON)`, in the words of Xtensa and of RISC-V. */
const REASONS: readonly (readonly [RegExp, CrashKind])[] = [
  [/LoadProhibited|Load access fault|LoadStorePIFAddrError|LoadStoreError/i, 'load-prohibited'],
  [/StoreProhibited|Store access fault/i, 'store-prohibited'],
  [/IllegalInstruction|Illegal instruction/i, 'illegal-instruction'],
  [
    /InstrFetchProhibited|InstrFetchError|Instruction access fault|Instruction address misaligned/i,
    'instruction-fetch',
  ],
  [/IntegerDivideByZero/i, 'divide-by-zero'],
  [/LoadStoreAlignment|address misaligned/i, 'unaligned'],
  [/Cache (disabled|error)|cached memory region accessed/i, 'cache-disabled'],
  [/Interrupt wdt timeout/i, 'interrupt-watchdog'],
  [/Stack canary watchpoint|Stack protection fault|Stack overflow/i, 'stack-overflow'],
  [/Debug exception|Unhandled debug exception|Breakpoint/i, 'debug-exception'],
];

/** What every such line holds: most lines of a board are none and are passed over by one look. */
const HINT =
  /panic'ed|ERROR\*|smashing|CORRUPT HEAP|assert failed|ESP_ERROR_CHECK|abort\(\)|Brownout|Task watchdog/;

/** The crash that a line without its tag names, or null. */
export function crashKind(text: string): CrashKind | null {
  if (!HINT.test(text)) return null;
  const named = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (named !== undefined) return named;
  const reason = /^Guru Meditation Error: Core\s+\d+ panic'ed \((.*)\)/.exec(text)?.[1];
  if (reason === undefined) return null;
  return REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
}
