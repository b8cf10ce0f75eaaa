import type {
  HistoryComparison,
  HistoryDetails,
  HistoryEntry,
  HistoryStat,
  ReportFiles,
} from '../../shared/contract/history-values.ts';
import type { Report } from '../../shared/report/report-schema.ts';
import type { Verification } from '../core/report/verify-report.ts';

/** What the commands `history` and `report` say. */
export type HistoryCliEvent =
  | EntryEvent
  | HistoryEvent
  | SessionEvent
  | ComparisonEvent
  | StatEvent
  | ReportEvent
  | ReportContentEvent
  | VerificationEvent;

/** One update or run; `kind` tells which. */
export type EntryEvent = { readonly event: 'entry' } & HistoryEntry;

/** Comes last: how many were found, and how many of them were said. */
export interface HistoryEvent {
  readonly event: 'history';
  readonly total: number;
  readonly shown: number;
}

export interface SessionEvent extends HistoryDetails {
  readonly event: 'session';
}

export interface ComparisonEvent extends HistoryComparison {
  readonly event: 'comparison';
}

export interface StatEvent extends HistoryStat {
  readonly event: 'stat';
}

export interface ReportEvent extends ReportFiles {
  readonly event: 'report';
}

/** The whole of `report.json`. */
export interface ReportContentEvent {
  readonly event: 'reportContent';
  readonly report: Report;
}

export interface VerificationEvent extends Verification {
  readonly event: 'verification';
  readonly file: string;
}
