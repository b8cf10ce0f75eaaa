import { DwarfCursor } from './dwarf-cursor.ts';
import type { TextSections } from './dwarf-file-table.ts';
import type { ElfFile } from './elf-file.ts';
import { sectionBytes, textAt } from './elf-file.ts';

const COMPILE_DIRECTORY = 0x1b;
const LINE_TABLE = 0x10;

type Attributes = readonly { readonly name: number; readonly form: number }[];

/**
 * By the offset of a line table: the folder its unit was compiled in, which DWARF before 5 says only in `.debug_info`
 * (DWARF 4, section 3.1.1). Units of DWARF 5 name it in the line table itself and are left out.
 */
export function compileFolders(elf: ElfFile, texts: TextSections): ReadonlyMap<number, string> {
  const info = sectionBytes(elf, '.debug_info');
  const abbreviations = sectionBytes(elf, '.debug_abbrev');
  const folders = new Map<number, string>();
  for (let at = 0; at + 11 <= info.length; ) {
    const cursor = new DwarfCursor(info, at);
    const end = at + 4 + cursor.u32();
    try {
      const version = cursor.u16();
      if (version >= 2 && version <= 4) {
        const attributes = firstEntry(abbreviations, cursor.u32());
        cursor.skip(1);
        // The code of its first entry, which is the unit itself.
        cursor.uleb();
        readUnit(cursor, attributes, texts, folders);
      }
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
    }
    at = end;
  }
  return folders;
}

function firstEntry(abbreviations: Uint8Array, at: number): Attributes {
  const cursor = new DwarfCursor(abbreviations, at);
  // Code, tag, and whether it has children.
  cursor.uleb();
  cursor.uleb();
  cursor.skip(1);
  const attributes: { name: number; form: number }[] = [];
  for (;;) {
    const name = cursor.uleb();
    const form = cursor.uleb();
    if (name === 0 && form === 0) return attributes;
    attributes.push({ name, form });
  }
}

function readUnit(
  cursor: DwarfCursor,
  attributes: Attributes,
  { str }: TextSections,
  folders: Map<number, string>,
): void {
  let folder = '';
  let table: number | null = null;
  for (const { name, form } of attributes) {
    const value = readValue(cursor, form, str);
    if (name === COMPILE_DIRECTORY) folder = String(value);
    if (name === LINE_TABLE) table = Number(value);
  }
  if (table !== null) folders.set(table, folder);
}

/** The forms that DWARF 2 to 4 allow for the attributes of a unit. */
function readValue(cursor: DwarfCursor, form: number, str: Uint8Array): string | number {
  switch (form) {
    case 0x08:
      return cursor.text();
    case 0x0e:
      return textAt(str, cursor.u32());
    case 0x0b:
    case 0x0c:
      return cursor.u8();
    case 0x05:
      return cursor.u16();
    case 0x01:
    case 0x06:
    case 0x17:
      return cursor.u32();
    case 0x0f:
      return cursor.uleb();
    case 0x0d:
      return cursor.sleb();
    case 0x19:
      return 1;
    default:
      throw new RangeError(`a unit has a form 0x${form.toString(16)}`);
  }
}
