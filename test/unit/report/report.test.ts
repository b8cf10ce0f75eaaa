import { expect, test } from 'vitest';

import { renderJson, reportIdOf } from '../../../shared/report/make-report.ts';
import { reportJsonSchema, reportSchema } from '../../../shared/report/report-schema.ts';
import { addSample, thinned } from '../../../shared/report/samples.ts';
import { withoutCredentials } from '../../../shared/report/without-credentials.ts';
import { escapeXml } from '../../../shared/report/xml.ts';
import { caseOf, reportOf } from '../../support/reports.ts';
import { SESSIONS } from '../../support/scripted/sessions.ts';

test('the published schema is the one that reports are checked with', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../shared/report/report.schema.json',
  );
});

test('a report of every verdict holds to its schema, and survives its file', () => {
  const views = [SESSIONS.confirmed(), SESSIONS.failed(), SESSIONS.rolledBack(), SESSIONS.pushing(1_000_000)];
  const report = reportOf(views.map((view, at) => caseOf(view, { caseId: String(at + 1) })));
  expect(reportSchema.parse(JSON.parse(renderJson(report)))).toEqual(report);
  expect(report.summary).toEqual({ cases: 4, confirmed: 1, notConfirmed: 2, open: 1, durationMs: 17_900 });
});

test('a cause is told in both languages', () => {
  const { words, code } = caseOf(SESSIONS.failed());
  expect(code).toBe('tls/unknown-ca');
  expect(words?.en.message).toContain('does not trust');
  expect(words?.['zh-CN'].message).toMatch(/[\u4e00-\u9fff]/);
});

test('no password of a URL comes into a report', () => {
  expect(withoutCredentials('Sent https://line:s3cret@10.0.0.5:8002/a.bin (40 bytes)')).toBe(
    'Sent https://***@10.0.0.5:8002/a.bin (40 bytes)',
  );
  const view = { ...SESSIONS.confirmed(), url: 'https://line:s3cret@10.0.0.5:8002/a.bin' };
  expect(renderJson(reportOf([caseOf(view)]))).not.toContain('s3cret');
});

test('a folder’s name tells when, of what and which', () => {
  expect(reportIdOf('soak', Date.UTC(2026, 10, 22, 2, 14, 23, 101), 'ab-cd-ef-1234567')).toBe(
    '20261122T021423Z-soak-abcdef12',
  );
});

test('samples are kept where something changed, and thinned evenly', () => {
  const samples: { atMs: number; deliveredBytes: number | null; writtenBytes: number | null }[] = [];
  const progress = SESSIONS.confirmed().progress;
  addSample(samples, 0, { ...progress, deliveredBytes: null, writtenBytes: null });
  for (let at = 0; at < 5_000; at += 1)
    addSample(samples, at, { ...progress, deliveredBytes: Math.floor(at / 2) });
  expect(samples.length).toBeLessThanOrEqual(800);
  const kept = thinned(samples);
  expect(kept.length).toBeLessThanOrEqual(400);
  expect(kept[0]?.atMs).toBe(0);
  expect(kept.at(-1)?.deliveredBytes).toBe(2_499);
});

test('text for XML has no character that XML forbids', () => {
  expect(escapeXml('a<b>&"\'\u0000\u001b[0m\ud800\uffff😀\t')).toBe(
    'a&lt;b&gt;&amp;&quot;&#39;\ufffd\ufffd[0m\ufffd\ufffd😀\t',
  );
});
