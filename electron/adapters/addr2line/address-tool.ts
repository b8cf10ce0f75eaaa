import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import { parseAddr2line } from '../../../shared/esp/elf/parse-addr2line.ts';
import { addressHex } from '../../../shared/esp/elf/source-place.ts';
import type { AddressTool, Clock, ToolDecoding } from '../../core/ports.ts';
import type { RunTool } from '../run-tool.ts';
import { runTool } from '../run-tool.ts';
import type { ToolSystem } from './find-tool.ts';
import { findAddr2line } from './find-tool.ts';

export interface AddressToolDeps {
  readonly clock: Clock;
  readonly system: ToolSystem;
  readonly run: RunTool;
}

/** For the search, the wait for questions before it, and the tool. */
const DEADLINE_MS = 5_000;
/** A board prints a hundred calls at most; the command line of a system has an end. */
const MAX_ADDRESSES = 128;

/** This machine as the search sees it. */
export const THIS_SYSTEM: ToolSystem = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  list: (folder) => readdir(folder).catch(() => []),
};

/** Asks the `addr2line` of an installed toolchain. A log may hold many crashes: one tool runs at a time. */
export function createAddressTool({ clock, system, run }: AddressToolDeps): AddressTool {
  let lastAnswer: Promise<unknown> = Promise.resolve();
  return {
    decode: async (elfFile, machine, addresses) => {
      if (addresses.length > MAX_ADDRESSES) return null;
      let isLate = false;
      let cancel = (): void => undefined;
      const late = new Promise<null>((resolve) => {
        cancel = clock.after(DEADLINE_MS, () => {
          isLate = true;
          resolve(null);
        });
      });
      const ask = async (): Promise<ToolDecoding | null> => {
        const file = isLate ? null : await findAddr2line(machine, system);
        if (file === null || isLate) return null;
        const args = ['-pfiaC', '-e', path.resolve(elfFile), ...addresses.map(addressHex)];
        const { exitCode, stdout } = await run(file, args, DEADLINE_MS);
        const decoded = exitCode === 0 ? parseAddr2line(stdout, addresses) : null;
        return decoded === null ? null : { tool: path.parse(file).name, decoded };
      };
      const answer = Promise.race([lastAnswer.then(ask).catch(() => null), late]).finally(() => cancel());
      lastAnswer = answer;
      return answer;
    },
  };
}

/** The `addr2line` of this machine's toolchains. */
export function thisAddressTool(clock: Clock): AddressTool {
  return createAddressTool({ clock, system: THIS_SYSTEM, run: runTool });
}
