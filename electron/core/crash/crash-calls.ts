import { addressLines } from '../../../shared/esp/elf/source-place.ts';
import type { Crash } from '../../../shared/log/crash/crash.ts';
import type { CrashCalls } from '../../../shared/log/crash/crash-calls.ts';
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
  const program = await elfs.find(prefix);
  if (program === null) return { kind: 'elfMissing', elf: prefix };
  const { decoded, tool } = await program.decode(crash);
  return { kind: 'calls', calls: decoded.flatMap(addressLines), tool, ends: crash.backtraceEnds };
}
