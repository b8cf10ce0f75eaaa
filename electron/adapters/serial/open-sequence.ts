import type { ModemLines } from '../../core/ports.ts';

export interface OpenSequence {
  /** Whether closing drops DTR; where false, Windows also opens with both lines released. */
  readonly hupcl: boolean;
  /** Set one after the other once the port is open. */
  readonly steps: readonly ModemLines[];
}

/**
 * How to open a port without resetting the board: RTS drives EN, DTR drives GPIO0, and both asserted pull neither.
 * Unix asserts both on opening, so RTS is released first and GPIO0 only afterwards. Windows can open with both
 * released (DTR_CONTROL_DISABLE, RTS_CONTROL_DISABLE); the step says it again for drivers that ignore that.
 */
export function openSequence(platform: string): OpenSequence {
  if (platform === 'win32') return { hupcl: false, steps: [RELEASED] };
  return { hupcl: false, steps: [{ dtr: true, rts: false }, RELEASED] };
}

/** From `lines` to both released, without a pulse on EN while GPIO0 is low. */
export function releaseSequence(lines: ModemLines): readonly ModemLines[] {
  if (!lines.dtr && !lines.rts) return [];
  return lines.dtr && lines.rts ? [{ dtr: true, rts: false }, RELEASED] : [RELEASED];
}

const RELEASED: ModemLines = { dtr: false, rts: false };
