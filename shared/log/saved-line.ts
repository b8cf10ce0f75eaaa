import type { StampStyle } from './host-stamp.ts';
import { puttyTime, stampStyleOf } from './host-stamp.ts';
import { CSV_COLUMNS } from './line-text.ts';
import type { LogLevel } from './log-entry.ts';
import { LOG_LEVELS } from './log-entry.ts';
import type { ParsedLine } from './parse-log-line.ts';
import { parseLogLine } from './parse-log-line.ts';
import { visible } from './visible-text.ts';

/** How the lines of a saved log are written. */
export type SavedFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'stamped'; readonly style: StampStyle }
  /** One JSON object a line, as `monitor --json` prints them. */
  | { readonly kind: 'ndjson' }
  /** As we save it: a line of column names, then one for each line. */
  | { readonly kind: 'csv' };

/** A line of a saved log. */
export interface SavedLine extends ParsedLine {
  /** As the board sent it: without the terminal program's stamp. */
  readonly said: string;
}

/** The format of a saved log, from its first lines. */
export function savedFormatOf(lines: readonly string[]): SavedFormat {
  const said = lines.filter((line) => line.trim() !== '');
  if (said.length > 0 && said.every((line) => jsonLine(line) !== null)) return { kind: 'ndjson' };
  if (said[0] === CSV_COLUMNS.join(',')) return { kind: 'csv' };
  const style = stampStyleOf(said);
  return style === null ? { kind: 'plain' } : { kind: 'stamped', style };
}

/** Reads one line without its line end. */
export function readSavedLine(raw: string, format: SavedFormat): SavedLine {
  if (format.kind === 'ndjson') {
    const line = jsonLine(raw);
    if (line !== null) return line;
  }
  if (format.kind === 'csv') {
    const line = csvLine(raw);
    if (line !== null) return line;
  }
  const stamp = format.kind === 'stamped' ? format.style.pattern.exec(raw) : null;
  const said = stamp === null ? raw : raw.slice(stamp[0].length);
  return { ...parseLogLine(said), said };
}

/** Null for the line of column names, and for what is none of ours. */
function csvLine(raw: string): SavedLine | null {
  const cells = csvCells(raw);
  if (cells.length !== CSV_COLUMNS.length || cells[0] === CSV_COLUMNS[0]) return null;
  const [, , , deviceTimeMs = '', level, tag = '', text = ''] = cells;
  return {
    level: LOG_LEVELS.find((each): each is LogLevel => each === level) ?? null,
    tag: tag === '' ? null : visible(tag),
    deviceTimeMs: deviceTimeMs === '' ? null : Number(deviceTimeMs),
    text: visible(text),
    said: text,
  };
}

/** The cells of one line (RFC 4180). */
function csvCells(raw: string): string[] {
  return [...raw.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare,
  );
}

function jsonLine(raw: string): SavedLine | null {
  if (!raw.startsWith('{"event":')) return null;
  try {
    const { level, tag, deviceTimeMs, text } = JSON.parse(raw) as Readonly<Record<string, unknown>>;
    if (typeof text !== 'string') return raw.includes('"event":"line"') ? null : jsonNote(raw);
    return {
      level: LOG_LEVELS.find((each): each is LogLevel => each === level) ?? null,
      tag: typeof tag === 'string' ? visible(tag) : null,
      deviceTimeMs: typeof deviceTimeMs === 'number' ? deviceTimeMs : null,
      text: visible(text),
      said: text,
    };
  } catch {
    return null;
  }
}

/** Another event among the lines: shown as it stands. */
function jsonNote(raw: string): SavedLine {
  return { level: null, tag: null, deviceTimeMs: null, text: visible(raw), said: raw };
}

const DAY_MS = 86_400_000;

/** Gives the lines of a saved log their host times: a stamp without a date goes on with the next day after midnight. */
export class SavedTimes {
  readonly #format: SavedFormat;
  /** Midnight of the present line's day. */
  #dayMs: number;
  #lastMs = 0;

  /** `aboutMs`: a time of the file's last day, where its stamps have no date. */
  constructor(format: SavedFormat, aboutMs: number) {
    this.#format = format;
    this.#dayMs = midnight(aboutMs);
  }

  /** When a line came, milliseconds since the Unix epoch; 0 where the log does not say. */
  next(raw: string): number {
    const putty = raw.startsWith('=~=~') ? puttyTime(raw) : null;
    if (putty !== null) {
      this.#dayMs = midnight(putty);
      this.#lastMs = putty;
      return putty;
    }
    const atMs = this.#read(raw);
    if (atMs !== null) this.#lastMs = atMs;
    return this.#lastMs;
  }

  #read(raw: string): number | null {
    if (this.#format.kind === 'ndjson') return jsonTime(raw);
    if (this.#format.kind === 'csv') return timeOf(csvCells(raw)[2]);
    if (this.#format.kind === 'plain') return null;
    const { style } = this.#format;
    const match = style.pattern.exec(raw);
    const ms = match === null ? null : style.read(match);
    if (ms === null || !style.ofDay) return ms;
    if (this.#dayMs + ms < this.#lastMs - DAY_MS / 2) this.#dayMs += DAY_MS;
    return this.#dayMs + ms;
  }
}

function jsonTime(raw: string): number | null {
  return timeOf(/"receivedAt":"([^"]+)"/.exec(raw)?.[1]);
}

function timeOf(iso: string | undefined): number | null {
  const atMs = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(atMs) ? null : atMs;
}

function midnight(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}
