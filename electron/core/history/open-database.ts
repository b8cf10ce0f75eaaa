import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import { putAside } from '../data/put-aside.ts';
import { diskDetail } from './disk-detail.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Sqlite } from './sqlite.ts';
import { inTransaction, isDamage, loadSqlite, rowOf } from './sqlite.ts';

export interface OpenDatabaseOptions {
  /** The database file; its folder is made. */
  readonly file: string;
  /** Where SQLite's own program lies. */
  readonly sqlite: string;
  /** Told when a damaged file was put aside: where it is kept now, and what was wrong. */
  readonly onDamaged: (keptAs: string, detail: string) => void;
  /** The steps to the newest schema; a test gives fewer. */
  readonly migrations?: readonly string[];
}

/** Larger files are not read through at each start; damage in them is met when it is read. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Opens the database in its newest schema, kept as it was before an upgrade; a damaged one is put aside and begun anew.
 * The data directory's lock is held: nobody else has it open.
 * @returns `isNew` where nothing was kept before
 * @throws WorkbenchError history/newer, history/unavailable
 */
export function openDatabase(options: OpenDatabaseOptions): {
  readonly database: Sqlite;
  readonly isNew: boolean;
} {
  const { file, onDamaged } = options;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const isNew = !existsSync(file);
    try {
      return { database: open(options), isNew };
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      onDamaged(putAside(file, Date.now()), messageOf(thrown));
      return { database: open(options), isNew: true };
    }
  } catch (cause) {
    if (cause instanceof WorkbenchError) throw cause;
    throw new WorkbenchError('history/unavailable', { file, detail: diskDetail(file, cause) }, { cause });
  }
}

function open({ file, sqlite, migrations = MIGRATIONS }: OpenDatabaseOptions): Sqlite {
  const Database = loadSqlite(sqlite);
  // SQLite here locks by a folder, which a program that was killed leaves behind.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = new Database(file);
  try {
    const version = Number(rowOf(database, 'PRAGMA user_version')?.user_version ?? 0);
    if (version > migrations.length) throw new WorkbenchError('history/newer', { file, version });
    check(database, file);
    if (version > 0 && version < migrations.length) copyFileSync(file, `${file}.schema-${version}`);
    migrate(database, version, migrations);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function check(database: Sqlite, file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > CHECKED_BYTES) return;
  const found = rowOf(database, 'PRAGMA quick_check(1)')?.quick_check;
  if (found !== 'ok') throw new Error(`malformed: ${found}`);
}

/** Each step is taken whole or not at all, so that a crash leaves one schema or the next. */
function migrate(database: Sqlite, from: number, migrations: readonly string[]): void {
  migrations.slice(from).forEach((sql, index) => {
    inTransaction(database, () => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${from + index + 1}`);
    });
  });
}
