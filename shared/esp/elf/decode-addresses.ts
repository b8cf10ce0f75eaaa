import { findLines } from './dwarf-lines.ts';
import type { ElfFile } from './elf-file.ts';
import { functionAt, readFunctions } from './elf-functions.ts';
import type { DecodedAddress } from './source-place.ts';

/** Decodes addresses in their order, each once asked for; one that lies in no function comes back without a name. */
export function decodeAddresses(elf: ElfFile, addresses: readonly number[]): readonly DecodedAddress[] {
  const functions = readFunctions(elf);
  const lines = findLines(elf, addresses);
  return addresses.map((address) => ({
    address,
    function: functionAt(functions, address)?.name ?? null,
    file: lines.get(address)?.file ?? null,
    line: lines.get(address)?.line ?? null,
    inlinedInto: [],
  }));
}
