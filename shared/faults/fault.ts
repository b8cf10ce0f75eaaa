/** Faults by what goes wrong, in the order of an update. */
export const FAULT_GROUPS = [
  'body',
  'flow',
  'framing',
  'status',
  'redirect',
  'certificate',
  'tls',
  'reach',
  'version',
  'board',
] as const;

export type FaultGroup = (typeof FAULT_GROUPS)[number];

/** Every fault there is, in the order in which a run takes them. */
export const FAULT_NAMES = [
  'truncated-body',
  'truncated-header',
  'random-body',
  'flipped-bit',
  'wrong-chip',
  'wrong-magic',
  'too-large',
  'stall',
  'reset',
  'slow',
  'jitter',
  'chunked',
  'no-length',
  'short-length',
  'long-length',
  'status-404',
  'status-403',
  'status-500',
  'status-503',
  'redirect-301',
  'redirect-302',
  'redirect-307',
  'redirect-308',
  'redirect-301-bad',
  'redirect-302-bad',
  'redirect-307-bad',
  'redirect-308-bad',
  'redirect-loop',
  'wrong-ca',
  'wrong-host',
  'expired',
  'not-yet-valid',
  'self-signed',
  'tls13-only',
  'tls12-only',
  'no-shared-cipher',
  'plain-http',
  'server-gone',
  'port-filtered',
  'same-version',
  'last-invalid-version',
  'power-cut',
  'diagnostics-fail',
  'crash-after-boot',
  'never-confirms',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** Numbers of a fault; which of them count, its `Fault` says. */
export interface FaultParams {
  /** Where in the body it strikes. */
  readonly atBytes?: number | undefined;
  /** How long it lasts. */
  readonly forMs?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
}

/** The numbers of a fault, all of them chosen. */
export type ResolvedParams = { readonly [K in keyof FaultParams]-?: number };

/** Who makes it: our server, or the board itself. */
export type FaultSide = 'server' | 'board';

/** A fault as its table has it. */
export interface Fault {
  readonly group: FaultGroup;
  readonly side: FaultSide;
  /** The numbers that count. */
  readonly params: readonly (keyof FaultParams)[];
  /** What is left in the slot could complete what is sent: another image is put there first. */
  readonly needsFilledSlot: boolean;
  /** What makes it: a virtual board, or, where a name stands here, a real one with an image that does this. */
  readonly image: FaultName | null;
}

/** A fault as a setting of one push. */
export interface FaultSetting {
  readonly name: FaultName;
  readonly params: FaultParams;
  /** The image is offered as this version, digests and all; null: as it is. */
  readonly version: string | null;
  /** The slot is filled with another image in place of the fault, which the board must refuse at its end. */
  readonly fillsSlot: boolean;
  /** Port of the server that misbehaves; 0 takes a free one. */
  readonly port: number;
}

/** Names of faults that a real board shows when it is given an image that does it. */
export const IMAGE_FAULTS = ['diagnostics-fail', 'crash-after-boot', 'never-confirms'] as const;

export type ImageFault = (typeof IMAGE_FAULTS)[number];
