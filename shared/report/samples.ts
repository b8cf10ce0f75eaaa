import type { Progress } from '../ota/session-view.ts';
import type { ReportSample } from './case-schema.ts';

/** Samples a report keeps; a chart is no wider in points. */
const KEPT = 400;

/** Notes how far an update was; a report's chart is drawn from it. Adds in place, and thins where it grows long. */
export function addSample(samples: ReportSample[], atMs: number, progress: Progress): void {
  const { deliveredBytes, writtenBytes } = progress;
  const last = samples.at(-1);
  if (deliveredBytes === null && writtenBytes === null) return;
  if (last?.deliveredBytes === deliveredBytes && last.writtenBytes === writtenBytes) return;
  samples.push({ atMs, deliveredBytes, writtenBytes });
  if (samples.length > 2 * KEPT) samples.splice(0, samples.length, ...thinned(samples));
}

/** At most as many samples as a report keeps, the first and the last among them. */
export function thinned(samples: readonly ReportSample[]): readonly ReportSample[] {
  if (samples.length <= KEPT) return samples;
  return Array.from(
    { length: KEPT },
    (_, at) => samples[Math.round((at * (samples.length - 1)) / (KEPT - 1))] as ReportSample,
  );
}
