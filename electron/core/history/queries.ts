import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type { SqlValue } from './sqlite.ts';

/** A condition of SQL and the values for its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Which pushes a filter lets through. */
export function pushesWhere(filter: HistoryFilter): Condition {
  return all([
    ...ofPush(filter),
    ...equal('run_id', filter.runId),
    ...between(filter),
    ...words(filter.text),
    ...(filter.folded === true && filter.runId === undefined ? [{ sql: 'run_id IS NULL', values: [] }] : []),
  ]);
}

/** Which runs a filter lets through: those with a case that it fits. */
export function runsWhere(filter: HistoryFilter): Condition {
  const inside = all([{ sql: 'pushes.run_id = runs.run_id', values: [] }, ...ofPush(filter)]);
  return all([
    ...(filter.runId === undefined ? [] : [{ sql: '0', values: [] }]),
    ...between(filter),
    ...words(filter.text),
    ...(ofPush(filter).length === 0
      ? []
      : [{ sql: `EXISTS (SELECT 1 FROM pushes WHERE ${inside.sql})`, values: inside.values }]),
  ]);
}

/** What is asked of an update itself. */
function ofPush({ deviceId, imageId, board, image, version, outcomes }: HistoryFilter): readonly Condition[] {
  const called = (text: string): string => text.toLowerCase();
  return [
    ...equal('device_id', deviceId),
    ...equal('image_id', imageId),
    ...equal('version', version),
    ...oneOf('outcome', outcomes),
    ...(board === undefined
      ? []
      : [{ sql: '(device_id = ? OR lower(board_name) = ?)', values: [board, called(board)] }]),
    ...(image === undefined
      ? []
      : [
          {
            sql: '(lower(file_name) = ? OR lower(project_name) = ? OR instr(image_id, ?) = 1)',
            values: [called(image), called(image), called(image)],
          },
        ]),
  ];
}

const PUSH_COLUMNS = `push_id, device_id, board_name, chip, image_id, file_name, project_name, version, version_before,
  outcome, code, proof, started_at_ms, at_ms, duration_ms, overridden, report_id, run_id, watch, watch_code, fault`;

/** Of a case that ended: whether it is what was expected of it, `confirmed` where nothing else was. */
const PASSED = `coalesce(passed, outcome = 'confirmed')`;

/** Pushes and runs in one list. A run's title and state stand where a push has its file and outcome. */
export const LIST_COLUMNS = {
  pushes: `'push' AS kind, ${PUSH_COLUMNS}, NULL AS run_kind, 0 AS cases, 0 AS confirmed, 0 AS failed`,
  runs: `'run', run_id, NULL, NULL, NULL, NULL, title, NULL, NULL, NULL, state, NULL, NULL, started_at_ms, at_ms, 0,
  NULL, report_id, run_id, NULL, NULL, NULL, run_kind,
  (SELECT count(*) FROM cases WHERE cases.run_id = runs.run_id),
  (SELECT count(*) FROM cases WHERE cases.run_id = runs.run_id AND outcome IS NOT NULL AND ${PASSED}),
  (SELECT count(*) FROM cases WHERE cases.run_id = runs.run_id AND outcome IS NOT NULL AND NOT ${PASSED})`,
} as const;

function equal(column: string, value: string | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }];
}

function oneOf(column: string, values: readonly string[] | undefined): readonly Condition[] {
  if (values === undefined || values.length === 0) return [];
  return [{ sql: `${column} IN (${values.map(() => '?').join(', ')})`, values }];
}

function between({ sinceMs, untilMs }: HistoryFilter): readonly Condition[] {
  return [
    ...(sinceMs === undefined ? [] : [{ sql: 'at_ms >= ?', values: [sinceMs] }]),
    ...(untilMs === undefined ? [] : [{ sql: 'at_ms <= ?', values: [untilMs] }]),
  ];
}

/** Every word somewhere in the text; `%`, `_` and the like stand for themselves. */
function words(text = ''): readonly Condition[] {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
  return parts.map((part) => ({ sql: 'instr(search, ?) > 0', values: [part] }));
}

function all(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? '1' : conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}
