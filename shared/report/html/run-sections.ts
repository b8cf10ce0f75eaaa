import type { TextKey } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import { casePassed } from '../case-passed.ts';
import type { ReportCase } from '../case-schema.ts';
import type { Report } from '../report-schema.ts';
import { caseSections, section } from './case-section.ts';
import { casesCharts } from './cases-chart.ts';
import { certificateFacts } from './facts.ts';
import type { Markup } from './markup.ts';
import { both, code, facts, html, table } from './markup.ts';
import { outcomeWords } from './outcome-words.ts';
import { parameterFacts } from './parameters.ts';
import { durationText, utcText } from './quantities.ts';

/** Cases that are told in full; of a longer run those that did not come as they should go first. */
const TOLD_IN_FULL = 60;
/** Names that are listed; of more their number is. */
const LISTED = 4;

/** A run: what came of it as a whole, its cases in charts and in a table, then each by itself. */
export function runSections(words: Bilingual, report: Report): readonly Markup[] {
  const { cases, parameters } = report;
  const say = (key: TextKey, values = {}): Markup => both(words, (t) => t(key, values));
  const told = toldInFull(cases);
  return [
    plate(words, report),
    section(say('report:parameters'), parameterFacts(words, parameters)),
    section(
      say('report:cases'),
      html`${casesCharts(words, report.kind, cases)}${casesTable(words, cases, new Set(told))}`,
      true,
    ),
    html`${told.length < begun(cases).length ? html`<p>${say('report:onlySome', { shown: told.length, cases: cases.length })}</p>` : null}`,
    ...told.map((one) => caseDetails(words, report, one)),
  ];
}

function plate(words: Bilingual, { kind, cases, summary, stopped, startedAt, endedAt }: Report): Markup {
  const say = (key: TextKey, values = {}): Markup => both(words, (t) => t(key, values));
  const passed = cases.filter((one) => casePassed(one) === true).length;
  const notBegun = cases.filter((one) => one.outcome === null && one.startedAt === null).length;
  const running = summary.open - notBegun;
  const whole = summary.open === 0 && passed === summary.cases ? 'confirmed' : 'failed';
  const head =
    kind === 'plan'
      ? say('report:casesAsExpected', { passed, cases: summary.cases })
      : say('report:casesConfirmed', { confirmed: summary.confirmed, cases: summary.cases });
  const images = cases.map(({ image }) =>
    image === null ? null : [image.projectName ?? image.fileName, image.version].join(' ').trim(),
  );
  return html`<section class="plate ${summary.cases === summary.open ? 'open' : whole}"><p class="word">${head}</p>
${stopped === null ? null : html`<p>${say(`runs:stopped_${stopped}`)}</p>`}
${notBegun === 0 ? null : html`<p>${say('report:casesNotBegun', { count: notBegun })}</p>`}
${running === 0 ? null : html`<p>${say('report:casesOpen', { count: running })}</p>`}
${facts([
  [say('report:image'), listed(images)],
  [say('report:board'), listed(cases.map(({ board }) => board?.name ?? null))],
  [say('report:started'), utcText(startedAt)],
  [say('report:ended'), endedAt === null ? null : utcText(endedAt)],
  [say('report:duration'), summary.durationMs === null ? null : durationText(summary.durationMs)],
])}</section>`;
}

/** Each name once; null where there is none. */
function listed(names: readonly (string | null)[]): string | null {
  const all = [...new Set(names.filter((name) => name !== null))];
  const more = all.length - LISTED;
  return all.length === 0 ? null : [...all.slice(0, LISTED), ...(more > 0 ? [`+ ${more}`] : [])].join(', ');
}

/** Open where it did not come as it should, so that print has it too. A link into it opens it. */
function caseDetails(words: Bilingual, report: Report, one: ReportCase): Markup {
  const shown = one.certificates;
  const asAll = shown?.server.sha256Fingerprint === report.certificates?.server.sha256Fingerprint;
  const title = both(words, (t) => t('report:certificates'));
  const certificates = shown === null || asAll ? null : section(title, certificateFacts(words, shown));
  return html`<details${casePassed(one) === false ? html` open` : null}><summary>${one.name}: ${outcomeWord(words, one)}</summary>
<div id="case-${one.caseId}">${[...caseSections(words, one), certificates]}</div></details>`;
}

function toldInFull(cases: readonly ReportCase[]): readonly ReportCase[] {
  const all = begun(cases);
  if (all.length <= TOLD_IN_FULL) return all;
  const chosen = new Set(all.filter((one) => casePassed(one) !== true).slice(0, TOLD_IN_FULL));
  for (const one of all) if (chosen.size < TOLD_IN_FULL) chosen.add(one);
  return all.filter((one) => chosen.has(one));
}

function begun(cases: readonly ReportCase[]): readonly ReportCase[] {
  return cases.filter(({ outcome, startedAt }) => outcome !== null || startedAt !== null);
}

function casesTable(words: Bilingual, cases: readonly ReportCase[], told: ReadonlySet<ReportCase>): Markup {
  const say = (key: TextKey): Markup => both(words, (t) => t(key));
  const heads = ['caseName', 'board', 'version', 'outcome', 'cause', 'duration'] as const;
  return table(
    heads.map((head) => say(`report:${head}`)),
    cases.map((one) => [
      told.has(one) ? html`<a href="#case-${one.caseId}">${one.name}</a>` : one.name,
      one.board?.name ?? '–',
      one.image?.version ?? one.expected.version ?? '–',
      html`${outcomeWord(words, one)}${asExpected(words, one)}`,
      code(one.code) ?? '',
      one.durationMs === null ? '–' : durationText(one.durationMs),
    ]),
  );
}

function outcomeWord(words: Bilingual, one: ReportCase): Markup {
  return html`<b class="t-${one.outcome ?? 'open'}">${both(words, (t) => outcomeWords(t, one))}</b>`;
}

/** Where something else than `confirmed` may be right, whether the case came so. */
function asExpected(words: Bilingual, one: ReportCase): Markup | null {
  const passed = one.expectation === null ? null : casePassed(one);
  if (passed === null) return null;
  return html` · ${both(words, (t) => t(passed ? 'report:met' : 'report:notMet'))}`;
}
