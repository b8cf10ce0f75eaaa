import * as z from 'zod';

import { LOG_LEVELS, LOG_MARKS, LOG_SOURCES } from '../log/log-entry.ts';
import { none, path, request, value } from './fields.ts';
import type { LogFileState, LogOverview, LogPlace, LogRow, LogViewState } from './log-values.ts';
import { LOG_FORMATS, LOG_STAMPS } from './log-values.ts';

/** A deviceId, or the id of an opened file. */
const logId = z.string().regex(/^[A-Za-z0-9._:-]{1,100}$/);
const viewId = z.string().min(1).max(40);
const seq = z.int().nonnegative();
const row = z.int().nonnegative();
const time = z.number().nullable();

const query = z.object({ text: z.string().min(1).max(1_000), regex: z.boolean(), matchCase: z.boolean() });
const filter = z.object({
  levels: z.array(z.enum(LOG_LEVELS)),
  sources: z.array(z.enum(LOG_SOURCES)),
  printFilter: z.string().max(1_000),
  query: query.nullable(),
  fromMs: time,
  toMs: time,
  contextLines: z.int().min(0).max(100),
});
const textOptions = z.object({
  format: z.enum(LOG_FORMATS),
  stamps: z.enum(LOG_STAMPS),
  ansi: z.boolean(),
});

/** Rows of one answer. */
export const MAX_PAGE_ROWS = 500;
/** Lines of one piece of text. */
export const MAX_TEXT_LINES = 20_000;

/** What a page asks of a log: it holds the rows in sight, the core all of them. */
export const logRequests = {
  /** Looks at a log under a filter; what changes is told by the `logView` stream. The oldest of many views are closed. */
  'log.view': request(
    z.object({ logId, filter, fold: z.boolean(), opened: z.array(seq).max(1_000) }),
    value<LogViewState>(),
  ),
  'log.closeView': request(z.object({ viewId }), none),
  'log.page': request(
    z.object({ viewId, from: row, count: z.int().min(1).max(MAX_PAGE_ROWS) }),
    value<{ readonly from: number; readonly rows: readonly LogRow[] }>(),
  ),
  /** Looks for lines from this one on, then in the others; null ends it. */
  'log.find': request(z.object({ viewId, query: query.nullable(), nearSeq: seq }), none),
  /** The next found line behind or before `fromSeq`, round the end; waits until it is known. */
  'log.findNext': request(
    z.object({ viewId, fromSeq: z.int(), forward: z.boolean() }),
    value<{ readonly place: LogPlace | null }>(),
  ),
  /** What of these lines was found: from and to in their texts. */
  'log.foundIn': request(
    z.object({ viewId, seqs: z.array(seq).max(MAX_PAGE_ROWS) }),
    value<{ readonly found: readonly (readonly (readonly [number, number])[])[] }>(),
  ),
  /** The next line of a kind behind or before `fromSeq`, or null. */
  'log.jump': request(
    z.object({
      viewId,
      fromSeq: z.int(),
      forward: z.boolean(),
      to: z.enum([...LOG_MARKS, 'bookmark']),
    }),
    value<{ readonly place: LogPlace | null }>(),
  ),
  /** The row of a line, or of the first one at or after a time; the nearest before where it is not shown. */
  'log.rowOf': request(
    z.union([z.object({ viewId, seq }), z.object({ viewId, atMs: z.number() })]),
    value<{ readonly row: number }>(),
  ),
  'log.overview': request(z.object({ viewId, stripes: z.int().min(1).max(2_000) }), value<LogOverview>()),
  /** The lines of rows as text, folded ones each; `nextRow` goes on where one answer ends. */
  'log.text': request(
    z.object({ viewId, fromRow: row, toRow: row, skipLines: z.int().nonnegative(), options: textOptions }),
    value<{
      readonly text: string;
      readonly next: { readonly row: number; readonly skipLines: number } | null;
    }>(),
  ),
  'log.bookmark': request(z.object({ logId, seq, on: z.boolean() }), none),
  /** Writes a whole log into a file of this machine. */
  'log.save': request(z.object({ logId, path, options: textOptions }), value<{ readonly lines: number }>()),
  /** Reads a log that any terminal program saved. Only where `app.paths` has it. */
  'log.open': request(z.object({ path }), value<{ readonly logId: string }>()),
  /**
   * The same for a file that a page holds and the core does not: piece by piece, `uploadId` null for the first. The
   * log is there once the last one came.
   */
  'log.upload': request(
    z.object({
      uploadId: z.string().max(40).nullable(),
      fileName: z.string().min(1).max(1_000),
      bytes: z.instanceof(Uint8Array),
      isLast: z.boolean(),
    }),
    value<{ readonly uploadId: string; readonly logId: string | null }>(),
  ),
  'log.closeFile': request(z.object({ logId }), none),
};

/** Logs that were opened, in that order. */
export const logStates = {
  logFiles: value<readonly LogFileState[]>(),
};

/** A view that has changed; at most 30 a second each. */
export const logStreams = {
  logView: value<LogViewState>(),
};
