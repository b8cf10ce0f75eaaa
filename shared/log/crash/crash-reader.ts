import type { Crash, CrashKind } from './crash.ts';
import { crashKind } from './crash-kind.ts';

const ADDRESS_PAIR = /0x([0-9a-f]{8}):0x[0-9a-f]{8}/gi;
const REGISTER = /\b([A-Z][A-Z0-9/]*)\s*:\s*0x([0-9a-f]{8})/g;
const STACK_LINE = /^([0-9a-f]{8}):((?: 0x[0-9a-f]{8})+)$/i;
const ELF_LINE = /^(?:ELF file SHA256|App ELF file SHA256):\s*([0-9a-f]{8,64})$/;

/** DWARF's numbers of the registers that a RISC-V board prints (`S0/FP` in full). */
const RISCV_REGISTERS: Readonly<Record<string, number>> = {
  RA: 1,
  SP: 2,
  'S0/FP': 8,
  S1: 9,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`S${index + 2}`, 18 + index])),
};

interface Reading {
  kind: CrashKind;
  text: string;
  backtrace: number[];
  backtraceEnds: Crash['backtraceEnds'];
  pc: number | null;
  registers: Map<number, number>;
  stack: Map<number, number>;
  elfSha256Prefix: string | null;
}

/**
 * Reads crashes out of a board's lines, one line after another. A crash is given once it is over: at the line of its
 * ELF file, at the reboot, or at the next start.
 */
export class CrashReader {
  #reading: Reading | null = null;

  /** True between the line that names a crash and its end. */
  get isReading(): boolean {
    return this.#reading !== null;
  }

  /** `text` is a line without stamp, level, tag and colour. */
  read(text: string): Crash | null {
    const line = text.trim();
    const kind = crashKind(line);
    if (kind !== null && this.#isNew(kind)) {
      const before = this.end();
      this.#reading = blank(kind, line);
      return before;
    }
    if (this.#reading === null) return null;
    if (/^(Rebooting\.\.\.|CPU halted\.|ESP-ROM:|ets [A-Z][a-z]{2} |rst:0x)/.test(line)) return this.end();
    const elf = ELF_LINE.exec(line)?.[1];
    if (elf === undefined) this.#take(line, this.#reading);
    else {
      this.#reading.elfSha256Prefix = elf;
      return this.end();
    }
    return null;
  }

  /** What is known of a crash whose end does not come. */
  end(): Crash | null {
    const reading = this.#reading;
    this.#reading = null;
    if (reading === null) return null;
    const { kind, text, backtrace, backtraceEnds, elfSha256Prefix, pc, registers, stack } = reading;
    const core = pc === null || stack.size === 0 ? null : { pc, registers, stack };
    return { kind, text, backtrace, backtraceEnds, elfSha256Prefix, core };
  }

  /** `abort()` and a failed assertion say why first; the panic that follows them is the same crash. */
  #isNew(kind: CrashKind): boolean {
    const reading = this.#reading;
    if (reading === null) return true;
    const hasTrace = reading.backtrace.length > 0 || reading.stack.size > 0;
    return hasTrace && kind !== reading.kind;
  }

  #take(line: string, reading: Reading): void {
    const stack = STACK_LINE.exec(line);
    if (stack !== null) {
      const start = Number.parseInt(stack[1] as string, 16);
      const words = (stack[2] as string).trim().split(' ');
      for (const [index, word] of words.entries()) reading.stack.set(start + index * 4, Number(word));
    } else if (/^Backtrace:/.test(line)) {
      const pairs = [...line.matchAll(ADDRESS_PAIR)];
      // Each lies in its call already: the panic handler subtracts what is needed.
      reading.backtrace = pairs.map((match) => Number.parseInt(match[1] as string, 16));
      if (line.includes('|<-CORRUPTED')) reading.backtraceEnds = 'corrupted';
      if (line.includes('|<-CONTINUES')) reading.backtraceEnds = 'continues';
    } else {
      for (const [, name, digits] of line.matchAll(REGISTER)) {
        const value = Number.parseInt(digits as string, 16);
        if (name === 'MEPC') reading.pc = value;
        const register = RISCV_REGISTERS[name as string];
        if (register !== undefined) reading.registers.set(register, value);
      }
    }
  }
}

function blank(kind: CrashKind, text: string): Reading {
  return {
    kind,
    text,
    backtrace: [],
    backtraceEnds: 'whole',
    pc: null,
    registers: new Map(),
    stack: new Map(),
    elfSha256Prefix: null,
  };
}
