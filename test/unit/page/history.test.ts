import { expect, test } from 'vitest';

import {
  differenceText,
  EVERYTHING,
  entryLabel,
  factValue,
  filterOf,
  percentText,
  runGlyph,
} from '../../../renderer/history/history-text.ts';
import type { HistoryRun } from '../../../shared/contract/history-values.ts';
import { comparePushes } from '../../../shared/report/compare-pushes.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { pushOf } from '../../support/history-pushes.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';

const t = createTranslator('en');
const run = (given: Partial<HistoryRun>): HistoryRun => ({
  kind: 'run',
  runId: 'r',
  runKind: 'soak',
  title: 'Soak',
  state: 'ended',
  startedAtMs: 0,
  atMs: 0,
  durationMs: 0,
  cases: 3,
  confirmed: 3,
  failed: 0,
  reportId: null,
  ...given,
});

test('what narrows a list is asked of the core, and nothing else', () => {
  expect(filterOf(EVERYTHING, 0)).toEqual({ folded: true });
  const narrow = {
    ...EVERYTHING,
    text: ' a  b ',
    outcome: 'failed',
    span: 'lastWeek',
    deviceId: 'x',
  } as const;
  expect(filterOf(narrow, 8 * 86_400_000 + 61_000)).toEqual({
    text: 'a  b',
    outcomes: ['failed'],
    sinceMs: 86_400_000 + 60_000,
    deviceId: 'x',
    folded: true,
  });
  expect(filterOf({ ...EVERYTHING, run: run({}) }, 0)).toEqual({ runId: 'r' });
});

test('a run is confirmed only where every case is', () => {
  expect(runGlyph(run({}))).toBe('confirmed');
  expect(runGlyph(run({ confirmed: 2, failed: 1 }))).toBe('failed');
  expect(runGlyph(run({ confirmed: 2, state: 'interrupted' }))).toBe('interrupted');
  expect(runGlyph(run({ confirmed: 0, cases: 0 }))).toBe('failed');
  expect(runGlyph(run({ state: 'running' }))).toBe('updating');
});

test('a row is told with everything that it shows', () => {
  const push = pushOf('a', {
    outcome: 'failed',
    code: 'tls/unknown-ca',
    watch: { outcome: 'unstable', code: null },
  });
  expect(entryLabel(t, push)).toMatch(
    /^Failed, native_ota 1\.5\.0, Bench 7, tls\/unknown-ca, unstable afterwards, 1970-01-01 \d\d:\d\d, 18\.0 s$/,
  );
});

test('differences of time say which way, and small ones nothing', () => {
  expect([differenceText(1_000, 2_200), differenceText(2_200, 1_000), differenceText(1_000, 1_040)]).toEqual([
    '+1.2 s',
    '−1.2 s',
    '',
  ]);
  expect(differenceText(null, 1_000)).toBe('');
  expect([percentText(0.9821), percentText(null)]).toEqual(['98.2 %', '–']);
});

test('two updates are compared by facts and by stages; a stage that one did not reach stays open', () => {
  const a = { push: pushOf('a'), session: SESSIONS.confirmed() };
  const b = { push: pushOf('b', { outcome: 'failed', proof: null }), session: SESSIONS.failed() };
  const { facts, stages } = comparePushes(a, b);
  const differing = facts.filter(({ same }) => !same).map(({ name }) => name);
  expect(differing).toEqual(['partition', 'afterSha256', 'outcome', 'proof']);
  expect(stages.find(({ stage }) => stage === 'writing')).toEqual({
    stage: 'writing',
    aMs: 8_102,
    bMs: null,
  });
  expect(stages.at(-1)).toEqual({ stage: 'all', aMs: 18_000, bMs: 18_000 });
  const shown = facts.map((fact) => factValue(t, fact, fact.a));
  expect(shown).toContain('Confirmed');
  expect(shown).toContain('3715ad2e…6107653c');
  expect(shown).toContain('–');
});
