import type { Bilingual } from '../bilingual.ts';
import type { ReportCase } from '../case-schema.ts';
import type { ReportKind } from '../report-schema.ts';
import type { Axis } from './axis.ts';
import { axisOf } from './axis.ts';
import type { Markup } from './markup.ts';
import { both, html } from './markup.ts';
import { measureWords } from './measure-words.ts';
import { durationText, stepFor } from './quantities.ts';

const WIDTH = 720;
const HEIGHT = 130;
const LEFT = 64;
const TOP = 10;
const BOTTOM = 20;
const FLOOR = HEIGHT - BOTTOM;
/** So many cases are named below their place; more are numbered. */
const NAMED = 8;
const NAME_CHARACTERS = 14;

/** How long each case took, coloured by its verdict, and what was measured in each. */
export function casesCharts(words: Bilingual, kind: ReportKind, cases: readonly ReportCase[]): Markup {
  const names = [...new Set(cases.flatMap(({ measured }) => Object.keys(measured)))].sort();
  const places = placesBelow(kind, cases);
  return html`${durations(words, cases, places)}${names.map((name) => measured(words, kind, cases, name, places))}`;
}

function durations(words: Bilingual, cases: readonly ReportCase[], places: Markup): Markup | null {
  const known = cases.flatMap(({ durationMs }) => durationMs ?? []);
  if (known.length === 0) return null;
  const axis = axisOf([0, ...known]);
  const bars = cases.map(({ outcome, name, durationMs }, at) => {
    if (durationMs === null) return null;
    const top = Math.min(heightOn(axis, durationMs), FLOOR - 1);
    const width = Math.max(0.5, pitchOf(cases.length) * 0.8);
    return html`<rect class="f-${outcome ?? 'open'}" x="${(middleOf(at, cases.length) - width / 2).toFixed(2)}" y="${top.toFixed(1)}" width="${width.toFixed(2)}" height="${(FLOOR - top).toFixed(1)}"><title>${name}: ${durationText(durationMs)}</title></rect>`;
  });
  const title = both(words, (t) => t('report:durations'));
  return html`<h4>${title}</h4>${drawn(words.en('report:durations'), axis, durationText, [...bars, places])}`;
}

/** From board to board a number does not rise or fall: only the cycles of a soak are joined by a line. */
function measured(
  words: Bilingual,
  kind: ReportKind,
  cases: readonly ReportCase[],
  name: string,
  places: Markup,
): Markup | null {
  const { label, per, unit } = measureWords(name);
  const points = cases.flatMap((one, at) => {
    const value = one.measured[name] ?? null;
    return value === null ? [] : [{ x: middleOf(at, cases.length), value: value / per }];
  });
  if (points.length === 0) return null;
  const axis = axisOf(points.map(({ value }) => value));
  const placed = points.map(({ x, value }) => [x.toFixed(1), heightOn(axis, value).toFixed(1)] as const);
  const marks =
    kind === 'soak' && placed.length > 1
      ? [html`<polyline class="written" points="${placed.map((point) => point.join(',')).join(' ')}"/>`]
      : placed.map(([x, y]) => html`<circle cx="${x}" cy="${y}" r="2.5"/>`);
  const title = html`${both(words, label)}${unit === '' ? null : `, ${unit}`}`;
  const inWords = (value: number): string => value.toLocaleString('en-US');
  return html`<h4>${title}</h4>${drawn(label(words.en), axis, inWords, [...marks, places])}`;
}

/** Whose each place is: by the boards' names where these are few, else by number. */
function placesBelow(kind: ReportKind, cases: readonly ReportCase[]): Markup {
  const count = cases.length;
  const isNamed = kind === 'fleet' && count <= NAMED;
  const step = isNamed ? 1 : Math.max(1, stepFor(count, 10));
  const below = cases.flatMap(({ board }, at) => {
    const name = isNamed ? (board?.name ?? '').slice(0, NAME_CHARACTERS) : String(at + 1);
    const isMarked = isNamed || at === 0 || (at + 1) % step === 0;
    return isMarked
      ? [
          html`<text x="${middleOf(at, count).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${name}</text>`,
        ]
      : [];
  });
  return html`${below}`;
}

function drawn(
  label: string,
  axis: Axis,
  inWords: (value: number) => string,
  inside: readonly (Markup | null)[],
): Markup {
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${axis.marks.map((value) => {
  const y = heightOn(axis, value);
  return html`<path class="rule" d="M${LEFT} ${y.toFixed(1)}H${WIDTH}"/><text x="${LEFT - 6}" y="${(y + 3.5).toFixed(1)}" text-anchor="end">${inWords(value)}</text>`;
})}
${inside}
</svg>`;
}

function heightOn({ from, to }: Axis, value: number): number {
  return FLOOR - ((value - from) / (to - from)) * (FLOOR - TOP);
}

function pitchOf(count: number): number {
  return (WIDTH - LEFT) / Math.max(1, count);
}

function middleOf(at: number, count: number): number {
  return LEFT + (at + 0.5) * pitchOf(count);
}
