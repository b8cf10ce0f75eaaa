import type { Bilingual } from '../bilingual.ts';
import type { ReportCase, ReportSample } from '../case-schema.ts';
import type { Markup } from './markup.ts';
import { both, html } from './markup.ts';
import { secondsMark, stepFor } from './quantities.ts';

const WIDTH = 720;
const HEIGHT = 180;
const LEFT = 64;
const TOP = 10;
const BOTTOM = 24;
const RIGHT = 24;

type Progress = NonNullable<ReportCase['progress']>;

/** What the server delivered and what the board wrote, over time: the gap between them was on its way. */
export function progressChart(words: Bilingual, progress: Progress): Markup | null {
  const { samples, totalBytes, bytesAre } = progress;
  if (samples.length < 2) return null;
  const fromMs = samples[0]?.atMs ?? 0;
  const toMs = Math.max(samples.at(-1)?.atMs ?? 0, fromMs + 1);
  const most = Math.max(totalBytes, 1);
  const x = (ms: number): number => LEFT + ((ms - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT - RIGHT);
  const y = (bytes: number): number => HEIGHT - BOTTOM - (bytes / most) * (HEIGHT - TOP - BOTTOM);
  const line = (value: (sample: ReportSample) => number | null): string =>
    samples
      .filter((sample) => value(sample) !== null)
      .map(
        (sample, at) =>
          `${at === 0 ? 'M' : 'L'}${x(sample.atMs).toFixed(1)} ${y(value(sample) ?? 0).toFixed(1)}`,
      )
      .join('');
  const delivered = line(({ deliveredBytes }) => deliveredBytes);
  const written = line(({ writtenBytes }) => writtenBytes);
  const kibStep = stepFor(most / 1024, 5);
  const kib = Array.from({ length: Math.floor(most / 1024 / kibStep) + 1 }, (_, at) => at * kibStep);
  const msStep = stepFor(toMs - fromMs, 8);
  const first = Math.ceil(fromMs / msStep) * msStep;
  const times = Array.from(
    { length: Math.floor((toMs - first) / msStep) + 1 },
    (_, at) => first + at * msStep,
  );
  const side = bytesAre === 'delivered' ? 'report:delivered' : 'report:handed';
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.en('report:progress')}">
${kib.map((value) => html`<path class="rule" d="M${LEFT} ${y(value * 1024).toFixed(1)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${(y(value * 1024) + 4).toFixed(1)}" text-anchor="end">${value} KiB</text>`)}
${times.map((ms) => html`<text x="${x(ms).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${secondsMark(ms, msStep)}</text>`)}
<path class="delivered" d="${delivered}"/><path class="written" d="${written}"/>
</svg>
<p class="mute"><svg class="key" viewBox="0 0 30 8"><path class="delivered" d="M0 4H30"/></svg> ${both(words, (t) => t(side))} · <svg class="key" viewBox="0 0 30 8"><path class="written" d="M0 4H30"/></svg> ${both(words, (t) => t(written === '' ? 'report:noWritten' : 'report:written'))}</p>`;
}
