import type { LogTextOptions } from '../contract/log-values.ts';
import type { LogEntry } from './log-entry.ts';
import { visible, withoutColours } from './visible-text.ts';

/** A line with what its stamp is counted from. */
export interface StampedLine {
  readonly entry: LogEntry;
  /** As the board sent it, without its line end. */
  readonly raw: string;
  /** Of the log's first line; 0 where it is not known. */
  readonly startedAtMs: number;
  /** When the last URL before it was sent; null before the first. */
  readonly pushedAtMs: number | null;
}

/** The columns of a log that is saved as CSV. */
export const CSV_COLUMNS = ['seq', 'source', 'receivedAt', 'deviceTimeMs', 'level', 'tag', 'text'] as const;

/** What stands before the first line: the names of the columns of a CSV, else nothing. */
export function textHead({ format }: LogTextOptions): string {
  return format === 'csv' ? `${CSV_COLUMNS.join(',')}\r\n` : '';
}

/** One line as it is saved and copied, with its line end. What is not the board's begins with `---`. */
export function lineText(line: StampedLine, options: LogTextOptions): string {
  if (options.format === 'ndjson') return `${JSON.stringify(jsonLine(line.entry))}\n`;
  if (options.format === 'csv') return csvLine(line.entry);
  const { entry, raw } = line;
  const said = entry.source === 'board' ? raw : `--- ${raw}`;
  return `${stampText(line, options.stamps)}${options.ansi ? said : visible(withoutColours(said))}\n`;
}

function jsonLine(entry: LogEntry): object {
  const { seq, source, offset, level, tag, deviceTimeMs, text, stage } = entry;
  const receivedAt = isoTime(entry.receivedAtMs);
  return { event: 'line', seq, source, offset, receivedAt, level, tag, deviceTimeMs, text, stage };
}

function csvLine({ seq, source, receivedAtMs, deviceTimeMs, level, tag, text }: LogEntry): string {
  const cells = [seq, source, isoTime(receivedAtMs), deviceTimeMs, level, tag, text];
  return `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\r\n`;
}

/** RFC 4180: what holds a comma, a quote or a line end stands in quotes. */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function isoTime(atMs: number): string | null {
  return atMs === 0 ? null : new Date(atMs).toISOString();
}

/** The stamp before a line, with the space behind it; empty where the time is not known. */
export function stampText(line: StampedLine, stamps: LogTextOptions['stamps']): string {
  const { receivedAtMs, deviceTimeMs } = line.entry;
  switch (stamps) {
    case 'none':
      return '';
    case 'host':
      return receivedAtMs === 0 ? '' : `${localTime(receivedAtMs)} `;
    case 'device':
      return deviceTimeMs === null ? '' : `[${spanText(deviceTimeMs)}] `;
    case 'relative':
      return receivedAtMs === 0 || line.startedAtMs === 0
        ? ''
        : `[${spanText(receivedAtMs - line.startedAtMs)}] `;
    case 'sincePush':
      return line.pushedAtMs === null ? '' : `[${spanText(receivedAtMs - line.pushedAtMs)}] `;
  }
}

/** `2026-11-22 13:05:09.042`, by the clock of this machine. */
export function localTime(atMs: number): string {
  const date = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 23).replace('T', ' ');
}

/** `00:00:12.345`, hours growing as they need; a clock that was set back gives `-`. */
export function spanText(ms: number): string {
  const whole = Math.abs(Math.round(ms));
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  const seconds = `${two((whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`;
  return `${ms < 0 ? '-' : ''}${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${seconds}`;
}
