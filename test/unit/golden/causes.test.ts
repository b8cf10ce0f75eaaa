import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import type { ErrorCode } from '../../../shared/errors.ts';
import type { CauseCode } from '../../../shared/ota/causes-table.ts';
import { CAUSE_AREAS, CAUSES } from '../../../shared/ota/causes-table.ts';
import { stageSpans } from '../../../shared/ota/session/stage-spans.ts';
import type { SessionView } from '../../../shared/ota/session-view.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';
import { SCENARIOS } from '../../support/causes/scenarios.ts';
import type { GoldenPart } from '../../support/golden/golden-session.ts';
import { readGolden, replayGolden, replayWatch } from '../../support/golden/golden-session.ts';

const LOGS = new URL('../../fixtures/logs/', import.meta.url);
const TLS = readdirSync(LOGS).filter((name) => name.startsWith('synthetic-tls-'));
const tlsLogs = TLS.map((name) => readFileSync(new URL(name, LOGS), 'utf8')).join('\n');
const codes = Object.keys(CAUSES) as CauseCode[];

/** Played on virtual boards by other integration tests, and by which: they need more than one board and one core. */
const ELSEWHERE: Partial<Record<CauseCode, string>> = {
  'net/firewall': 'network.test.ts',
  'tls/not-tls': 'tls-causes.test.ts',
  'host/ended': 'left-over.test.ts',
};

const golden = (code: string): URL => new URL(`causes/synthetic-${code.replace('/', '-')}.log`, LOGS);

test('the table has at least 45 causes, and some of every area', () => {
  expect(codes.length).toBeGreaterThanOrEqual(45);
  expect(new Set(Object.values(CAUSES).map(({ area }) => area))).toEqual(new Set(CAUSE_AREAS));
});

test.each(codes)('%s has a sentence and a remedy in both languages', (code) => {
  const texts = (['en', 'zh-CN'] as const).map((language) =>
    errorText(createTranslator(language), { code: code as ErrorCode, params: {} }),
  );
  for (const { message, hint } of texts) {
    expect(message.length).toBeGreaterThan(4);
    expect(hint.length).toBeGreaterThan(4);
  }
  expect(texts[0]?.message).not.toBe(texts[1]?.message);
});

/** Stages in their order, each resting on what the part holds; the one it broke off in is marked, and no other. */
function expectTimeline(view: SessionView, { steps }: GoldenPart): void {
  const lines = steps.flatMap((step) => (step.kind === 'line' ? [step.text] : []));
  for (const { evidence, source } of view.stages) {
    if (source === 'board' && !/^(?:No reset for|The board waits)/.test(evidence))
      expect(lines).toContain(evidence);
    expect(evidence).not.toBe('');
  }
  const spans = stageSpans(view, 0);
  expect(spans.map(({ fromMs }) => fromMs)).toEqual(
    spans.map(({ fromMs }) => fromMs).toSorted((a, b) => a - b),
  );
  const bad = spans.filter(({ kind }) => kind === 'bad');
  expect(bad).toHaveLength(view.verdict?.outcome === 'confirmed' ? 0 : 1);
}

test.each(codes)('%s has a golden log, which the session ends with exactly it', (code) => {
  const file = golden(code);
  // The texts of nine releases for each fault of a handshake, replayed by a test of their own.
  if (!existsSync(file)) return expect(tlsLogs).toContain(`# ${code}; server:`);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^# (?:Synthetic: .*ESP-IDF|https:\/\/)/);
  const { board } = CAUSES[code];
  if (board.length > 0) expect(board.some((words) => text.includes(words))).toBe(true);
  for (const part of readGolden(text)) {
    const { view } = replayGolden(part);
    const { verdict } = view;
    expectTimeline(view, part);
    const { outcome, proof, watch } = part.head;
    const error = watch === undefined ? { code } : null;
    expect(verdict).toMatchObject({ outcome, proof, error });
    if (watch !== undefined)
      expect(replayWatch(part)).toMatchObject({ state: 'unstable', error: { code: watch.code } });
  }
});

test.each(codes)('%s is what a virtual board ends with in an integration test', (code) => {
  const other = ELSEWHERE[code];
  if (other === undefined) return expect(SCENARIOS.map((scenario) => scenario.code)).toContain(code);
  expect(readFileSync(new URL(`../../integration/${other}`, import.meta.url), 'utf8')).toContain(code);
});

test('no scenario and no golden log is of a code without a row', () => {
  const strays = SCENARIOS.filter(({ code }) => !codes.includes(code as CauseCode));
  expect(strays.map(({ code }) => code)).toEqual([]);
  const known = new Set(codes.map((code) => `synthetic-${code.replace('/', '-')}.log`));
  expect(readdirSync(new URL('causes/', LOGS)).filter((name) => !known.has(name))).toEqual([]);
});
