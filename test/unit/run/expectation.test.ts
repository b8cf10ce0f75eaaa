import { expect, test } from 'vitest';

import { casePassed } from '../../../shared/report/case-passed.ts';
import { renderJunit } from '../../../shared/report/render-junit.ts';
import { caseResult, countResults } from '../../../shared/run/case-result.ts';
import { CONFIRMED, isMet } from '../../../shared/run/expectation.ts';
import { readPlan } from '../../../shared/run/read-plan.ts';
import { SOAK_POLICY } from '../../../shared/run/run-policy.ts';
import { nextTasks, startRun, taskEnded, taskStarted } from '../../../shared/run/run-state.ts';
import { caseOf, reportOf } from '../../support/reports.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';

const ended = (outcome: 'confirmed' | 'failed', met?: boolean) =>
  ({
    state: { kind: 'ended', attempt: 1, outcome, counts: true, ...(met === undefined ? {} : { met }) },
  }) as const;

test('an outcome alone, an outcome with its code, and one of several codes can be expected', () => {
  expect(isMet(CONFIRMED, 'confirmed', null)).toBe(true);
  expect(isMet(CONFIRMED, 'failed', 'tls/expired')).toBe(false);
  const wrongCa = { outcome: 'failed', codes: ['tls/unknown-ca'] } as const;
  expect(isMet(wrongCa, 'failed', 'tls/unknown-ca')).toBe(true);
  expect(isMet(wrongCa, 'failed', 'tls/expired')).toBe(false);
  expect(isMet(wrongCa, 'rolledBack', 'tls/unknown-ca')).toBe(false);
  const either = { outcome: null, codes: ['confirmed', 'http/status'] };
  expect(isMet(either, 'confirmed', null)).toBe(true);
  expect(isMet(either, 'failed', 'http/status')).toBe(true);
  expect(isMet(either, 'failed', 'net/refused')).toBe(false);
});

test('a case is passed by what is expected of it, else by its outcome', () => {
  expect(caseResult(ended('failed', true))).toBe('passed');
  expect(caseResult(ended('confirmed', false))).toBe('failed');
  expect(caseResult(ended('confirmed'))).toBe('passed');
  expect(
    countResults([
      ended('failed'),
      ended('failed', true),
      { state: { kind: 'skipped' } },
      { state: { kind: 'waiting' } },
    ]),
  ).toEqual({ open: 1, passed: 1, failed: 1, skipped: 1 });
});

test('a failure that is expected stops no run, and a success that is not does', () => {
  const task = (id: string) => ({ id, deviceId: 'b', imageId: 'i', cycle: 1 });
  const state = taskStarted(startRun([task('1'), task('2')], SOAK_POLICY), '1');
  expect(nextTasks(taskEnded(state, '1', 'failed', true, true)).map(({ id }) => id)).toEqual(['2']);
  expect(taskEnded(state, '1', 'confirmed', true, false).stopped).toBe('stopAfter');
});

test('what came as expected is not tried again', () => {
  const policy = { ...SOAK_POLICY, retries: 2, retryOn: ['interrupted'] as const };
  const state = taskStarted(startRun([{ id: '1', deviceId: 'b', imageId: 'i', cycle: 1 }], policy), '1');
  expect(nextTasks(taskEnded(state, '1', 'interrupted', true, true))).toEqual([]);
  expect(nextTasks(taskEnded(state, '1', 'interrupted', true, false))).toHaveLength(1);
});

test('JUnit and the report count by expectation, and say both sides where it is not met', () => {
  const codes = ['tls/unknown-ca'];
  const cases = [
    caseOf(SESSIONS.failed(), { expectation: { outcome: 'failed', codes, met: true } }),
    caseOf(SESSIONS.confirmed(), { expectation: { outcome: 'failed', codes: [], met: false } }),
  ];
  expect(cases.map(casePassed)).toEqual([true, false]);
  const junit = renderJunit(reportOf(cases, { kind: 'plan' }));
  expect(junit).toContain('tests="2" failures="1" errors="0"');
  expect(junit).toContain('message="Expected failed; was confirmed.');
});

test('a fault that no table knows is told where it stands', () => {
  const reading = readPlan(
    'name: x\nimages: { a: a.bin }\nboards: [{ virtual: v }]\nsteps:\n  - { push: a, fault: wrng }\n  - { faults: a, only: [wrong-ca, ca] }\n',
  );
  expect(reading.problems).toMatchObject([
    { line: 5, code: 'plan/unknown-fault', params: { fault: 'wrng' } },
    { line: 6, code: 'plan/unknown-fault', params: { fault: 'ca' } },
  ]);
});
