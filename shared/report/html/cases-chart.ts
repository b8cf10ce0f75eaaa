import type { Bilingual } from '../bilingual.ts';
import type { ReportCase } from '../case-schema.ts';
import type { Markup } from './markup.ts';
import { both, html } from './markup.ts';
import { durationText, stepFor } from './quantities.ts';

const WIDTH = 900;
const HEIGHT = 160;
const LEFT = 70;
const TOP = 10;
const BOTTOM = 20;

/** How long each case took, coloured by its verdict, and what was measured in each. */
export function casesCharts(words: Bilingual, cases: readonly ReportCase[]): Markup {
  const names = [...new Set(cases.flatMap(({ measured }) => Object.keys(measured)))].sort();
  return html`<h3>${both(words, (t) => t('report:durations'))}</h3>${bars(cases)}
${names.length === 0 ? null : html`<h3>${both(words, (t) => t('report:measured'))}</h3>`}
${names.map((name) =>
  curve(
    name,
    cases.map(({ measured }) => measured[name] ?? null),
  ),
)}`;
}

function bars(cases: readonly ReportCase[]): Markup {
  const most = Math.max(1, ...cases.map(({ durationMs }) => durationMs ?? 0));
  const pitch = (WIDTH - LEFT) / Math.max(1, cases.length);
  const y = (ms: number): number => HEIGHT - BOTTOM - (ms / most) * (HEIGHT - TOP - BOTTOM);
  const drawn = cases.map((one, at) => {
    const top = y(one.durationMs ?? 0);
    const left = LEFT + at * pitch;
    return html`<rect class="f-${one.outcome ?? 'open'}" x="${left.toFixed(2)}" y="${top.toFixed(1)}" width="${Math.max(0.5, pitch * 0.8).toFixed(2)}" height="${Math.max(1, HEIGHT - BOTTOM - top).toFixed(1)}"><title>${one.name}: ${durationText(one.durationMs ?? 0)}</title></rect>`;
  });
  return chart(most, y, (ms) => durationText(ms), cases.length, drawn);
}

function curve(name: string, values: readonly (number | null)[]): Markup {
  const known = values.filter((value) => value !== null);
  const most = Math.max(0, ...known);
  const least = Math.min(0, ...known);
  const range = most - least || 1;
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - least) / range) * (HEIGHT - TOP - BOTTOM);
  const pitch = (WIDTH - LEFT) / Math.max(1, values.length);
  const points = values
    .map((value, at) =>
      value === null ? null : `${(LEFT + (at + 0.4) * pitch).toFixed(1)},${y(value).toFixed(1)}`,
    )
    .filter((point) => point !== null);
  const line = html`<polyline class="written" points="${points.join(' ')}"/>`;
  return html`<p class="mono">${name}</p>${chart(
    range,
    (value) => y(value + least),
    (value) => String(Math.round(value + least)),
    values.length,
    [line],
  )}`;
}

function chart(
  range: number,
  y: (value: number) => number,
  label: (value: number) => string,
  count: number,
  drawn: readonly Markup[],
): Markup {
  const step = stepFor(range, 4);
  const marks = Array.from({ length: Math.floor(range / step) + 1 }, (_, at) => at * step);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
${marks.map((value) => html`<path class="rule" d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH}"/><text x="${LEFT - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${label(value)}</text>`)}
${drawn}<text x="${LEFT}" y="${HEIGHT - 4}">1</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${count}</text>
</svg>`;
}
