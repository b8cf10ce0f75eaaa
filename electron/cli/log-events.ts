import type { LogLevel } from '../../shared/log/log-entry.ts';
import type { StoryKind } from '../../shared/log/story.ts';

/** Something that happened in a saved log. */
export interface StoryCliEvent {
  readonly event: 'story';
  /** From 1. */
  readonly line: number;
  /** ISO 8601; null where the log does not say. */
  readonly at: string | null;
  readonly kind: StoryKind;
  /** What the kind says more: `version`, `reason`, `why`, … */
  readonly details: Readonly<Record<string, string | number>>;
  readonly evidence: string;
}

/** The end of `log FILE`. */
export interface LogSummaryEvent {
  readonly event: 'log';
  readonly file: string;
  readonly lines: number;
  readonly byLevel: Readonly<Record<LogLevel, number>>;
  readonly from: string | null;
  readonly to: string | null;
}

/** The end of `log save`. */
export interface LogSavedEvent {
  readonly event: 'logSaved';
  readonly deviceId: string;
  readonly file: string;
  readonly lines: number;
}

export type LogCliEvent = StoryCliEvent | LogSummaryEvent | LogSavedEvent;
