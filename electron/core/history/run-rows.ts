import type { HistoryRun } from '../../../shared/contract/history-values.ts';
import type { ReportCase } from '../../../shared/report/case-schema.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';

/** A run as it is kept; its cases are counted from their own rows. */
export interface KeptRun
  extends Pick<HistoryRun, 'runId' | 'runKind' | 'title' | 'state' | 'startedAtMs' | 'reportId'> {
  /** When it ended, or was written last. */
  readonly atMs: number;
  /** What was asked for, and what a run engine wants to find again. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One case of a run, by its number from 1. */
export interface KeptCase
  extends Pick<ReportCase, 'name' | 'pushId' | 'outcome' | 'code' | 'durationMs' | 'measured'> {
  readonly caseNo: number;
  readonly deviceId: string | null;
  readonly imageId: string | null;
  readonly version: string | null;
  readonly startedAtMs: number | null;
  /** Whether it ended as it should; null, or left out, where `confirmed` alone is right. */
  readonly passed?: boolean | null;
}

/** Writes a run and the cases given; earlier rows of the same names are replaced, others stay. */
export function writeRun(database: Sqlite, run: KeptRun, cases: readonly KeptCase[]): void {
  const { runId, runKind, title, state, startedAtMs, atMs, reportId, detail } = run;
  put(database, 'runs', {
    run_id: runId,
    run_kind: runKind,
    title,
    state,
    started_at_ms: Math.round(startedAtMs),
    at_ms: Math.round(atMs),
    report_id: reportId,
    detail: JSON.stringify(detail),
    search: [runId, runKind, title].join('\n').toLowerCase(),
  });
  for (const one of cases) {
    put(database, 'cases', {
      run_id: runId,
      case_no: one.caseNo,
      name: one.name,
      push_id: one.pushId,
      device_id: one.deviceId,
      image_id: one.imageId,
      version: one.version,
      outcome: one.outcome,
      code: one.code,
      started_at_ms: one.startedAtMs === null ? null : Math.round(one.startedAtMs),
      duration_ms: one.durationMs === null ? null : Math.round(one.durationMs),
      passed: typeof one.passed === 'boolean' ? Number(one.passed) : null,
      detail: JSON.stringify({ measured: one.measured }),
    });
    if (one.pushId !== null) linkToRun(database, runId, [one.pushId]);
  }
}

/** Notes of updates which run made them. */
export function linkToRun(database: Sqlite, runId: string, pushIds: readonly string[]): void {
  for (const pushId of pushIds)
    database.run('UPDATE pushes SET run_id = ? WHERE push_id = ?', [runId, pushId]);
}

/** Replaces a row whole; table and columns are this program's own words. */
export function put(database: Sqlite, tableName: string, columns: Readonly<Record<string, SqlValue>>): void {
  const names = Object.keys(columns);
  database.run(
    `INSERT OR REPLACE INTO ${tableName} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    Object.values(columns),
  );
}
