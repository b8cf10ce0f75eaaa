import './tape.css';

import type { CSSProperties, ReactNode } from 'react';
import { Fragment } from 'react';

import type { StageSpan } from '../bench/spans.ts';
import type { Axis } from './axis.ts';
import { axisLabel } from './axis.ts';

interface TapeProps {
  readonly spans: readonly StageSpan[];
  readonly axis: Axis;
}

const COLUMN = 100;
const percent = (ms: number, { spanMs }: Axis): string => `${(ms / spanMs) * 100}%`;

/** Lines from the markers in their columns down to where their time lies on the tape. */
export function Leads({ spans, axis }: TapeProps): ReactNode {
  const width = spans.length * COLUMN;
  return (
    <svg className="leads" viewBox={`0 0 ${width} 20`} preserveAspectRatio="none" aria-hidden="true">
      {spans.map(({ stage, kind, fromMs, toMs }, index) => {
        if (fromMs === null || toMs === null) return null;
        const x = (((fromMs + toMs) / 2 / axis.spanMs) * width).toFixed(1);
        return <path key={stage} className={kind} d={`M${index * COLUMN + COLUMN / 2} 0V4L${x} 16V20`} />;
      })}
    </svg>
  );
}

/** What was measured, on a graduated rule; the outline is what the last run took. */
export function Tape({ spans, axis }: TapeProps): ReactNode {
  return (
    <div className="tape" aria-hidden="true">
      <div className="segments">
        {spans.map(({ stage, kind, fromMs, toMs }, index) => {
          if (fromMs === null || toMs === null) return null;
          const box = (from: number, to: number): CSSProperties => ({
            left: percent(from, axis),
            width: percent(to - from, axis),
          });
          const plannedMs = kind === 'now' ? (spans[index + 1]?.fromMs ?? toMs) : toMs;
          return (
            <Fragment key={stage}>
              {plannedMs > toMs && <i className="todo" style={box(fromMs, plannedMs)} />}
              <i className={`${kind} ${stage}`} style={box(fromMs, toMs)} />
            </Fragment>
          );
        })}
      </div>
      <div
        className="scale"
        style={{ backgroundSize: `${percent(axis.stepMs / 2, axis)} 5px`, backgroundRepeat: 'repeat-x' }}
      >
        {axis.labelsMs.map((ms, index) => (
          <span key={ms} style={{ left: percent(ms, axis) }}>
            {axisLabel(ms)}
            {index === axis.labelsMs.length - 1 && ' s'}
          </span>
        ))}
      </div>
    </div>
  );
}
