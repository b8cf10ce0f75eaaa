import { DwarfCursor } from './dwarf-cursor.ts';
import type { TextSections } from './dwarf-file-table.ts';
import { readFileTable } from './dwarf-file-table.ts';
import { compileFolders } from './dwarf-units.ts';
import type { ElfFile } from './elf-file.ts';
import { sectionBytes } from './elf-file.ts';

/** A place in a source file. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
}

interface Unit {
  readonly version: number;
  readonly minInstruction: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly operandCounts: readonly number[];
  readonly files: readonly (string | undefined)[];
}

/** Calls `row` for each span of addresses that comes from one line; false ends the reading. */
type OnSpan = (startsAt: number, endsAt: number, file: string | undefined, line: number) => void;

/**
 * The source lines of some addresses, read from `.debug_line` (DWARF 2 to 5, section 6.2). One pass over the whole
 * section, which keeps nothing: a firmware has millions of rows and a crash a dozen addresses. Units that are damaged
 * are passed over.
 */
export function findLines(elf: ElfFile, addresses: readonly number[]): ReadonlyMap<number, SourcePlace> {
  const bytes = sectionBytes(elf, '.debug_line');
  const texts = { str: sectionBytes(elf, '.debug_str'), lineStr: sectionBytes(elf, '.debug_line_str') };
  const folders = compileFolders(elf, texts);
  const wanted = [...new Set(addresses)].sort((one, other) => one - other);
  const found = new Map<number, SourcePlace>();
  const take: OnSpan = (startsAt, endsAt, file, line) => {
    if (file === undefined || endsAt <= startsAt) return;
    for (const address of wanted) {
      if (address >= endsAt) break;
      if (address >= startsAt) found.set(address, { file, line });
    }
  };
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = new DwarfCursor(bytes, at).u32();
    const end = at + 4 + length;
    try {
      readUnit(new DwarfCursor(bytes, at + 4, end), texts, folders.get(at) ?? '', take);
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
    }
    at = end;
  }
  return found;
}

function readUnit(cursor: DwarfCursor, texts: TextSections, folder: string, onSpan: OnSpan): void {
  const version = cursor.u16();
  if (version < 2 || version > 5) return;
  if (version >= 5) cursor.skip(2);
  const headerLength = cursor.u32();
  const programAt = cursor.at + headerLength;
  const minInstruction = cursor.u8();
  if (version >= 4) cursor.skip(1);
  cursor.skip(1);
  const lineBase = cursor.i8();
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  const operandCounts = Array.from({ length: opcodeBase - 1 }, () => cursor.u8());
  const files = readFileTable(cursor, version, texts, folder);
  cursor.at = programAt;
  if (lineRange === 0) return;
  run(cursor, { version, minInstruction, lineBase, lineRange, opcodeBase, operandCounts, files }, onSpan);
}

function run(cursor: DwarfCursor, unit: Unit, onSpan: OnSpan): void {
  const { minInstruction, lineBase, lineRange, opcodeBase } = unit;
  let address = 0;
  let file = 1;
  let line = 1;
  /** The row that lasts until the next one. */
  let open: { address: number; file: number; line: number } | null = null;
  const emit = (isEnd: boolean): void => {
    // A sequence at 0 is code that the linker left out.
    if (open !== null && open.address !== 0) onSpan(open.address, address, unit.files[open.file], open.line);
    open = isEnd ? null : { address, file, line };
  };
  while (!cursor.isDone) {
    const opcode = cursor.u8();
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      address += Math.floor(adjusted / lineRange) * minInstruction;
      line += lineBase + (adjusted % lineRange);
      emit(false);
      continue;
    }
    switch (opcode) {
      case 0: {
        const length = cursor.uleb();
        const next = cursor.at + length;
        const extended = length > 0 ? cursor.u8() : 0;
        if (extended === 1) {
          emit(true);
          address = 0;
          file = 1;
          line = 1;
        } else if (extended === 2) address = cursor.u32();
        cursor.at = next;
        break;
      }
      case 1:
        emit(false);
        break;
      case 2:
        address += cursor.uleb() * minInstruction;
        break;
      case 3:
        line += cursor.sleb();
        break;
      case 4:
        file = cursor.uleb();
        break;
      case 8:
        address += Math.floor((255 - opcodeBase) / lineRange) * minInstruction;
        break;
      case 9:
        address += cursor.u16();
        break;
      default:
        for (let left = unit.operandCounts[opcode - 1] ?? 0; left > 0; left--) cursor.uleb();
    }
  }
}
