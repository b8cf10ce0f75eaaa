import { readU16, readU32 } from '../little-endian.ts';

/** Programs with debug information have tens of megabytes. */
export const MAX_ELF_BYTES = 128 * 1024 * 1024;

/** A section of a linked program. `bytes` is a view into the file. */
export interface ElfSection {
  readonly name: string;
  /** Where it is loaded; 0 for debug information. */
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Index of the section it refers to: the string table of a symbol table. */
  readonly link: number;
}

export interface ElfFile {
  readonly machine: 'xtensa' | 'riscv';
  readonly sections: readonly ElfSection[];
}

const MACHINES: Readonly<Record<number, ElfFile['machine']>> = { 94: 'xtensa', 243: 'riscv' };
const SECTION_HEADER_BYTES = 40;
const NOBITS = 8;
const COMPRESSED = 0x800;

/** Reads the sections of a 32-bit little-endian ELF of an ESP32's; null for anything else or a cut file (System V ABI, "Object Files"). */
export function readElf(file: Uint8Array): ElfFile | null {
  if (file.length < 52 || readU32(file, 0) !== 0x464c457f || file[4] !== 1 || file[5] !== 1) return null;
  const machine = MACHINES[readU16(file, 18)];
  const headersAt = readU32(file, 32);
  const count = readU16(file, 48);
  const namesIndex = readU16(file, 50);
  const isWhole = headersAt + count * SECTION_HEADER_BYTES <= file.length;
  if (machine === undefined || readU16(file, 46) !== SECTION_HEADER_BYTES || !isWhole) return null;
  const headers = Array.from({ length: count }, (_, index) => headersAt + index * SECTION_HEADER_BYTES);
  const bytesOf = (at: number): Uint8Array => {
    const hasNone = readU32(file, at + 4) === NOBITS || (readU32(file, at + 8) & COMPRESSED) !== 0;
    const offset = readU32(file, at + 16);
    return file.subarray(offset, hasNone ? offset : offset + readU32(file, at + 20));
  };
  const namesHeader = headers[namesIndex];
  if (namesHeader === undefined) return null;
  const names = bytesOf(namesHeader);
  const sections = headers.map((at) => ({
    name: textAt(names, readU32(file, at)),
    address: readU32(file, at + 12),
    bytes: bytesOf(at),
    link: readU32(file, at + 24),
  }));
  return { machine, sections };
}

/** Empty where there is none of that name. */
export function sectionBytes(elf: ElfFile, name: string): Uint8Array {
  return elf.sections.find((section) => section.name === name)?.bytes ?? new Uint8Array();
}

/** The NUL-terminated text at an offset of a string table; bytes that are not ASCII become U+FFFD. */
export function textAt(table: Uint8Array, at: number): string {
  let text = '';
  for (let index = at; index < table.length && table[index] !== 0; index++) {
    const byte = table[index] as number;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '\uFFFD';
  }
  return text;
}
