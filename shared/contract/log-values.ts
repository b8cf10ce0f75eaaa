import type { ErrorPayload } from '../errors.ts';
import type { CrashKind } from '../log/crash/crash.ts';
import type { CrashCalls } from '../log/crash/crash-calls.ts';
import type { LogEntry, LogLevel, LogMark } from '../log/log-entry.ts';
import type { StoryEvent } from '../log/story.ts';
import type { StyledSpan } from '../log/text-style.ts';

/** A row of a log as it is shown: one line, or many alike in one. */
export type LogRow =
  | {
      readonly kind: 'line';
      readonly entry: LogEntry;
      readonly styles: readonly StyledSpan[];
      /** When the last URL before this line was sent; null before the first. */
      readonly pushedAtMs: number | null;
    }
  | { readonly kind: 'fold'; readonly first: LogEntry; readonly last: LogEntry; readonly count: number };

/** The rows of one log under one filter, as one reader looks at them. */
export interface LogViewState {
  readonly viewId: string;
  /** A deviceId, or the id of an opened file. */
  readonly logId: string;
  readonly rows: number;
  /** Lines that pass the filter, folded ones each. */
  readonly lines: number;
  /** Lines of the whole log. */
  readonly total: number;
  readonly byLevel: Readonly<Record<LogLevel, number>>;
  /** When the first line came; 0 where it is not known. */
  readonly startedAtMs: number;
  /** Rows from here on may be others than was told before. */
  readonly changedFrom: number;
  /** The last rows: `tail[0]` is row `tailFrom`. */
  readonly tailFrom: number;
  readonly tail: readonly LogRow[];
  /** False while lines that are there are still looked at. */
  readonly isComplete: boolean;
  /** Why lines are missing: a pattern that takes too long. */
  readonly error: ErrorPayload | null;
  readonly find: LogFindState | null;
  /** Seqs, in order. */
  readonly bookmarks: readonly number[];
}

/** How far a search is. */
export interface LogFindState {
  /** Lines found so far. */
  readonly found: number;
  readonly isComplete: boolean;
  readonly error: ErrorPayload | null;
}

/** A line that a search or a jump leads to. */
export interface LogPlace {
  readonly seq: number;
  readonly row: number;
  /** Which of the found lines it is, from 1; null for a jump. */
  readonly nth: number | null;
}

/** A log in a strip: the gravest line of each stripe, where marks lie, and which stripes hold what was found. */
export interface LogOverview {
  /** 0 plain, 1 the server's, 2 warning, 3 error. */
  readonly stripes: readonly number[];
  readonly found: readonly number[];
  readonly marks: readonly { readonly stripe: number; readonly mark: LogMark | 'bookmark' }[];
}

/** A crash in a saved log. */
export interface SavedCrash {
  /** Of the line that names it. */
  readonly seq: number;
  /** Host clock; 0 where the log does not say. */
  readonly atMs: number;
  readonly kind: CrashKind;
  /** The line that names it. */
  readonly text: string;
  readonly calls: CrashCalls;
}

/** A saved log that was opened. */
export interface LogFileState {
  /** `file:…`, to be looked at as a board's log is. */
  readonly logId: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** In the present phase. */
  readonly readBytes: number;
  readonly lines: number;
  /** `lines`: where they lie is read. `parsing`: all can be looked at, levels and times are still read. */
  readonly phase: 'lines' | 'parsing' | 'done';
  /** What happened, in order; complete in the last phase. */
  readonly story: readonly StoryEvent[];
  /** Crashes, in order; decoded where their program is known, also once it is handed over later. */
  readonly crashes: readonly SavedCrash[];
  /** Why it could not be read to its end. */
  readonly error: string | null;
}

/** How lines are written into a text. */
export const LOG_FORMATS = ['text', 'ndjson', 'csv'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export const LOG_STAMPS = ['none', 'host', 'device', 'relative', 'sincePush'] as const;
export type LogStamps = (typeof LOG_STAMPS)[number];

export interface LogTextOptions {
  readonly format: LogFormat;
  /** Of a text; the other formats carry every time. */
  readonly stamps: LogStamps;
  /** The board's colours as it sent them; of a text alone. */
  readonly ansi: boolean;
}
