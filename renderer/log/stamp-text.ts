import type { LogStamps } from '../../shared/contract/log-values.ts';
import { spanText } from '../../shared/log/line-text.ts';
import type { LogEntry } from '../../shared/log/log-entry.ts';
import { clockText } from '../text/format.ts';

/** The time before a line; empty where it is not known. */
export function stampOf(
  entry: LogEntry,
  stamps: LogStamps,
  since: { readonly startedAtMs: number; readonly pushedAtMs: number | null },
): string {
  const { receivedAtMs, deviceTimeMs } = entry;
  switch (stamps) {
    case 'none':
      return '';
    case 'host':
      return receivedAtMs === 0 ? '' : clockText(receivedAtMs, true);
    case 'device':
      return deviceTimeMs === null ? '' : spanText(deviceTimeMs);
    case 'relative':
      return receivedAtMs === 0 || since.startedAtMs === 0 ? '' : spanText(receivedAtMs - since.startedAtMs);
    case 'sincePush':
      return since.pushedAtMs === null ? '' : spanText(receivedAtMs - since.pushedAtMs);
  }
}
