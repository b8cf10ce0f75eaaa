import type { DecodedAddress } from '../../esp/elf/decode-addresses.ts';
import { decodeAddresses } from '../../esp/elf/decode-addresses.ts';
import type { ElfFile } from '../../esp/elf/elf-file.ts';
import { unwindStack } from '../../esp/elf/unwind-stack.ts';
import type { Crash } from './crash.ts';

/** The calls that led to a crash, innermost first; empty where the board printed nothing that leads to them. */
export function decodeCrash(crash: Crash, elf: ElfFile): readonly DecodedAddress[] {
  if (crash.backtrace.length > 0) return decodeAddresses(elf, crash.backtrace);
  return crash.core === null ? [] : decodeAddresses(elf, unwindStack(elf, crash.core));
}
