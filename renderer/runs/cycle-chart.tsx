import type { ReactNode } from 'react';

import type { RunCaseView } from '../../shared/run/run-view.ts';
import { useText } from '../text/text-context.tsx';

interface CycleChartProps {
  readonly title: string;
  readonly cases: readonly RunCaseView[];
  readonly read: (one: RunCaseView) => number | null;
  readonly textOf: (value: number) => string;
  /** The least value of the scale; the smallest of the cycles where left out. */
  readonly from?: number;
}

const WIDTH = 1_000;
const HEIGHT = 96;

/** A number of each cycle, drawn to one scale; a cycle that was not confirmed stands out by its mark. */
export function CycleChart({ title, cases, read, textOf, from }: CycleChartProps): ReactNode {
  const t = useText();
  const values = cases.map(read);
  const known = values.filter((value) => value !== null).sort((one, other) => one - other);
  if (known.length === 0) return null;
  const least = from ?? (known[0] as number);
  const most = known.at(-1) as number;
  const span = Math.max(most - least, 1e-9);
  const step = WIDTH / Math.max(cases.length, 1);
  // Where all are alike they fill the height: an empty chart would say that nothing was measured.
  const y = (value: number): number =>
    HEIGHT - 4 - (most === least ? 1 : (value - least) / span) * (HEIGHT - 12);
  const median = known[known.length >> 1] as number;
  const label = `${title}: ${t('runs:median', { value: textOf(median) })}`;
  return (
    <figure className="cycle-chart">
      <figcaption>
        {title} <small>{t('runs:median', { value: textOf(median) })}</small>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line className="median" x1="0" x2={WIDTH} y1={y(median)} y2={y(median)} />
        {cases.map((one, index) => {
          const value = values[index] ?? null;
          if (value === null) return null;
          const outcome = one.state.kind === 'ended' ? one.state.outcome : 'updating';
          return (
            <rect
              key={one.taskId}
              data-outcome={outcome}
              x={index * step + step * 0.15}
              width={Math.max(step * 0.7, 0.8)}
              y={y(value)}
              height={Math.max(HEIGHT - y(value), 1)}
            />
          );
        })}
      </svg>
      <span className="chart-scale" aria-hidden="true">
        <small>{textOf(most)}</small>
        <small>{textOf(least)}</small>
      </span>
    </figure>
  );
}
