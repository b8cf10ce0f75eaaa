import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { History } from '../../../electron/core/history/history.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../../electron/core/history/migrations.ts';
import { openDatabase } from '../../../electron/core/history/open-database.ts';
import { loadSqlite, rowOf, sqlitePath } from '../../../electron/core/history/sqlite.ts';
import type { HistoryPush, HistoryState } from '../../../shared/contract/history-values.ts';
import { pushOf } from '../../support/history-pushes.ts';
import { viewOf } from '../../support/session-views.ts';
import { tempDir } from '../../support/temp-dir.ts';

interface Opened {
  readonly history: History;
  readonly states: HistoryState[];
  readonly damaged: string[];
  readonly file: string;
}

function open(
  file = path.join(tempDir(), 'history', 'history.db'),
  earlier: readonly HistoryPush[] = [],
): Opened {
  const states: HistoryState[] = [];
  const damaged: string[] = [];
  const history = new History({
    file,
    earlier: () => earlier,
    onState: (state) => states.push(state),
    onDamaged: (keptAs) => damaged.push(keptAs),
  });
  onTestFinished(() => history.close());
  return { history, states, damaged, file };
}

const ids = async (history: History, filter = {}, offset = 0, limit = 100): Promise<string[]> =>
  (await history.list(filter, offset, limit)).entries.map((entry) =>
    entry.kind === 'push' ? entry.pushId : entry.runId,
  );

test('what was recorded is listed newest first, as it was, and in parts', async () => {
  const { history, states } = open();
  const first = pushOf('one', {
    atMs: 1_000,
    overridden: ['chip'],
    code: 'boot/loop',
    outcome: 'failed',
    proof: null,
  });
  await history.record(first, null);
  await history.record(pushOf('two', { atMs: 2_000 }), null);
  await history.record(pushOf('three', { atMs: 3_000 }), null);
  expect(await ids(history)).toEqual(['three', 'two', 'one']);
  const page = await history.list({}, 2, 10);
  expect(page).toEqual({ total: 3, offset: 2, entries: [first] });
  expect(states.map(({ revision, error }) => [revision, error])).toEqual([
    [1, null],
    [2, null],
    [3, null],
  ]);
});

test('it is searched by board, image, version, outcome, time and words', async () => {
  const { history } = open();
  await history.record(
    pushOf('a1', { deviceId: 'b1', version: '2.0', atMs: 10, fileName: '100%_done.bin' }),
    null,
  );
  await history.record(pushOf('b2', { imageId: 'c'.repeat(64), atMs: 20, outcome: 'rolledBack' }), null);
  await history.record(
    pushOf('c3', { boardName: '装配线 3', atMs: 30, code: 'tls/unknown-ca', outcome: 'failed' }),
    null,
  );
  expect(await ids(history, { deviceId: 'b1' })).toEqual(['a1']);
  expect(await ids(history, { imageId: 'c'.repeat(64) })).toEqual(['b2']);
  expect(await ids(history, { version: '2.0' })).toEqual(['a1']);
  expect(await ids(history, { outcomes: ['failed', 'rolledBack'] })).toEqual(['c3', 'b2']);
  expect(await ids(history, { sinceMs: 20, untilMs: 20 })).toEqual(['b2']);
  expect(await ids(history, { text: '装配线 UNKNOWN-CA' })).toEqual(['c3']);
  expect(await ids(history, { text: '100%_' })).toEqual(['a1']);
  expect(await ids(history, { text: "'; DROP TABLE pushes" })).toEqual([]);
});

test('an update is read with its session, by the start of its id where that names one', async () => {
  const { history } = open();
  const view = viewOf({ pushId: 'abc-1', url: 'https://192.168.1.5:8002/firmware/app.bin' });
  await history.record(pushOf('abc-1'), view);
  await history.record(pushOf('abd-2'), null);
  expect(await history.read('abc')).toEqual({ push: pushOf('abc-1'), session: view });
  expect((await history.read('abd-2')).session).toBeNull();
  await expect(history.read('ab')).rejects.toMatchObject({ code: 'history/ambiguous' });
  await expect(history.read('x')).rejects.toMatchObject({ code: 'history/unknown' });
});

