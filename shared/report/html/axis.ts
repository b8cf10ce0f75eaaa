import { stepFor } from './quantities.ts';

/** The range of a chart that begins and ends on a mark, and its marks. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly number[];
}

const PARTS = 4;

/** From zero where the values are not far from it; else close around them, so that a small drift is seen. */
export function axisOf(values: readonly number[]): Axis {
  const most = Math.max(...values);
  const least = Math.min(...values);
  const nearZero = least >= 0 && least <= most / 2;
  const range = nearZero ? most : most - least;
  const step = stepFor(range || Math.abs(most) / 2 || 1, PARTS);
  const first = nearZero ? 0 : Math.floor(least / step);
  // A flat line lies between two marks, not on the edge.
  const last = Math.max(Math.ceil(most / step), first + 1);
  const marks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { from: first * step, to: last * step, marks };
}
