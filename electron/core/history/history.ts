import type { HistoryFilter } from '../../../shared/contract/history-contract.ts';
import type {
  HistoryPage,
  HistoryPush,
  HistoryStat,
  HistoryState,
} from '../../../shared/contract/history-values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { openDatabase } from './open-database.ts';
import { LIST_COLUMNS, pushesWhere, runsWhere } from './queries.ts';
import { entryOf, pushColumns, pushOf } from './rows.ts';
import type { KeptCase, KeptRun } from './run-rows.ts';
import { put, writeRun } from './run-rows.ts';
import type { Sqlite, SqlValue } from './sqlite.ts';
import { inTransaction, isDamage, rowOf, rowsOf } from './sqlite.ts';
import { statsOf } from './stats.ts';

export interface HistoryDeps {
  /** The database file. */
  readonly file: string;
  readonly nowMs: () => number;
  /** Pushes that were kept elsewhere before there was a history. */
  readonly earlier: () => readonly HistoryPush[];
  readonly onState: (state: HistoryState) => void;
  readonly onDamaged: (keptAs: string, detail: string) => void;
}

/**
 * Every push and run, kept in SQLite. Opened at its first use. What is written never throws: an error of it is told as
 * a state; what is read rejects with WorkbenchError history/….
 */
export class History {
  readonly #deps: HistoryDeps;
  #database: Sqlite | null = null;
  #opening: Promise<Sqlite> | null = null;
  #state: HistoryState = { revision: 0, error: null, reportError: null };
  #closed = false;

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
  }

  get state(): HistoryState {
    return this.#state;
  }

  /** Opens it ahead of its use, so that a verdict finds it open. */
  warm(): void {
    this.#open().catch(() => undefined);
  }

  /** Keeps an update that ended; one of the same id is replaced. */
  record(push: HistoryPush, session: SessionView | null): Promise<void> {
    return this.#write((database) => writePush(database, push, session));
  }

  /** Keeps a run and those of its cases that are given, by their numbers. */
  recordRun(run: KeptRun, cases: readonly KeptCase[]): Promise<void> {
    return this.#write((database) => writeRun(database, run, cases));
  }

  /** What was seen of a board after its verdict. */
  setWatch(pushId: string, watch: NonNullable<HistoryPush['watch']>): Promise<void> {
    return this.#write((database) => {
      database.run('UPDATE pushes SET watch = ?, watch_code = ? WHERE push_id = ?', [
        watch.outcome,
        watch.code,
        pushId,
      ]);
    });
  }

  /** No report could be written for an update, or one was. */
  setReportError(error: ErrorPayload | null): void {
    if (error === null && this.#state.reportError === null) return;
    this.#tell({ reportError: error });
  }

  list(filter: HistoryFilter, offset: number, limit: number): Promise<HistoryPage> {
    return this.#read((database) => {
      const pushes = pushesWhere(filter);
      const runs = runsWhere(filter);
      const values: readonly SqlValue[] = [...pushes.values, ...runs.values];
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

  /** @throws WorkbenchError history/unknown, history/ambiguous */
  read(id: string): Promise<{ readonly push: HistoryPush; readonly session: SessionView | null }> {
    return this.#read((database) => {
      const found = rowsOf(database, 'SELECT * FROM pushes WHERE substr(push_id, 1, length(?)) = ? LIMIT 2', [
        id,
        id,
      ]);
      const exact = found.find((row) => row.push_id === id) ?? (found.length === 1 ? found[0] : undefined);
      if (found.length > 1 && exact === undefined) throw new WorkbenchError('history/ambiguous', { id });
      if (exact === undefined) throw new WorkbenchError('history/unknown', { id });
      const push = pushOf(exact);
      const kept = rowOf(database, 'SELECT session FROM sessions WHERE push_id = ?', [push.pushId]);
      return { push, session: kept === null ? null : (JSON.parse(String(kept.session)) as SessionView) };
    });
  }

  stats(by: 'board' | 'image', filter: HistoryFilter): Promise<readonly HistoryStat[]> {
    return this.#read((database) => statsOf(database, by, filter));
  }

  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    this.#closed = true;
    this.#database?.close();
    this.#database = null;
  }

  async #write(work: (database: Sqlite) => void): Promise<void> {
    try {
      await this.#use((database) => inTransaction(database, () => work(database)));
      this.#tell({ error: null });
    } catch (thrown) {
      this.#tell({ error: this.#errorOf(thrown) });
    }
  }

  async #read<T>(work: (database: Sqlite) => T): Promise<T> {
    try {
      return await this.#use(work);
    } catch (thrown) {
      const { code, params } = this.#errorOf(thrown);
      throw new WorkbenchError(code, params, { cause: thrown });
    }
  }

  /** Damage that shows only now has the file put aside, and the work done with a new one. */
  async #use<T>(work: (database: Sqlite) => T): Promise<T> {
    const database = await this.#open();
    try {
      return work(database);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      database.close();
      this.#database = null;
      this.#opening = null;
      return work(await this.#open());
    }
  }

  async #open(): Promise<Sqlite> {
    if (this.#database !== null) return this.#database;
    if (this.#closed) throw new Error('the history is closed');
    this.#opening ??= this.#openNew().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #openNew(): Promise<Sqlite> {
    const { file, nowMs, onDamaged, earlier } = this.#deps;
    const { database, isNew } = await openDatabase({ file, nowMs, onDamaged });
    if (isNew) inTransaction(database, () => earlier().map((push) => writePush(database, push, null)));
    this.#database = database;
    return database;
  }

  #errorOf(thrown: unknown): ErrorPayload {
    if (thrown instanceof WorkbenchError) return toErrorPayload(thrown);
    const { params } = toErrorPayload(thrown);
    return { code: 'history/unavailable', params: { file: this.#deps.file, detail: params.detail ?? '' } };
  }

  #tell(change: Partial<HistoryState>): void {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 };
    this.#deps.onState(this.#state);
  }
}

function writePush(database: Sqlite, push: HistoryPush, session: SessionView | null): void {
  put(database, 'pushes', pushColumns(push));
  if (session === null) return;
  put(database, 'sessions', { push_id: push.pushId, session: JSON.stringify(session) });
}
