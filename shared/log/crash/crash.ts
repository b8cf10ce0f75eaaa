import type { StoppedCore } from '../../esp/elf/unwind-stack.ts';

/** Why a board stopped, as far as its own words say it; each has a sentence in both languages. */
export const CRASH_KINDS = [
  'load-prohibited',
  'store-prohibited',
  'illegal-instruction',
  'instruction-fetch',
  'divide-by-zero',
  'unaligned',
  'cache-disabled',
  'interrupt-watchdog',
  'task-watchdog',
  'stack-overflow',
  'stack-smashed',
  'heap-corrupt',
  'abort',
  'assert',
  'error-check',
  'brownout',
  'debug-exception',
  'other',
] as const;

export type CrashKind = (typeof CRASH_KINDS)[number];

/** One crash as a board printed it. */
export interface Crash {
  readonly kind: CrashKind;
  /** The line that named it. */
  readonly text: string;
  /** Addresses of a printed backtrace, innermost first; empty where only registers were printed. */
  readonly backtrace: readonly number[];
  /** What the board said of its backtrace: it breaks off, or is not to be trusted. */
  readonly backtraceEnds: 'whole' | 'corrupted' | 'continues';
  /** Registers and stack of a RISC-V board. */
  readonly core: StoppedCore | null;
  /** As much of the ELF file's SHA-256 as it printed. */
  readonly elfSha256Prefix: string | null;
}
