import type { LogEntry, LogLevel, LogSource } from './log-entry.ts';
import { LOG_LEVELS, LOG_SOURCES } from './log-entry.ts';
import type { PrintFilter } from './print-filter.ts';
import { parsePrintFilter, passesPrintFilter } from './print-filter.ts';

/** What is looked for in lines. */
export interface LogQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
}

/** Which lines of a log are shown. */
export interface LogFilter {
  /** Lines without a level pass by their source alone. */
  readonly levels: readonly LogLevel[];
  readonly sources: readonly LogSource[];
  /** `tag:LEVEL` words as `idf.py monitor --print-filter` takes them; empty shows all. */
  readonly printFilter: string;
  /** Only lines that hold this. */
  readonly query: LogQuery | null;
  /** Host clock, milliseconds since the Unix epoch; null is open. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** So many lines before and after each one that passes are shown with it. */
  readonly contextLines: number;
}

/** Every line. */
export const SHOW_ALL: LogFilter = {
  levels: LOG_LEVELS,
  sources: LOG_SOURCES,
  printFilter: '',
  query: null,
  fromMs: null,
  toMs: null,
  contextLines: 0,
};

/** Errors with what led to them. */
export const ERRORS_WITH_CONTEXT: LogFilter = {
  ...SHOW_ALL,
  levels: ['E'],
  contextLines: 5,
};

/** As much of a line as decides, its text aside. */
export type LineFacts = Pick<LogEntry, 'level' | 'tag' | 'source' | 'receivedAtMs'>;

/** A test on everything but the text. A print filter that cannot be read lets everything pass. */
export function filterTest(filter: LogFilter): (line: LineFacts) => boolean {
  const { levels, sources, fromMs, toMs } = filter;
  const allLevels = LOG_LEVELS.every((level) => levels.includes(level));
  const printFilter: PrintFilter | null =
    filter.printFilter.trim() === '' ? null : parsePrintFilter(filter.printFilter);
  // With context, lines without a level are context and no reason to show anything.
  const plainPasses = allLevels || filter.contextLines === 0;
  return ({ level, tag, source, receivedAtMs }) =>
    sources.includes(source) &&
    (level === null ? plainPasses : allLevels || levels.includes(level)) &&
    (fromMs === null || receivedAtMs >= fromMs) &&
    (toMs === null || receivedAtMs <= toMs) &&
    (printFilter === null || source !== 'board' || passesPrintFilter(printFilter, level, tag));
}

/** Whether a filter hides nothing. */
export function showsAll(filter: LogFilter): boolean {
  const { levels, sources, printFilter, query, fromMs, toMs } = filter;
  return (
    LOG_LEVELS.every((level) => levels.includes(level)) &&
    LOG_SOURCES.every((source) => sources.includes(source)) &&
    printFilter.trim() === '' &&
    query === null &&
    fromMs === null &&
    toMs === null
  );
}
