import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';

import { ReportRetention } from '../../../electron/core/report/report-retention.ts';
import { ReportStore } from '../../../electron/core/report/report-store.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { realClock } from '../../support/virtual-bench.ts';

const DAY_MS = 86_400_000;
let dir: string;
let store: ReportStore;
let limits: { maxBytes: number; maxAgeMs: number };
let retention: ReportRetention;
beforeEach(() => {
  dir = tempDir();
  store = new ReportStore(dir);
  limits = { maxBytes: 1_000_000, maxAgeMs: 30 * DAY_MS };
  retention = new ReportRetention({ store, clock: realClock, limits: () => limits });
});

/** A report of `sizeBytes` as it lies on disk; the folder alone where a run was killed. */
function report(reportId: string, ageDays: number, sizeBytes = 1_000, hasZip = true): void {
  mkdirSync(path.join(dir, reportId, 'logs'), { recursive: true });
  const files = [
    path.join(dir, reportId, 'report.json'),
    ...(hasZip ? [path.join(dir, `${reportId}.zip`)] : []),
  ];
  writeFileSync(path.join(dir, reportId, 'logs', 'board.raw'), 'x'.repeat(sizeBytes));
  const at = new Date(Date.now() - ageDays * DAY_MS);
  for (const file of files) {
    writeFileSync(file, '{}');
    utimesSync(file, at, at);
  }
}
const left = async (): Promise<readonly string[]> => (await store.list()).map(({ reportId }) => reportId);

test('a report that is too old goes with its zip; one that is kept, and a newer one, stay', async () => {
  for (const [name, age] of [
    ['old', 31],
    ['kept', 400],
    ['new', 29],
  ] as const)
    report(name, age);
  report('killed', 31, 1_000, false);
  await store.keep('kept', true);
  await retention.sweep();
  expect(await left()).toEqual(['new', 'kept']);
  expect(['old', 'old.zip', 'killed'].filter((name) => existsSync(path.join(dir, name)))).toEqual([]);
  await store.keep('kept', false);
  await retention.sweep();
  expect(await left()).toEqual(['new']);
});

test('a report that a run is writing stays, whatever the limits; afterwards they hold for it too', async () => {
  limits = { maxBytes: 1, maxAgeMs: 1 };
  report('running', 50);
  const release = retention.hold(path.join(dir, 'running'));
  await retention.sweep();
  expect(await left()).toEqual(['running']);
  release();
  await retention.sweep();
  expect(await left()).toEqual([]);
  await retention.stop();
});

test('all together take no more room than allowed, logs and zips counted', async () => {
  limits = { maxBytes: 25_000, maxAgeMs: 30 * DAY_MS };
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) report(name, 10 - index, 10_000);
  await retention.sweep();
  expect(await left()).toEqual(['d', 'c']);
});

test('a report that is saved whole is kept from then on', async () => {
  report('saved', 1);
  expect((await store.find('saved')).kept).toBe(false);
  await store.read('saved', 'report.json');
  expect((await store.find('saved')).kept).toBe(false);
  await store.read('saved', 'zip');
  expect((await store.find('saved')).kept).toBe(true);
});
