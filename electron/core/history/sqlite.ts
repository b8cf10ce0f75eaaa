import type { Database } from 'node-sqlite3-wasm';

/** SQLite as WebAssembly: one file for every system, in Node and in Electron alike. */
export type Sqlite = Database;
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Loaded at the first use: it takes some 30 ms and a few megabytes, and a start needs neither. */
export async function loadSqlite(): Promise<typeof Database> {
  // A CommonJS package, whose types do not say that its exports are those of `default`.
  const loaded = (await import('node-sqlite3-wasm')) as unknown as {
    readonly default: { readonly Database: typeof Database };
  };
  return loaded.default.Database;
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
