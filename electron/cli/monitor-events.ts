import type { LogLevel } from '../../shared/log/log-entry.ts';

/** What `monitor` says. */
export type MonitorEvent = LogEvent | NoteEvent | LinkEvent | DroppedEvent | AdviceEvent;

/** A whole line of the board. */
export interface LogEvent {
  readonly event: 'line';
  readonly deviceId: string;
  readonly seq: number;
  /** Byte offset in the board's raw log. */
  readonly offset: number;
  /** Host clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  readonly level: LogLevel | null;
  readonly tag: string | null;
  readonly deviceTimeMs: number | null;
  readonly text: string;
}

/** A line of the server or of this program, in the order of the board's own. */
export interface NoteEvent {
  readonly event: 'note';
  readonly deviceId: string;
  readonly seq: number;
  readonly receivedAt: string;
  readonly source: 'server' | 'workbench';
  readonly text: string;
}

/** The port of `monitor` came, went, or came back. */
export interface LinkEvent {
  readonly event: 'link';
  readonly path: string;
  readonly state: 'open' | 'gone';
}

/** Lines that a slow reader of stdout did not get; they are on disk. */
export interface DroppedEvent {
  readonly event: 'dropped';
  readonly lines: number;
}

/** What should be known of the port: a wrong baud rate, data that stopped, another board than before. */
export interface AdviceEvent {
  readonly event: 'advice';
  readonly deviceId: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}
