import type { HistoryEntry, HistoryPush, HistoryRun } from '../../../shared/contract/history-values.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';

/** Columns of `pushes`, each with its value of a push. */
export function pushColumns(push: HistoryPush): Readonly<Record<string, SqlValue>> {
  return {
    push_id: push.pushId,
    device_id: push.deviceId,
    board_name: push.boardName,
    chip: push.chip,
    image_id: push.imageId,
    file_name: push.fileName,
    project_name: push.projectName,
    version: push.version,
    version_before: push.versionBefore,
    outcome: push.outcome,
    code: push.code,
    proof: push.proof,
    started_at_ms: Math.round(push.startedAtMs),
    at_ms: Math.round(push.atMs),
    duration_ms: Math.round(push.durationMs),
    overridden: JSON.stringify(push.overridden),
    fault: push.fault ?? null,
    report_id: push.reportId,
    run_id: push.runId,
    watch: push.watch?.outcome ?? null,
    watch_code: push.watch?.code ?? null,
    search: searchText(push),
  };
}

/** What a search by words looks through, in lower case. */
function searchText(push: HistoryPush): string {
  const { deviceId, boardName, chip, imageId, fileName, projectName, version, outcome, code, pushId } = push;
  return [deviceId, boardName, chip, imageId, fileName, projectName, version, outcome, code, pushId]
    .filter((part) => part !== null)
    .join('\n')
    .toLowerCase();
}

/** An entry of the list, of either kind. */
export function entryOf(row: SqlRow): HistoryEntry {
  return row.kind === 'run' ? runOf(row) : pushOf(row);
}

/** A row of `pushes`; what it holds was written by `pushColumns`. */
export function pushOf(row: SqlRow): HistoryPush {
  const watch = row.watch as 'stable' | 'unstable' | null;
  const fault = textOf(row.fault);
  return {
    kind: 'push',
    pushId: String(row.push_id),
    deviceId: String(row.device_id),
    boardName: String(row.board_name),
    chip: textOf(row.chip),
    imageId: String(row.image_id),
    fileName: String(row.file_name),
    projectName: textOf(row.project_name),
    version: textOf(row.version),
    versionBefore: textOf(row.version_before),
    outcome: row.outcome as HistoryPush['outcome'],
    code: textOf(row.code),
    proof: row.proof as HistoryPush['proof'],
    startedAtMs: Number(row.started_at_ms),
    atMs: Number(row.at_ms),
    durationMs: Number(row.duration_ms),
    overridden: JSON.parse(String(row.overridden)) as HistoryPush['overridden'],
    ...(fault === null ? {} : { fault }),
    reportId: textOf(row.report_id),
    runId: textOf(row.run_id),
    watch: watch === null ? null : { outcome: watch, code: textOf(row.watch_code) },
  };
}

function runOf(row: SqlRow): HistoryRun {
  const startedAtMs = Number(row.started_at_ms);
  const atMs = Number(row.at_ms);
  return {
    kind: 'run',
    runId: String(row.push_id),
    runKind: row.run_kind as HistoryRun['runKind'],
    title: String(row.file_name),
    state: row.outcome as HistoryRun['state'],
    startedAtMs,
    atMs,
    durationMs: atMs - startedAtMs,
    cases: Number(row.cases),
    confirmed: Number(row.confirmed),
    failed: Number(row.failed),
    reportId: textOf(row.report_id),
  };
}

function textOf(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
