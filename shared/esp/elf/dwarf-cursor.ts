import { readU16, readU32 } from '../little-endian.ts';
import { textAt } from './elf-file.ts';

/** Thrown where debug information ends in the middle of a value; whoever reads a whole unit catches it. */
export class DwarfCutError extends RangeError {
  override readonly name = 'DwarfCutError';
}

/** Reads DWARF's numbers one after another (DWARF 5, section 7.6). 32-bit DWARF only, which is what an ESP32's tools write. */
export class DwarfCursor {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.at = at;
    this.#end = Math.min(end, bytes.length);
  }

  get isDone(): boolean {
    return this.at >= this.#end;
  }

  u8(): number {
    return this.#bytes[this.#take(1)] as number;
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  u16(): number {
    return readU16(this.#bytes, this.#take(2));
  }

  u32(): number {
    return readU32(this.#bytes, this.#take(4));
  }

  skip(count: number): void {
    this.#take(count);
  }

  /** Unsigned LEB128; values beyond 2^32 do not occur in a 32-bit program. */
  uleb(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      if (shift < 32) value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Signed LEB128. */
  sleb(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value;
    }
  }

  text(): string {
    const text = textAt(this.#bytes, this.at);
    const end = this.#bytes.indexOf(0, this.at);
    if (end === -1 || end >= this.#end) throw new DwarfCutError('a text has no end');
    this.at = end + 1;
    return text;
  }

  #take(count: number): number {
    const at = this.at;
    if (count < 0 || at + count > this.#end) throw new DwarfCutError('the information ends too early');
    this.at = at + count;
    return at;
  }
}
