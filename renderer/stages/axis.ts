const STEPS_MS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600].map((seconds) => seconds * 1000);
/** Labels that fit beside one another at the least width. */
const MOST_LABELS = 10;
/** An axis without anything to show on it. */
const EMPTY_MS = 20_000;
/** Room behind the last end, so that it is seen as an end. */
const MARGIN = 1.03;

/** A graduated rule from zero to `spanMs`, with a label at every `stepMs` and a tick at every half of it. */
export interface Axis {
  readonly spanMs: number;
  readonly stepMs: number;
  readonly labelsMs: readonly number[];
}

/** The axis for a tape that ends at `endMs`; it grows in whole steps, so that it does not creep. */
export function axisFor(endMs: number, growing: boolean): Axis {
  const wantedMs = Math.max(endMs * MARGIN, endMs > 0 ? 1_000 : EMPTY_MS);
  const stepMs = STEPS_MS.find((step) => wantedMs / step <= MOST_LABELS) ?? wantedMs / MOST_LABELS;
  const spanMs = growing ? Math.ceil(wantedMs / stepMs) * stepMs : wantedMs;
  const labelsMs = Array.from({ length: Math.floor(spanMs / stepMs) + 1 }, (_, i) => i * stepMs);
  return { spanMs, stepMs, labelsMs };
}

/** `8`, or `2:30` above a minute. */
export function axisLabel(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return String(seconds);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
