import type { Input } from '../../shared/contract/contract.ts';
import type { Delivery } from '../../shared/ota/delivery.ts';
import type { PreflightName } from '../../shared/ota/preflight.ts';
import type { ServerOptions } from './server-options.ts';

/** How a board is found and updated, as `push` and `watch` share it. */
export interface UpdateOptions extends ServerOptions {
  readonly port: string;
  readonly baudRate: number;
  readonly reset: boolean;
  readonly sendUrl: boolean;
  /** How the image is handed over; null or left out: with its length, to anyone, over TLS. */
  readonly delivery?: Delivery | null;
  readonly override: 'all' | readonly PreflightName[];
  readonly timeoutMs: number | null;
  /** Whose certificate the board is shown; null or left out: the one chosen for it. */
  readonly authority?: string | null;
  /** How long the image is watched after it was confirmed. */
  readonly watchMs: number;
}

/** The request that starts an update with these options. */
export function startOf(options: UpdateOptions, deviceId: string, imageId: string): Input<'push.start'> {
  const { override, reset, sendUrl, timeoutMs, watchMs, delivery, authority } = options;
  const all = override === 'all' ? override : [...override];
  const start = { deviceId, imageId, override: all, reset, sendUrl, timeoutMs, watchMs };
  return {
    ...start,
    ...(delivery == null ? {} : { delivery }),
    ...(authority == null ? {} : { authority }),
  };
}

/** What every update of a run shares. */
export function runPushOf(options: UpdateOptions): Input<'run.soak'>['push'] {
  const { override, reset, sendUrl, timeoutMs, delivery, authority } = options;
  return {
    override: override === 'all' ? override : [...override],
    reset,
    sendUrl,
    timeoutMs,
    ...(delivery == null ? {} : { delivery }),
    ...(authority == null ? {} : { authority }),
  };
}
