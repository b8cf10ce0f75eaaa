import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import type { RunReportDeps } from '../../../electron/core/report/run-report.ts';
import { RunReport } from '../../../electron/core/report/run-report.ts';
import { verifyReport } from '../../../electron/core/report/verify-report.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import type { ReportCase } from '../../../shared/report/case-schema.ts';
import type { Report } from '../../../shared/report/report-schema.ts';
import { reportSchema } from '../../../shared/report/report-schema.ts';
import { caseOf, reportOf } from '../../support/reports.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { realClock } from '../../support/virtual-bench.ts';

const { program } = reportOf();
const HEAD = {
  reportId: 'soak-1',
  kind: 'soak' as const,
  title: 'Soak',
  startedAtMs: 0,
  parameters: { cycles: 3 },
  program,
  certificates: null,
};
const cycle = (nth: number, view = SESSIONS.confirmed()): ReportCase =>
  caseOf(view, { caseId: String(nth), name: `cycle ${nth}` });

function run(folder: string, more: Partial<RunReportDeps> = {}): RunReport {
  const deps = {
    folder,
    clock: realClock,
    language: 'en' as const,
    signingKey: async () => null,
    onTrouble: () => undefined,
  };
  return new RunReport({ ...deps, ...more }, HEAD);
}

const written = (folder: string): Report =>
  reportSchema.parse(JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
const has = (folder: string, cases: number) => (): boolean => {
  try {
    return written(folder).cases.length === cases;
  } catch {
    return false;
  }
};

test('the report of a run that goes on is whole on disk, with what was so far', async () => {
  const folder = path.join(tempDir(), 'out', 'report');
  const report = run(folder);
  report.update([cycle(1)]);
  await until(has(folder, 1));
  for (let nth = 2; nth <= 40; nth += 1) report.update(Array.from({ length: nth }, (_, at) => cycle(at + 1)));
  await until(has(folder, 40));
  expect(written(folder).state).toBe('running');
  expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('</html>');
  execFileSync('xmllint', ['--noout', path.join(folder, 'junit.xml')]);
  await report.finish([cycle(1)]);
});

test('a finished run is sealed and packed', async () => {
  const folder = path.join(tempDir(), 'report');
  const report = run(folder);
  report.update([cycle(1)]);
  await report.finish([cycle(1), cycle(2, SESSIONS.failed()), cycle(3)]);
  expect(written(folder)).toMatchObject({
    state: 'ended',
    summary: { cases: 3, confirmed: 2, notConfirmed: 1 },
  });
  for (const file of [folder, `${folder}.zip`]) {
    expect((await verifyReport(file, { installation: null, asked: null })).result).toBe('unchanged');
  }
});

test('a folder that cannot be written is said once, and stops nothing', async () => {
  const file = path.join(tempDir(), 'file');
  writeFileSync(file, '');
  const said: ErrorPayload[] = [];
  const report = run(path.join(file, 'report'), { onTrouble: (error) => said.push(error) });
  report.update([cycle(1)]);
  report.update([cycle(1), cycle(2)]);
  await report.finish([cycle(1)]);
  expect(said.map(({ code }) => code)).toEqual(['report/not-writable']);
});
