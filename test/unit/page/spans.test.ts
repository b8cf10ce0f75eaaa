import { expect, test } from 'vitest';

import { timelineSpans } from '../../../renderer/bench/spans.ts';
import { timeLeftMs } from '../../../renderer/bench/time-left.ts';
import { axisFor, axisLabel } from '../../../renderer/stages/axis.ts';
import { spanText, timelineRemark } from '../../../renderer/stages/timeline-text.ts';
import { STAGES } from '../../../shared/ota/stage.ts';
import { bytesLeftMs } from '../../../shared/ota/transfer-rate.ts';
import { createTranslator } from '../../../shared/text/translator.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';
import { LAST_RUN, SESSION, STARTED_AT_MS } from '../../support/scripted/values.ts';

const t = createTranslator('en');
const NOW = STARTED_AT_MS + 60_000;

test('without a run the nine stages stand there without times', () => {
  const spans = timelineSpans(null, null, 0);
  expect(spans.map(({ stage }) => stage)).toEqual([...STAGES]);
  expect(spans.every(({ kind, fromMs }) => kind === 'todo' && fromMs === null)).toBe(true);
});

test('before an update the outline is the last run, one stage behind the other', () => {
  const spans = timelineSpans(null, LAST_RUN, 0);
  expect(spans.at(-1)?.toMs).toBe(LAST_RUN.durationMs);
  for (const [index, span] of spans.entries()) {
    expect(span.fromMs).toBe(index === 0 ? 0 : spans[index - 1]?.toMs);
  }
});

test('a confirmed update has its own durations, the check of the image apart from its writing', () => {
  const spans = timelineSpans(SESSIONS.confirmed(), LAST_RUN, NOW);
  expect(spans.map(spanText)).toEqual([
    '0.2 s',
    '0.1 s',
    '1.4 s',
    '0.3 s',
    '8.1 s',
    '0.9 s',
    '0.6 s',
    '1.3 s',
    '5.0 s',
  ]);
});

test('while it writes, the stages to come begin where writing would end at the last run’s pace', () => {
  const session = SESSIONS.pushing(NOW);
  const spans = timelineSpans(session, LAST_RUN, NOW);
  expect(spans.map(({ kind }) => kind)).toEqual([
    ...Array.from({ length: 4 }, () => 'done'),
    'now',
    ...Array.from({ length: 4 }, () => 'todo'),
  ]);
  expect(spans[4]).toMatchObject({ fromMs: 2_000, toMs: 7_300 });
  expect(spans[5]?.fromMs).toBe(11_500);
  expect(spans.at(-1)?.toMs).toBe(18_400);
});

test('a stage that takes longer than the last time moves those behind it', () => {
  const session = SESSIONS.pushing(NOW - 10_000);
  const spans = timelineSpans(session, LAST_RUN, NOW);
  expect(spans[4]?.toMs).toBe(17_300);
  expect(spans.at(-1)?.toMs).toBe(17_300 + 18_400 - 11_500);
});

test('a verdict stops the tape at the stage it came in, and draws nothing behind', () => {
  const spans = timelineSpans(SESSIONS.failed(), LAST_RUN, NOW);
  expect(spans[2]).toMatchObject({ stage: 'tls', kind: 'bad', fromMs: 300, toMs: 1_700 });
  expect(spans.slice(3).every(({ kind, fromMs }) => kind === 'todo' && fromMs === null)).toBe(true);
});

test('time left is the rest at the present rate and what followed the writing last time', () => {
  const session = SESSIONS.pushing(NOW);
  expect(Math.round(bytesLeftMs(session.progress) ?? 0)).toBe(2_664);
  expect(Math.round(timeLeftMs(session, LAST_RUN, NOW) ?? 0)).toBe(2_664 + 18_400 - 11_500);
  expect(timeLeftMs(session, null, NOW)).toBeNull();
  expect(timeLeftMs(SESSIONS.confirmed(), LAST_RUN, NOW)).toBeNull();
});

test('an axis has at most ten labels and none that its end would cut', () => {
  for (const endMs of [0, 300, 1_700, 18_400, 59_000, 200_000, 3_000_000]) {
    const { spanMs, labelsMs } = axisFor(endMs, false);
    expect(labelsMs.length).toBeLessThanOrEqual(11);
    expect(labelsMs.length).toBeGreaterThan(1);
    expect(labelsMs.at(-1)).toBeLessThan(spanMs);
    expect(spanMs).toBeGreaterThan(endMs);
  }
});

test('an axis that grows keeps its length until a whole step is needed', () => {
  const lengths = new Set(Array.from({ length: 600 }, (_, i) => axisFor(20_000 + i * 100, true).spanMs));
  expect(lengths.size).toBeLessThan(20);
});

test('labels are seconds, and minutes from two on', () => {
  expect([0, 2_500, 60_000, 120_000, 150_000].map(axisLabel)).toEqual(['0', '2.5', '60', '2:00', '2:30']);
});

test('the remark says what the tape is', () => {
  const remark = (session: Parameters<typeof timelineRemark>[1], outline = LAST_RUN): string =>
    timelineRemark(t, session, outline);
  expect(timelineRemark(t, null, null)).toBe('No run on this board yet');
  expect(remark(null)).toBe('Outline: the last run on this board, 18.4 s');
  expect(remark(SESSIONS.pushing(NOW))).toBe('Outline: what the last run took');
  expect(remark(SESSIONS.confirmed())).toBe('17.9 s in all · 0.5 s faster than the last run');
  expect(remark(SESSIONS.failed())).toBe('Stopped at TLS · nothing was written');
  expect(remark(SESSIONS.interrupted())).toBe('Stopped at Writing');
  expect(remark(SESSIONS.rolledBack())).toBe('The new image ran and was not confirmed');
});

test('an update that ended before anything was sent says so', () => {
  const refused = { ...SESSIONS.refused(), stages: [] };
  expect(timelineRemark(t, refused, null)).toBe('Stopped before anything was sent');
  expect(timelineSpans({ ...SESSION, stages: [] }, null, STARTED_AT_MS).at(0)?.kind).toBe('now');
});
