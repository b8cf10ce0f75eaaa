import type { Translator } from '../../text/translator.ts';
import type { Bilingual } from '../bilingual.ts';
import { escapeXml } from '../xml.ts';

/** Markup that is safe as it stands; made by `html` alone, which escapes everything else. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | readonly (Markup | string | null)[];

/** Markup with values in it: text is escaped, markup stands as it is, null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const markup = texts.map((text, at) => text + (at < parts.length ? partText(parts[at] ?? null) : ''));
  return { markup: markup.join('') };
}

/** Words in both languages, of which the reader's choice shows one. */
export function both({ en, zh }: Bilingual, say: (t: Translator) => string): Markup {
  const english = say(en);
  const chinese = say(zh);
  if (english === chinese) return html`${english}`;
  return html`<span class="l" lang="en">${english}</span><span class="l" lang="zh-CN">${chinese}</span>`;
}

/** The same inside a drawing's `text`. */
export function bothInText({ en, zh }: Bilingual, say: (t: Translator) => string): Markup {
  const english = say(en);
  const chinese = say(zh);
  if (english === chinese) return html`${english}`;
  return html`<tspan class="l" lang="en">${english}</tspan><tspan class="l" lang="zh-CN">${chinese}</tspan>`;
}

/** Labels and values; rows without a value are left out. */
export function facts(rows: readonly (readonly [Markup, Markup | string | null])[]): Markup {
  const shown = rows.filter(([, value]) => value !== null && value !== '');
  return html`<dl>${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A table with a row of heads. */
export function table(
  heads: readonly Markup[],
  rows: readonly (readonly (Markup | string | null)[])[],
): Markup {
  return html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}

/** Something a machine printed. */
export function code(text: string | null): Markup | null {
  return text === null ? null : html`<code>${text}</code>`;
}

function partText(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeXml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map((one) => partText(one)).join('');
}
