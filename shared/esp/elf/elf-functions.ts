import { readU32 } from '../little-endian.ts';
import type { ElfFile } from './elf-file.ts';
import { textAt } from './elf-file.ts';

/** A function of a linked program. */
export interface ElfFunction {
  readonly name: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

const SYMBOL_BYTES = 16;
const FUNCTION = 2;

/** The functions of the symbol table by address. One without a size reaches to the next. */
export function readFunctions(elf: ElfFile): readonly ElfFunction[] {
  const table = elf.sections.find(({ name }) => name === '.symtab');
  if (table === undefined) return [];
  const names = elf.sections[table.link]?.bytes ?? new Uint8Array();
  const { bytes } = table;
  const found: { name: string; startsAt: number; size: number }[] = [];
  for (let at = 0; at + SYMBOL_BYTES <= bytes.length; at += SYMBOL_BYTES) {
    if (((bytes[at + 12] as number) & 0xf) !== FUNCTION) continue;
    found.push({
      name: textAt(names, readU32(bytes, at)),
      startsAt: readU32(bytes, at + 4),
      size: readU32(bytes, at + 8),
    });
  }
  found.sort((one, other) => one.startsAt - other.startsAt);
  return found.map(({ name, startsAt, size }, index) => ({
    name,
    startsAt,
    endsAt: size > 0 ? startsAt + size : (found[index + 1]?.startsAt ?? startsAt + 1),
  }));
}

/** The function an address lies in. */
export function functionAt(functions: readonly ElfFunction[], address: number): ElfFunction | null {
  let low = 0;
  let high = functions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((functions[middle] as ElfFunction).startsAt <= address) low = middle + 1;
    else high = middle;
  }
  const found = functions[low - 1];
  return found !== undefined && address < found.endsAt ? found : null;
}