test('statistics give success without the cancelled ones and the median of the confirmed ones', async () => {
  const { history } = open();
  const record = (id: string, given: Partial<HistoryPush>) => history.record(pushOf(id, given), null);
  await record('1', { durationMs: 10_000, atMs: 1 });
  await record('2', { durationMs: 30_000, atMs: 2 });
  await record('3', { durationMs: 16_000, atMs: 3, boardName: 'renamed' });
  await record('4', { durationMs: 20_000, atMs: 4, boardName: 'renamed' });
  await record('5', { durationMs: 1, outcome: 'failed', atMs: 5, boardName: 'renamed' });
  await record('6', { durationMs: 1, outcome: 'cancelled', atMs: 6, boardName: 'renamed' });
  await record('7', { deviceId: 'other', boardName: 'Other', outcome: 'cancelled', atMs: 7 });
  expect(await history.stats('board', {})).toEqual([
    {
      key: 'other',
      label: 'Other',
      total: 1,
      byOutcome: { cancelled: 1 },
      successRate: null,
      medianMs: null,
      lastAtMs: 7,
    },
    {
      key: 'bench-07',
      label: 'renamed',
      total: 6,
      byOutcome: { cancelled: 1, failed: 1, confirmed: 4 },
      successRate: 0.8,
      medianMs: 18_000,
      lastAtMs: 6,
    },
  ]);
  const [image] = await history.stats('image', { deviceId: 'bench-07' });
  expect(image).toMatchObject({ key: 'a'.repeat(64), label: 'native_ota 1.5.0', total: 6 });
});

test('a run stands in the list with what became of its cases, and holds them when folded', async () => {
  const { history } = open();
  await history.record(pushOf('p1', { atMs: 10 }), null);
  await history.record(pushOf('p2', { atMs: 20, outcome: 'failed' }), null);
  await history.record(pushOf('alone', { atMs: 5 }), null);
  const run = { runId: 'run-1', runKind: 'soak', title: 'Soak A/B', state: 'running' } as const;
  const kept = { ...run, startedAtMs: 1, atMs: 30, reportId: null, detail: {} };
  const one = (caseNo: number, pushId: string | null, outcome: 'confirmed' | 'failed' | null) => ({
    caseNo,
    name: `cycle ${caseNo}`,
    pushId,
    deviceId: 'bench-07',
    imageId: 'a'.repeat(64),
    version: '1.5.0',
    outcome,
    code: null,
    startedAtMs: 1,
    durationMs: 1,
    measured: {},
  });
  await history.recordRun(kept, [one(1, 'p1', 'confirmed'), one(2, 'p2', 'failed'), one(3, null, null)]);
  await history.recordRun({ ...kept, state: 'ended', atMs: 31 }, []);
  const { entries, total } = await history.list({ folded: true }, 0, 10);
  expect(total).toBe(2);
  expect(entries[0]).toEqual({
    kind: 'run',
    ...run,
    state: 'ended',
    startedAtMs: 1,
    atMs: 31,
    durationMs: 30,
    cases: 3,
    confirmed: 1,
    failed: 1,
    reportId: null,
  });
  expect(await ids(history, { runId: 'run-1' })).toEqual(['p2', 'p1']);
  expect(await ids(history, { folded: true, outcomes: ['failed'] })).toEqual(['run-1']);
});

test('each older schema is taken to the newest, its updates kept, the file copied before', async () => {
  for (let version = 1; version < SCHEMA_VERSION; version += 1) {
    const file = path.join(tempDir(), 'history.db');
    const options = { file, sqlite: sqlitePath(), onDamaged: () => undefined };
    const { database } = openDatabase({ ...options, migrations: MIGRATIONS.slice(0, version) });
    database.exec(
      `INSERT INTO pushes (push_id, device_id, board_name, image_id, file_name, outcome, started_at_ms, at_ms,
       duration_ms, overridden, search) VALUES ('old', 'b', 'B', 'i', 'f', 'confirmed', 1, 2, 1, '[]', 'b')`,
    );
    database.close();
    const { history } = open(file);
    const old = { pushId: 'old', outcome: 'confirmed', runId: null, watch: null };
    expect((await history.list({}, 0, 10)).entries).toEqual([expect.objectContaining(old)]);
    await history.record(pushOf('new'), viewOf());
    await history.setWatch('old', { outcome: 'unstable', code: 'boot/loop' });
    expect((await history.read('old')).push.watch).toEqual({ outcome: 'unstable', code: 'boot/loop' });
    await history.close();
    const Database = loadSqlite(sqlitePath());
    const backup = new Database(`${file}.schema-${version}`);
    expect(rowOf(backup, 'PRAGMA user_version')).toEqual({ user_version: version });
    expect(rowOf(backup, 'SELECT push_id FROM pushes')).toEqual({ push_id: 'old' });
    backup.close();
  }
});

