import type { ResetStep } from '../../../shared/serial/reset-sequence.ts';
import {
  ENTER_DOWNLOAD,
  ENTER_DOWNLOAD_USB,
  parseResetSequence,
  RUN_APP,
  RUN_APP_USB,
} from '../../../shared/serial/reset-sequence.ts';
import type { SerialPortInfo } from '../ports.ts';

/** Sequences that were set for a board; null takes the usual one of its port. */
export interface LineSequences {
  readonly reset: string | null;
  readonly download: string | null;
}

const USUAL = { reset: RUN_APP, download: ENTER_DOWNLOAD } as const;
const USUAL_USB = { reset: RUN_APP_USB, download: ENTER_DOWNLOAD_USB } as const;

/** Whether a port is the chip's own USB-Serial-JTAG, whose lines reset the chip and the port with it. */
export function isUsbSerialJtag({ vendorId, productId }: SerialPortInfo): boolean {
  return vendorId === '303a' && productId === '1001';
}

/** The steps for a board: its own, else its port's; one that cannot be read counts as none. */
export function sequenceFor(
  which: keyof LineSequences,
  port: SerialPortInfo,
  own: LineSequences,
): readonly ResetStep[] {
  const given = parseResetSequence(own[which] ?? '');
  if (given.ok) return given.steps;
  const usual = parseResetSequence((isUsbSerialJtag(port) ? USUAL_USB : USUAL)[which]);
  return usual.ok ? usual.steps : [];
}
