import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type { HistoryStat } from '../../../shared/contract/history-values.ts';
import type { Outcome } from '../../../shared/ota/stage.ts';
import { pushesWhere } from './queries.ts';
import type { Sqlite } from './sqlite.ts';
import { rowsOf } from './sqlite.ts';

const KEY = { board: 'device_id', image: 'image_id' } as const;
/** What people call it: of several names the newest. */
const LABEL = {
  board: 'board_name',
  image: `CASE WHEN project_name IS NULL THEN file_name ELSE trim(project_name || ' ' || coalesce(version, '')) END`,
} as const;

/** Updates that were made to fail say nothing of a board or an image. */
const NOT_OF_THE_LAB = `fault IS NULL AND (run_id IS NULL OR run_id NOT IN (SELECT run_id FROM runs WHERE run_kind = 'faults'))`;

/** Counts, success rate and median duration of each board or image, the one used last first. */
export function statsOf(
  database: Sqlite,
  by: 'board' | 'image',
  filter: HistoryFilter,
): readonly HistoryStat[] {
  const { sql: fitting, values } = pushesWhere(filter);
  const sql = `(${fitting}) AND ${NOT_OF_THE_LAB}`;
  const key = KEY[by];
  const counts = rowsOf(
    database,
    `SELECT ${key} AS key, outcome, count(*) AS pushes, max(at_ms) AS at_ms, ${LABEL[by]} AS label
     FROM pushes WHERE ${sql} GROUP BY ${key}, outcome ORDER BY at_ms DESC`,
    values,
  );
  const medians = new Map(
    rowsOf(
      database,
      `SELECT key, avg(duration_ms) AS median FROM (
         SELECT ${key} AS key, duration_ms,
           row_number() OVER (PARTITION BY ${key} ORDER BY duration_ms) AS place,
           count(*) OVER (PARTITION BY ${key}) AS pushes
         FROM pushes WHERE ${sql} AND outcome = 'confirmed')
       WHERE place IN ((pushes + 1) / 2, (pushes + 2) / 2) GROUP BY key`,
      values,
    ).map((row) => [String(row.key), Number(row.median)]),
  );
  const byKey = new Map<string, (typeof counts)[number][]>();
  for (const row of counts) byKey.set(String(row.key), [...(byKey.get(String(row.key)) ?? []), row]);
  return [...byKey].map(([each, rows]) => statOf(each, rows, medians.get(each) ?? null));
}

function statOf(key: string, rows: ReturnType<typeof rowsOf>, medianMs: number | null): HistoryStat {
  const byOutcome = Object.fromEntries(rows.map((row) => [String(row.outcome), Number(row.pushes)]));
  const total = rows.reduce((sum, row) => sum + Number(row.pushes), 0);
  const judged = total - (byOutcome.cancelled ?? 0);
  return {
    key,
    label: String(rows[0]?.label ?? key),
    total,
    byOutcome: byOutcome as Partial<Record<Outcome, number>>,
    successRate: judged === 0 ? null : (byOutcome.confirmed ?? 0) / judged,
    medianMs,
    lastAtMs: Math.max(...rows.map((row) => Number(row.at_ms))),
  };
}
