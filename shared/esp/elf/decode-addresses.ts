import { findLines } from './dwarf-lines.ts';
import type { ElfFile } from './elf-file.ts';
import { functionAt, readFunctions } from './elf-functions.ts';

/** An address of the program as source code. Null where the debug information does not tell. */
export interface DecodedAddress {
  readonly address: number;
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** Decodes addresses in their order, each once asked for; one that lies in no function comes back without a name. */
export function decodeAddresses(elf: ElfFile, addresses: readonly number[]): readonly DecodedAddress[] {
  const functions = readFunctions(elf);
  const lines = findLines(elf, addresses);
  return addresses.map((address) => ({
    address,
    function: functionAt(functions, address)?.name ?? null,
    file: lines.get(address)?.file ?? null,
    line: lines.get(address)?.line ?? null,
  }));
}

/** `0x42000036: divide at /project/main/crash.c:14`, as the monitor of ESP-IDF writes it. */
export function addressText({ address, function: name, file, line }: DecodedAddress): string {
  const place = file === null ? '' : ` at ${file}:${line}`;
  return `0x${address.toString(16).padStart(8, '0')}: ${name ?? '??'}${place}`;
}
