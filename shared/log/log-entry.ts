import type { Stage } from '../ota/stage.ts';

export type LogLevel = 'E' | 'W' | 'I' | 'D' | 'V';

/** The levels from the gravest to the chattiest. */
export const LOG_LEVELS: readonly LogLevel[] = ['E', 'W', 'I', 'D', 'V'];

/** Who a line is from. */
export const LOG_SOURCES = ['board', 'server', 'workbench'] as const;

export type LogSource = (typeof LOG_SOURCES)[number];

/** What a line stands for beside its text, so that it can be jumped to. */
export const LOG_MARKS = ['push', 'restart', 'panic', 'verdict'] as const;

export type LogMark = (typeof LOG_MARKS)[number];

/** One line of a board's log: the board's own, the server's, or the workbench's, in one order of time. */
export interface LogEntry {
  /** Grows by one for each line of this board, whatever its source. */
  readonly seq: number;
  readonly source: LogSource;
  /** Byte offset in the board's raw log of the line's first byte (board), or where it fell (others). */
  readonly offset: number;
  /** Host clock, milliseconds since the Unix epoch; 0 where a saved log does not say. */
  readonly receivedAtMs: number;
  readonly level: LogLevel | null;
  /** `wifi`, `boot`, …; null for ROM lines. */
  readonly tag: string | null;
  /** The board's own stamp in milliseconds since its start, where it prints one. */
  readonly deviceTimeMs: number | null;
  /** Without tag, level, stamp and colour; other control characters are made visible. */
  readonly text: string;
  /** The stage of an update that this line began. */
  readonly stage: Stage | null;
  /**
   * `partial`: no line end yet, a later entry of the same seq replaces it. `broken`: cut at 4 KiB. `lost`: its bytes
   * are kept nowhere, because the disk was full or they were too old.
   */
  readonly cut: 'partial' | 'broken' | 'lost' | null;
}
