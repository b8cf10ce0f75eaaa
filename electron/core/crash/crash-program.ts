import { stat } from 'node:fs/promises';

import { decodeAddresses } from '../../../shared/esp/elf/decode-addresses.ts';
import type { ElfFile } from '../../../shared/esp/elf/elf-file.ts';
import type { DecodedAddress } from '../../../shared/esp/elf/source-place.ts';
import { callAddresses } from '../../../shared/log/crash/call-addresses.ts';
import type { Crash } from '../../../shared/log/crash/crash.ts';
import type { AddressTool } from '../ports.ts';

export interface CrashProgramDeps {
  readonly elf: ElfFile;
  /** Where `elf` was read. */
  readonly file: string;
  /** When it was last written, before it was read. */
  readonly changedMs: number;
  readonly addressTool: AddressTool | null;
}

/** The calls of a crash as source code, innermost first; `tool` is null where our own reader decoded them. */
export interface DecodedCrash {
  readonly decoded: readonly DecodedAddress[];
  readonly tool: string | null;
}

/** The program that a board ran when it crashed. */
export class CrashProgram {
  readonly #deps: CrashProgramDeps;

  constructor(deps: CrashProgramDeps) {
    this.#deps = deps;
  }

  /** The toolchain's tool knows what was inlined and the names of C++; our own reader needs no toolchain. */
  async decode(crash: Crash): Promise<DecodedCrash> {
    const { elf } = this.#deps;
    const addresses = callAddresses(crash, elf);
    const byTool = await this.#ask(addresses);
    return byTool ?? { decoded: decodeAddresses(elf, addresses), tool: null };
  }

  async #ask(addresses: readonly number[]): Promise<DecodedCrash | null> {
    const { addressTool, elf, file, changedMs } = this.#deps;
    if (addressTool === null || addresses.length === 0) return null;
    const told = await addressTool.decode(file, elf.machine, addresses);
    // A tool older than the program's debug information tells names alone.
    if (told === null || told.decoded.every((one) => one.file === null)) return null;
    // A build may have put another program in its place since it was read.
    const now = await stat(file).catch(() => null);
    return now?.mtimeMs === changedMs ? told : null;
  }
}
