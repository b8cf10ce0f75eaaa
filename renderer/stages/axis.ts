const STEPS_MS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600].map((seconds) => seconds * 1000);
/** Labels that fit beside one another at the least width. */
const MOST_LABELS = 10;
/** An axis without anything to show on it, or with an update of unknown length. */
const EMPTY_MS = 19_000;
/** Room behind the last end, so that it is seen as an end. */
const MARGIN = 1.03;
/** A label behind this share of the axis would be cut at its end. */
const LAST_LABEL = 0.98;

/** A graduated rule from zero to `spanMs`, with a label at every `stepMs` and a tick at every half of it. */
export interface Axis {
  readonly spanMs: number;
  readonly stepMs: number;
  readonly labelsMs: readonly number[];
}

/** The axis for a tape that ends at `endMs`; one that grows does so in whole steps, so that it does not creep. */
export function axisFor(endMs: number, growing: boolean): Axis {
  const leastMs = growing || endMs === 0 ? EMPTY_MS : 1_000;
  const wantedMs = Math.max(endMs * MARGIN, leastMs);
  const stepMs = STEPS_MS.find((step) => wantedMs / step <= MOST_LABELS) ?? wantedMs / MOST_LABELS;
  const spanMs = growing ? Math.ceil(wantedMs / stepMs) * stepMs : wantedMs;
  const labels = Math.floor((spanMs * LAST_LABEL) / stepMs) + 1;
  return { spanMs, stepMs, labelsMs: Array.from({ length: labels }, (_, i) => i * stepMs) };
}

/** `8`, or `2:30` from two minutes on. */
export function axisLabel(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return String(seconds);
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
