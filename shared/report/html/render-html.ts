import type { Language } from '../../text/language.ts';
import type { TextKey } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import { bilingual } from '../bilingual.ts';
import { casePassed } from '../case-passed.ts';
import type { ReportCase } from '../case-schema.ts';
import type { Report } from '../report-schema.ts';
import { caseSections, section } from './case-section.ts';
import { casesCharts } from './cases-chart.ts';
import { certificateFacts, programFacts } from './facts.ts';
import type { Markup } from './markup.ts';
import { both, code, facts, html, table } from './markup.ts';
import { outcomeWords } from './outcome-words.ts';
import { durationText, utcText } from './quantities.ts';
import { STYLE } from './style.ts';

/** Cases that are told in full; of a longer run those that did not come as they should go first. */
const TOLD_IN_FULL = 60;

/**
 * `report.html`: one file without a script or a reference to anything else, in both languages; `language` is the one
 * that shows first.
 */
export function renderHtml(report: Report, language: Language): string {
  const words = bilingual();
  const chosen = (of: Language): Markup | null => (of === language ? html` checked` : null);
  const [only] = report.cases;
  const single = report.kind === 'push' && report.cases.length === 1 && only !== undefined;
  const body = single ? caseSections(words, only) : runSections(words, report);
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="${report.program.name} ${report.program.version}">
<title>${report.title}</title><style>${{ markup: STYLE }}</style></head><body>
<input class="choice" type="radio" name="language" id="in-en"${chosen('en')}><input class="choice" type="radio" name="language" id="in-zh"${chosen('zh-CN')}>
<nav><label for="in-en" lang="en">English</label><label for="in-zh" lang="zh-CN">简体中文</label></nav>
<main><h1>${report.title}</h1>
<p class="mute">${both(words, (t) => t(`report:kind_${report.kind}`))} · ${utcText(report.startedAt)} · ${report.reportId}</p>
${report.state === 'running' ? html`<p>${both(words, (t) => t('report:runningNote'))}</p>` : null}
${[...body]}
${section(
  both(words, (t) => t('report:certificates')),
  certificateFacts(words, report),
)}
${section(
  both(words, (t) => t('report:program')),
  programFacts(words, report),
)}
</main></body></html>
`;
  return page.markup;
}

function runSections(words: Bilingual, report: Report): readonly Markup[] {
  const { cases, summary, parameters } = report;
  const say = (key: TextKey, values = {}): Markup => both(words, (t) => t(key, values));
  const passed = cases.filter((one) => casePassed(one) === true).length;
  const whole = summary.open === 0 && passed === summary.cases ? 'confirmed' : 'failed';
  const head =
    report.kind === 'plan'
      ? say('report:casesAsExpected', { passed, cases: summary.cases })
      : say('report:casesConfirmed', { confirmed: summary.confirmed, cases: summary.cases });
  const told = toldInFull(cases);
  return [
    html`<section class="plate ${summary.cases === summary.open ? 'open' : whole}"><p class="word">${head}</p>
${summary.open === 0 ? null : html`<p>${say('report:casesOpen', { count: summary.open })}</p>`}
${facts([
  [say('report:started'), utcText(report.startedAt)],
  [say('report:ended'), report.endedAt === null ? null : utcText(report.endedAt)],
  [say('report:duration'), summary.durationMs === null ? null : durationText(summary.durationMs)],
])}</section>`,
    section(
      say('report:parameters'),
      facts(Object.entries(parameters).map(([name, value]) => [html`${name}`, String(value ?? '–')])),
    ),
    section(say('report:cases'), html`${casesCharts(words, cases)}${casesTable(words, cases)}`, true),
    html`${told.length < cases.length ? html`<p>${say('report:onlySome', { shown: told.length, cases: cases.length })}</p>` : null}`,
    ...told.map(
      (one) =>
        html`<details id="case-${one.caseId}"><summary>${one.name}: <b class="t-${one.outcome ?? 'open'}">${both(words, (t) => outcomeWords(t, one.outcome))}</b></summary>${[...caseSections(words, one)]}</details>`,
    ),
  ];
}

function toldInFull(cases: readonly ReportCase[]): readonly ReportCase[] {
  if (cases.length <= TOLD_IN_FULL) return cases;
  const chosen = new Set(cases.filter((one) => casePassed(one) !== true).slice(0, TOLD_IN_FULL));
  for (const one of cases) if (chosen.size < TOLD_IN_FULL) chosen.add(one);
  return cases.filter((one) => chosen.has(one));
}

function casesTable(words: Bilingual, cases: readonly ReportCase[]): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  const heads = ['caseName', 'board', 'version', 'outcome', 'cause', 'duration'] as const;
  return table(
    heads.map((head) => say(`report:${head}`)),
    cases.map((one) => [
      html`<a href="#case-${one.caseId}">${one.name}</a>`,
      one.board?.name ?? '–',
      one.image?.version ?? '–',
      html`<b class="t-${one.outcome ?? 'open'}">${both(words, (t) => outcomeWords(t, one.outcome))}</b>${asExpected(words, one)}`,
      code(one.code) ?? '',
      one.durationMs === null ? '–' : durationText(one.durationMs),
    ]),
  );
}

/** Where something else than `confirmed` may be right, whether the case came so. */
function asExpected(words: Bilingual, one: ReportCase): Markup | null {
  const passed = one.expectation === null ? null : casePassed(one);
  if (passed === null) return null;
  return html` · ${both(words, (t) => t(passed ? 'report:met' : 'report:notMet'))}`;
}
