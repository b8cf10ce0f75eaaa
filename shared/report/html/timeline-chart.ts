import { stageSpans } from '../../ota/session/stage-spans.ts';
import type { Bilingual } from '../bilingual.ts';
import type { ReportCase } from '../case-schema.ts';
import type { Markup } from './markup.ts';
import { bothInText, html } from './markup.ts';
import { durationText, secondsMark, stepFor } from './quantities.ts';

const WIDTH = 720;
const LEFT = 110;
const RIGHT = 70;
const ROW = 20;

/** The stages as bars on one rule of seconds, drawn to scale. */
export function timelineChart(words: Bilingual, one: ReportCase): Markup {
  const { outcome, durationMs, stages, progress } = one;
  const endMs = Math.max(durationMs ?? 0, stages.at(-1)?.atMs ?? 0, 1);
  const spans = stageSpans(
    {
      startedAtMs: 0,
      stages,
      writtenAtMs: progress?.writtenAtMs ?? null,
      current: null,
      verdict: outcome === null ? null : { outcome, durationMs: endMs },
    },
    endMs,
  ).filter(({ kind }) => kind !== 'todo');
  const x = (ms: number): number => rounded(LEFT + (ms / endMs) * (WIDTH - LEFT - RIGHT));
  const bottom = spans.length * ROW + 4;
  const step = stepFor(endMs, 10);
  const ticks = Array.from({ length: Math.floor(endMs / step) + 1 }, (_, at) => at * step);
  const bars = spans.map(({ stage, kind, fromMs, toMs }, row) => {
    const y = row * ROW;
    const width = Math.max(1.5, x(toMs) - x(fromMs));
    return html`<text x="${LEFT - 8}" y="${y + 14}" text-anchor="end">${bothInText(words, (t) => t(`stages:${stage}`))}</text><rect class="${kind}" x="${x(fromMs)}" y="${y + 5}" width="${rounded(width)}" height="10"/><text x="${rounded(x(fromMs) + width + 6)}" y="${y + 14}">${durationText(toMs - fromMs)}</text>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 20}" role="img" aria-label="${words.en('report:timeline')}">
${ticks.map((ms) => html`<path class="rule" d="M${x(ms)} 0V${bottom}"/><text x="${x(ms)}" y="${bottom + 14}" text-anchor="middle">${secondsMark(ms, step)}</text>`)}
${bars}
</svg>`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
