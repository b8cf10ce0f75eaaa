import type { CutDownload } from '../../shared/contract/serving-values.ts';
import type { RefusalReason } from '../../shared/ota/server-event.ts';

/** A connection that was closed before a byte of it was read; `peer` null where the system did not say. */
export interface PeerRefusedEvent {
  readonly event: 'peerRefused';
  readonly peer: string | null;
  readonly reason: RefusalReason;
}

/** The server has stopped; `cut` are the downloads that this broke off. */
export interface StoppedEvent {
  readonly event: 'stopped';
  readonly cut: readonly CutDownload[];
}

/** Something is done as asked, and has a price. */
export interface WarningEvent {
  readonly event: 'warning';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export type ServingEvent = PeerRefusedEvent | StoppedEvent | WarningEvent;
