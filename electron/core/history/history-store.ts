import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type { HistoryPage, HistoryPush, HistoryStat } from '../../../shared/contract/history-values.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import type { OpenDatabaseOptions } from './open-database.ts';
import { openDatabase } from './open-database.ts';
import { LIST_COLUMNS, pushesWhere, runsWhere } from './queries.ts';
import { entryOf, pushColumns, pushOf } from './rows.ts';
import type { KeptCase, KeptRun } from './run-rows.ts';
import { linkToRun, put, writeRun } from './run-rows.ts';
import type { Sqlite, SqlRow, SqlValue } from './sqlite.ts';
import { inTransaction, isDamage, rowOf, rowsOf } from './sqlite.ts';
import { statsOf } from './stats.ts';

/** An update with its session, where that was kept. */
export interface KeptPush {
  readonly push: HistoryPush;
  readonly session: SessionView | null;
}

/** The history itself, in SQLite. It waits for the disk, and so lives in a thread of its own. */
export class HistoryStore {
  readonly #options: OpenDatabaseOptions;
  #database: Sqlite | null = null;

  constructor(options: OpenDatabaseOptions) {
    this.#options = options;
  }

  /** True where nothing was kept before. @throws WorkbenchError history/newer, history/unavailable */
  open(): boolean {
    if (this.#database !== null) return false;
    const { database, isNew } = openDatabase(this.#options);
    this.#database = database;
    return isNew;
  }

  /** Keeps updates that ended; one of the same id is replaced. All of them, or none. */
  record(pushes: readonly KeptPush[]): void {
    this.#write((database) => {
      for (const { push, session } of pushes) {
        put(database, 'pushes', pushColumns(push));
        if (session !== null)
          put(database, 'sessions', { push_id: push.pushId, session: JSON.stringify(session) });
      }
    });
  }

  /** Keeps a run and those of its cases that are given, by their numbers. */
  recordRun(run: KeptRun, cases: readonly KeptCase[]): void {
    this.#write((database) => writeRun(database, run, cases));
  }

  /** Updates that a run made besides its cases. */
  linkToRun(runId: string, pushIds: readonly string[]): void {
    this.#write((database) => linkToRun(database, runId, pushIds));
  }

  /** What was seen of a board after its verdict. */
  setWatch(pushId: string, { outcome, code }: NonNullable<HistoryPush['watch']>): void {
    this.#write((database) => {
      database.run('UPDATE pushes SET watch = ?, watch_code = ? WHERE push_id = ?', [outcome, code, pushId]);
    });
  }

  list(filter: HistoryFilter, offset: number, limit: number): HistoryPage {
    const pushes = pushesWhere(filter);
    const runs = runsWhere(filter);
    const values: readonly SqlValue[] = [...pushes.values, ...runs.values];
    return this.#use((database) => {
      const rows = rowsOf(
        database,
        `SELECT ${LIST_COLUMNS.pushes} FROM pushes WHERE ${pushes.sql}
         UNION ALL SELECT ${LIST_COLUMNS.runs} FROM runs WHERE ${runs.sql}
         ORDER BY at_ms DESC LIMIT ? OFFSET ?`,
        [...values, limit, offset],
      );
      const total = rowOf(
        database,
        `SELECT (SELECT count(*) FROM pushes WHERE ${pushes.sql}) +
           (SELECT count(*) FROM runs WHERE ${runs.sql}) AS total`,
        values,
      );
      return { total: Number(total?.total ?? 0), offset, entries: rows.map(entryOf) };
    });
  }

  /** The start of an id will do where it names one. @throws WorkbenchError history/unknown, history/ambiguous */
  read(id: string): KeptPush {
    return this.#use((database) => {
      const push = pushOf(pushRow(database, id));
      const kept = rowOf(database, 'SELECT session FROM sessions WHERE push_id = ?', [push.pushId]);
      return { push, session: kept === null ? null : (JSON.parse(String(kept.session)) as SessionView) };
    });
  }

  stats(by: 'board' | 'image', filter: HistoryFilter): readonly HistoryStat[] {
    return this.#use((database) => statsOf(database, by, filter));
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }

  #write(work: (database: Sqlite) => void): void {
    this.#use((database) => inTransaction(database, () => work(database)));
  }

  /** Damage that shows only now has the file put aside, and the work done with a new one. */
  #use<T>(work: (database: Sqlite) => T): T {
    this.open();
    const database = this.#database as Sqlite;
    try {
      return work(database);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      this.close();
      this.open();
      return work(this.#database as unknown as Sqlite);
    }
  }
}

function pushRow(database: Sqlite, id: string): SqlRow {
  const exact = rowOf(database, 'SELECT * FROM pushes WHERE push_id = ?', [id]);
  if (exact !== null) return exact;
  const begin = 'SELECT * FROM pushes WHERE push_id >= ? AND push_id < ? LIMIT 2';
  const [first, second] = rowsOf(database, begin, [id, `${id}\uFFFF`]);
  if (first === undefined) throw new WorkbenchError('history/unknown', { id });
  if (second !== undefined) throw new WorkbenchError('history/ambiguous', { id });
  return first;
}
