import type { ErrorPayload } from '../errors.ts';
import type { PreflightName } from '../ota/preflight.ts';
import type { SessionView } from '../ota/session-view.ts';
import type { Outcome, Proof, Stage } from '../ota/stage.ts';
import type { ReportKind } from '../report/report-schema.ts';

/** One update that ended, as the history lists it. */
export interface HistoryPush {
  readonly kind: 'push';
  readonly pushId: string;
  readonly deviceId: string;
  /** The board's name when it was updated. */
  readonly boardName: string;
  readonly chip: string | null;
  readonly imageId: string;
  readonly fileName: string;
  readonly projectName: string | null;
  /** Of the image that was offered, and of what ran before. */
  readonly version: string | null;
  readonly versionBefore: string | null;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly proof: Proof | null;
  readonly startedAtMs: number;
  /** When the verdict was given. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly overridden: readonly PreflightName[];
  /** What it was made to fail by: such an update counts for no board and no image. Left out where nothing was. */
  readonly fault?: string;
  /** Name of its report's folder; null where none was written. */
  readonly reportId: string | null;
  /** The run it was a case of. */
  readonly runId: string | null;
  /** What was seen after the verdict. */
  readonly watch: { readonly outcome: 'stable' | 'unstable'; readonly code: string | null } | null;
}

/** A soak, a fleet or a plan: many updates with one aim. */
export interface HistoryRun {
  readonly kind: 'run';
  readonly runId: string;
  readonly runKind: ReportKind;
  readonly title: string;
  /** `interrupted`: the program ended before the run did. */
  readonly state: 'running' | 'ended' | 'interrupted';
  readonly startedAtMs: number;
  /** When it ended, or where it is, its last case did. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly cases: number;
  readonly confirmed: number;
  readonly failed: number;
  readonly reportId: string | null;
}

export type HistoryEntry = HistoryPush | HistoryRun;

/** A part of the history, newest first; `total` counts all that was found. */
export interface HistoryPage {
  readonly total: number;
  readonly offset: number;
  readonly entries: readonly HistoryEntry[];
}

/** An update with everything kept of it; `session` is null for one that an older version kept. */
export interface HistoryDetails {
  readonly push: HistoryPush;
  readonly session: SessionView | null;
  readonly report: ReportFiles | null;
}

/** Where a report lies. Null: it was moved or deleted since. */
export interface ReportFiles {
  readonly reportId: string;
  readonly folder: string | null;
  readonly zip: string | null;
  readonly zipBytes: number | null;
  /** Somebody wants to keep it: the limits of the settings leave it alone. */
  readonly kept: boolean;
}

/** Two updates side by side. */
export interface HistoryComparison {
  readonly a: HistoryPush;
  readonly b: HistoryPush;
  readonly facts: readonly ComparedFact[];
  readonly stages: readonly ComparedStage[];
}

export interface ComparedFact {
  readonly name:
    | 'board'
    | 'chip'
    | 'file'
    | 'imageId'
    | 'project'
    | 'version'
    | 'versionBefore'
    | 'partition'
    | 'expectedSha256'
    | 'afterSha256'
    | 'outcome'
    | 'code'
    | 'proof'
    | 'overridden'
    | 'url';
  readonly a: string | null;
  readonly b: string | null;
  readonly same: boolean;
}

/** How long each stage took; null where it was not reached. */
export interface ComparedStage {
  readonly stage: Stage | 'all';
  readonly aMs: number | null;
  readonly bMs: number | null;
}

/** What all updates of one board, or of one image, amount to. */
export interface HistoryStat {
  /** deviceId or imageId. */
  readonly key: string;
  readonly label: string;
  readonly total: number;
  readonly byOutcome: Readonly<Partial<Record<Outcome, number>>>;
  /** Confirmed, of those that were not cancelled: 0 to 1; null where there is none. */
  readonly successRate: number | null;
  /** Of the confirmed ones. */
  readonly medianMs: number | null;
  readonly lastAtMs: number;
}

/** Grows with every change, so that a page knows when to ask again. */
export interface HistoryState {
  readonly revision: number;
  /** Why updates are not kept. */
  readonly error: ErrorPayload | null;
  /** Why the last report was not written; null once one was. */
  readonly reportError: ErrorPayload | null;
}
