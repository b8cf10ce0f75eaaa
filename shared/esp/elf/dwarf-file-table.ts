import type { DwarfCursor } from './dwarf-cursor.ts';
import { textAt } from './elf-file.ts';

/** Where DWARF 5 keeps texts outside `.debug_line`. */
export interface TextSections {
  readonly lineStr: Uint8Array;
  readonly str: Uint8Array;
}

const PATH = 1;
const DIRECTORY = 2;

interface Field {
  readonly content: number;
  readonly form: number;
}

/** Paths of a unit's files, as its line rows number them (DWARF 5, section 6.2.4; versions 2 to 4 count from 1). */
export function readFileTable(
  cursor: DwarfCursor,
  version: number,
  texts: TextSections,
  compiledIn: string,
): readonly (string | undefined)[] {
  return version >= 5 ? readEntries(cursor, texts) : readOldTable(cursor, compiledIn);
}

function readOldTable(cursor: DwarfCursor, compiledIn: string): readonly (string | undefined)[] {
  const folders = [compiledIn];
  for (let name = cursor.text(); name !== ''; name = cursor.text()) folders.push(joined(compiledIn, name));
  const files: (string | undefined)[] = [undefined];
  for (let name = cursor.text(); name !== ''; name = cursor.text()) {
    const folder = cursor.uleb();
    // Time and size of the file.
    cursor.uleb();
    cursor.uleb();
    files.push(joined(folders[folder], name));
  }
  return files;
}

function readEntries(cursor: DwarfCursor, texts: TextSections): readonly string[] {
  const folders = readEntryTable(cursor, texts).map(({ name }) => name);
  return readEntryTable(cursor, texts).map(({ name, folder }) => joined(folders[folder], name));
}

function readEntryTable(cursor: DwarfCursor, texts: TextSections) {
  const fields: Field[] = Array.from({ length: cursor.u8() }, () => ({
    content: cursor.uleb(),
    form: cursor.uleb(),
  }));
  const entries: { name: string; folder: number }[] = [];
  for (let left = cursor.uleb(); left > 0; left--) {
    const entry = { name: '', folder: 0 };
    for (const { content, form } of fields) {
      const value = readForm(cursor, form, texts);
      if (content === PATH) entry.name = String(value);
      if (content === DIRECTORY) entry.folder = Number(value);
    }
    entries.push(entry);
  }
  return entries;
}

function readForm(cursor: DwarfCursor, form: number, texts: TextSections): string | number {
  switch (form) {
    case 0x08:
      return cursor.text();
    case 0x0e:
      return textAt(texts.str, cursor.u32());
    case 0x1f:
      return textAt(texts.lineStr, cursor.u32());
    case 0x0b:
      return cursor.u8();
    case 0x05:
      return cursor.u16();
    case 0x06:
      return cursor.u32();
    case 0x0f:
      return cursor.uleb();
    case 0x1e:
      // An MD5 of the file.
      cursor.skip(16);
      return 0;
    default:
      throw new RangeError(`the file table has a form 0x${form.toString(16)}`);
  }
}

function joined(folder: string | undefined, name: string): string {
  return folder === undefined || folder === '' || name.startsWith('/') ? name : `${folder}/${name}`;
}
