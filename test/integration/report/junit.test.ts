import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseJunit2json } from 'junit2json';
import { parse as parseResults } from 'test-results-parser';
import { expect, test } from 'vitest';

import { renderJunit } from '../../../shared/report/render-junit.ts';
import { caseOf, reportOf } from '../../support/reports.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SCHEMA = path.resolve('test/support/schemas/jenkins-junit.xsd');
const evil = { text: 'E (1) <x>: "a" & \u001b[31m\u0000 ]]> 坏', atMs: 0, logSeq: null };

/** Every kind of case: passed, failed, rolled back, interrupted, refused, not ended. */
const REPORT = reportOf(
  [
    SESSIONS.confirmed(),
    { ...SESSIONS.failed(), boardSaid: evil },
    SESSIONS.rolledBack(),
    SESSIONS.interrupted(),
    SESSIONS.refused(),
    SESSIONS.pushing(1_000_000),
  ].map((view, at) => caseOf(view, { caseId: String(at + 1), name: `cycle ${at + 1} "<&>"` })),
  { kind: 'soak', parameters: { cycles: 6, command: 'a && b' } },
);

function written(): string {
  const file = path.join(tempDir(), 'junit.xml');
  writeFileSync(file, renderJunit(REPORT));
  return file;
}

test('junit.xml holds to the format that Jenkins and GitLab read', () => {
  const file = written();
  expect(() =>
    execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, file], { stdio: 'pipe' }),
  ).not.toThrow();
});

test('the schema refuses what is not of that format', () => {
  const file = path.join(tempDir(), 'bad.xml');
  writeFileSync(file, renderJunit(REPORT).replace('<testcase name=', '<testcase title='));
  expect(() =>
    execFileSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, file], { stdio: 'pipe' }),
  ).toThrow();
});

test('junit2json reads every case with what became of it', async () => {
  const suites = await parseJunit2json(renderJunit(REPORT));
  const suite = suites && 'testsuite' in suites ? suites.testsuite?.[0] : undefined;
  expect(suite).toMatchObject({ tests: 6, failures: 3, errors: 1, skipped: 1 });
  const cases = suite?.testcase ?? [];
  expect(cases.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((nth) => `cycle ${nth} "<&>"`));
  expect(cases[1]?.failure?.[0]?.type).toBe('tls/unknown-ca');
  expect(cases[3]?.error?.[0]?.type).toBe('serial/port-gone');
  expect(JSON.stringify(cases[1])).toContain('坏');
});

test('test-results-parser reads the same', () => {
  const read = parseResults({ type: 'junit', files: [written()] }) as {
    readonly suites: readonly {
      readonly failed: number;
      readonly errors: number;
      readonly skipped: number;
      readonly cases: readonly { readonly status: string; readonly failure: string }[];
    }[];
  };
  const [suite] = read.suites;
  expect(suite).toMatchObject({ passed: 1, failed: 3, errors: 1, skipped: 1 });
  expect(suite?.cases.map(({ status }) => status)).toEqual(['PASS', 'FAIL', 'FAIL', 'FAIL', 'FAIL', 'SKIP']);
});
