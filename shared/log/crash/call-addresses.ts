import type { ElfFile } from '../../esp/elf/elf-file.ts';
import { unwindStack } from '../../esp/elf/unwind-stack.ts';
import type { Crash } from './crash.ts';

/** Where the calls that led to a crash stood, innermost first; empty where the board printed nothing that leads to them. */
export function callAddresses(crash: Crash, elf: ElfFile): readonly number[] {
  if (crash.backtrace.length > 0) return crash.backtrace;
  return crash.core === null ? [] : unwindStack(elf, crash.core);
}
