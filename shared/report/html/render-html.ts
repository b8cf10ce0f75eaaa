import type { Language } from '../../text/language.ts';
import { bilingual } from '../bilingual.ts';
import type { Report } from '../report-schema.ts';
import { caseSections, section } from './case-section.ts';
import { certificateFacts, programFacts } from './facts.ts';
import type { Markup } from './markup.ts';
import { both, html } from './markup.ts';
import { utcText } from './quantities.ts';
import { runSections } from './run-sections.ts';
import { STYLE } from './style.ts';

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
  certificateFacts(words, report.certificates),
)}
${section(
  both(words, (t) => t('report:program')),
  programFacts(words, report),
)}
</main></body></html>
`;
  return page.markup;
}