test('a history of a newer program is left alone, and that is said', async () => {
  const { file, history, states } = open();
  await history.record(pushOf('kept'), null);
  await history.close();
  const Database = loadSqlite(sqlitePath());
  const database = new Database(file);
  database.exec('PRAGMA user_version = 999');
  database.close();
  const again = open(file);
  await again.history.record(pushOf('not kept'), null);
  expect(again.states.at(-1)?.error).toEqual({ code: 'history/newer', params: { file, version: 999 } });
  await expect(again.history.list({}, 0, 1)).rejects.toMatchObject({ code: 'history/newer' });
  expect(again.damaged).toEqual([]);
  expect(states.at(-1)?.error).toBeNull();
});

test('a damaged file is put aside and said, and the next updates are kept', async () => {
  const folder = tempDir();
  const file = path.join(folder, 'history.db');
  writeFileSync(file, 'this was a database once '.repeat(400));
  const earlier = pushOf('from the library', { atMs: 1 });
  const { history, damaged, states } = open(file, [earlier]);
  await history.record(pushOf('new'), null);
  expect(await ids(history)).toEqual(['new', 'from the library']);
  expect(damaged).toEqual([expect.stringMatching(/history\.db\.damaged-2/)]);
  expect(readdirSync(folder)).toContain(path.basename(damaged[0] ?? ''));
  expect(states.at(-1)?.error).toBeNull();
});

test('a folder that cannot be written is said by code, and does not throw', async () => {
  const folder = tempDir();
  writeFileSync(path.join(folder, 'file'), '');
  const { history, states } = open(path.join(folder, 'file', 'history.db'));
  await history.record(pushOf('one'), null);
  expect(states.at(-1)?.error?.code).toBe('history/unavailable');
  await expect(history.stats('board', {})).rejects.toMatchObject({ code: 'history/unavailable' });
});

test('what could not be kept while the disk took nothing is kept with the next update, in its order', async () => {
  const folder = path.join(tempDir(), 'history');
  writeFileSync(folder, 'no folder');
  const { history, states } = open(path.join(folder, 'history.db'));
  await history.record(pushOf('one', { atMs: 1 }), null);
  await history.setWatch('one', { outcome: 'unstable', code: 'boot/loop' });
  expect(states.at(-1)?.error).toMatchObject({
    code: 'history/unavailable',
    params: { detail: expect.stringContaining(folder) },
  });
  rmSync(folder);
  await Promise.all([
    history.record(pushOf('two', { atMs: 2 }), null),
    history.record(pushOf('three', { atMs: 3 }), null),
  ]);
  expect(states.at(-1)?.error).toBeNull();
  expect(await ids(history)).toEqual(['three', 'two', 'one']);
  expect((await history.read('one')).push.watch).toEqual({ outcome: 'unstable', code: 'boot/loop' });
});

test('one that no disk would take does not keep the others out', async () => {
  const { history, states } = open();
  await history.record({ ...pushOf('bad'), boardName: null as unknown as string }, null);
  expect(states.at(-1)?.error?.code).toBe('history/unavailable');
  await history.record(pushOf('good'), null);
  expect(states.at(-1)?.error).toBeNull();
  expect(await ids(history)).toEqual(['good']);
});

test('what waits when the program ends is tried once more', async () => {
  const folder = path.join(tempDir(), 'history');
  writeFileSync(folder, 'no folder');
  const file = path.join(folder, 'history.db');
  const { history } = open(file);
  await history.record(pushOf('one'), null);
  rmSync(folder);
  await history.close();
  expect(await ids(open(file).history)).toEqual(['one']);
});

test('the lock that a killed program left does not keep it shut', async () => {
  const { file, history } = open();
  await history.record(pushOf('one'), null);
  await history.close();
  mkdirSync(`${file}.lock`);
  expect(await ids(open(file).history)).toEqual(['one']);
});
