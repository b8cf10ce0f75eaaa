/** The steps from each schema to the next; the database's `user_version` counts those it has taken. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE pushes (
     push_id TEXT PRIMARY KEY,
     device_id TEXT NOT NULL,
     board_name TEXT NOT NULL,
     chip TEXT,
     image_id TEXT NOT NULL,
     file_name TEXT NOT NULL,
     project_name TEXT,
     version TEXT,
     version_before TEXT,
     outcome TEXT NOT NULL,
     code TEXT,
     proof TEXT,
     started_at_ms INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     duration_ms INTEGER NOT NULL,
     overridden TEXT NOT NULL,
     report_id TEXT,
     search TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE sessions (push_id TEXT PRIMARY KEY, session TEXT NOT NULL);
   CREATE INDEX pushes_at ON pushes (at_ms);
   CREATE INDEX pushes_device ON pushes (device_id, at_ms);
   CREATE INDEX pushes_image ON pushes (image_id, at_ms);`,

  `ALTER TABLE pushes ADD COLUMN run_id TEXT;
   ALTER TABLE pushes ADD COLUMN watch TEXT;
   ALTER TABLE pushes ADD COLUMN watch_code TEXT;
   CREATE INDEX pushes_run ON pushes (run_id, at_ms);
   CREATE TABLE runs (
     run_id TEXT PRIMARY KEY,
     run_kind TEXT NOT NULL,
     title TEXT NOT NULL,
     state TEXT NOT NULL,
     started_at_ms INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     report_id TEXT,
     detail TEXT NOT NULL,
     search TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX runs_at ON runs (at_ms);
   CREATE TABLE cases (
     run_id TEXT NOT NULL,
     case_no INTEGER NOT NULL,
     name TEXT NOT NULL,
     push_id TEXT,
     device_id TEXT,
     image_id TEXT,
     version TEXT,
     outcome TEXT,
     code TEXT,
     started_at_ms INTEGER,
     duration_ms INTEGER,
     detail TEXT NOT NULL,
     PRIMARY KEY (run_id, case_no)
   ) WITHOUT ROWID;`,

  `ALTER TABLE pushes ADD COLUMN fault TEXT;
   ALTER TABLE cases ADD COLUMN passed INTEGER;`,
];

/** The schema that this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;
