import type { Fault, FaultGroup, FaultName } from './fault.ts';
import { FAULT_NAMES } from './fault.ts';

const server = (group: FaultGroup, more: Partial<Fault> = {}): Fault => ({
  group,
  side: 'server',
  params: [],
  needsFilledSlot: false,
  image: null,
  ...more,
});
const board = (group: FaultGroup, more: Partial<Fault>): Fault => ({
  ...server(group),
  side: 'board',
  ...more,
});
const status = server('status');
const redirect = server('redirect');
const certificate = server('certificate');

/** The faults and what they are made of. */
export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  'truncated-body': server('body', { params: ['atBytes'], needsFilledSlot: true }),
  'truncated-header': server('body', { params: ['atBytes'] }),
  'random-body': server('body'),
  'flipped-bit': server('body', { params: ['atBytes'] }),
  'wrong-chip': server('body'),
  'wrong-magic': server('body'),
  'too-large': server('body'),
  stall: server('flow', { params: ['atBytes', 'forMs'] }),
  reset: server('flow', { params: ['atBytes'] }),
  slow: server('flow', { params: ['bytesPerSecond'] }),
  jitter: server('flow'),
  chunked: server('framing'),
  'no-length': server('framing'),
  'short-length': server('framing', { params: ['atBytes'], needsFilledSlot: true }),
  'long-length': server('framing'),
  'status-404': status,
  'status-403': status,
  'status-500': status,
  'status-503': status,
  'redirect-301': redirect,
  'redirect-302': redirect,
  'redirect-307': redirect,
  'redirect-308': redirect,
  'redirect-301-bad': redirect,
  'redirect-302-bad': redirect,
  'redirect-307-bad': redirect,
  'redirect-308-bad': redirect,
  'redirect-loop': redirect,
  'wrong-ca': certificate,
  'wrong-host': certificate,
  expired: certificate,
  'not-yet-valid': certificate,
  'self-signed': certificate,
  'tls13-only': server('tls'),
  'tls12-only': server('tls'),
  'no-shared-cipher': server('tls'),
  'plain-http': server('tls'),
  'server-gone': server('reach'),
  'port-filtered': server('reach'),
  'same-version': server('version'),
  'last-invalid-version': server('version', { image: 'diagnostics-fail' }),
  'power-cut': board('board', { params: ['atBytes'] }),
  'diagnostics-fail': board('board', { image: 'diagnostics-fail' }),
  'crash-after-boot': board('board', { image: 'crash-after-boot' }),
  'never-confirms': board('board', { image: 'never-confirms' }),
};

export function isFaultName(name: string): name is FaultName {
  return FAULT_NAMES.some((known) => known === name);
}
