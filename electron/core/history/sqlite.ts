import { createRequire } from 'node:module';
import type { Database } from 'node-sqlite3-wasm';

/** SQLite as WebAssembly: one file for every system, in Node and in Electron alike. */
export type Sqlite = Database;
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Where the package's program lies, for a thread, whose text has no place of its own; packed apart from the archive. */
export function sqlitePath(): string {
  return createRequire(import.meta.url)
    .resolve('node-sqlite3-wasm')
    .replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}

/** Loaded at the first use: it takes some 30 ms and a few megabytes, and a start needs neither. */
export function loadSqlite(file: string): typeof Database {
  return (createRequire(file)(file) as { readonly Database: typeof Database }).Database;
}

/** All rows of a query; this program stores no integer beyond 2^53 and no blob. */
export function rowsOf(database: Sqlite, sql: string, values: readonly SqlValue[] = []): readonly SqlRow[] {
  return database.all(sql, [...values]) as readonly SqlRow[];
}

/** The first row, or null. */
export function rowOf(database: Sqlite, sql: string, values: readonly SqlValue[] = []): SqlRow | null {
  return database.get(sql, [...values]) as SqlRow | null;
}

/** Does all or nothing of it. */
export function inTransaction<T>(database: Sqlite, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}

/** What SQLite says of a file whose content is not, or no longer, a database. */
export function isDamage(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    /not a database|malformed|corrupt|unsupported file format/i.test(thrown.message)
  );
}
