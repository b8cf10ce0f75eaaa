import { addressText } from '../../../shared/esp/elf/decode-addresses.ts';
import type { Crash } from '../../../shared/log/crash/crash.ts';
import type { CrashCalls } from '../../../shared/log/crash/crash-calls.ts';
import { decodeCrash } from '../../../shared/log/crash/decode-crash.ts';
import type { ElfStore } from './elf-store.ts';

/** The calls that led to a crash; `elfOfStart` is the program that the board named at its last start. */
export async function crashCalls(
  crash: Crash,
  elfOfStart: string | null,
  elfs: Pick<ElfStore, 'find'>,
): Promise<CrashCalls> {
  // A supply that fails leaves no calls to look for.
  if (crash.kind === 'brownout') return { kind: 'none' };
  if (crash.backtrace.length === 0 && crash.core === null) return { kind: 'noTrace' };
  const prefix = crash.elfSha256Prefix ?? elfOfStart;
  if (prefix === null) return { kind: 'elfUnnamed' };
  const elf = await elfs.find(prefix);
  if (elf === null) return { kind: 'elfMissing', elf: prefix };
  return { kind: 'calls', calls: decodeCrash(crash, elf).map(addressText), ends: crash.backtraceEnds };
}
