import * as z from 'zod';

import { fileWithBytes, path, request, value } from './fields.ts';

/** A program with its debug information, which tells what the addresses of a crash mean. */
export interface ElfEntry {
  /** The SHA-256 of the file, the start of which a board prints. */
  readonly elfSha256: string;
  readonly fileName: string;
  readonly machine: 'xtensa' | 'riscv';
}

/** Requests about crashes. The decoded calls stand in the board's log, below the crash. */
export const crashRequests = {
  'crash.addElf': request(fileWithBytes, value<ElfEntry>()),
  'crash.addElfPath': request(z.object({ path }), value<ElfEntry>()),
} as const;
