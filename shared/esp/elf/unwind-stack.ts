import type { ElfFile } from './elf-file.ts';
import { sectionBytes } from './elf-file.ts';
import { frameRulesAt } from './frame-rules.ts';

/** What a RISC-V board printed of itself when it crashed. */
export interface StoppedCore {
  readonly pc: number;
  /** By DWARF's numbers: `ra` 1, `sp` 2, `s0` 8, `s1` 9, `s2` to `s11` 18 to 27. */
  readonly registers: ReadonlyMap<number, number>;
  /** Words of the stack by their address. */
  readonly stack: ReadonlyMap<number, number>;
}

const STACK_POINTER = 2;
const MAX_FRAMES = 64;

/**
 * The chain of calls, innermost first, found with the program's frame information in the printed stack. A return
 * address stands behind its call, so that one less lies in it. It ends where the stack that was printed ends.
 */
export function unwindStack(elf: ElfFile, core: StoppedCore): readonly number[] {
  const frames = sectionBytes(elf, '.debug_frame');
  const chain = [core.pc];
  let pc = core.pc;
  let registers = new Map(core.registers);
  while (chain.length < MAX_FRAMES) {
    const rules = frameRulesAt(frames, pc);
    const base = registers.get(rules?.cfaRegister ?? STACK_POINTER);
    // Only the innermost may lie outside: a call through a wild pointer, with its way back in `ra`.
    if (base === undefined) break;
    const cfa = base + (rules?.cfaOffset ?? 0);
    const callers = new Map(registers);
    for (const [register, offset] of rules?.saved ?? []) {
      const word = core.stack.get(cfa + offset);
      if (word === undefined) callers.delete(register);
      else callers.set(register, word);
    }
    callers.set(STACK_POINTER, cfa);
    const back = callers.get(rules?.returnRegister ?? 1);
    if (back === undefined || back === 0 || (back - 1 === pc && cfa === registers.get(STACK_POINTER))) break;
    pc = back - 1;
    registers = callers;
    if (frameRulesAt(frames, pc) === null) break;
    chain.push(pc);
  }
  return chain;
}
