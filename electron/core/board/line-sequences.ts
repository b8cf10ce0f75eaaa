import type { BoardSerialSettings } from '../../../shared/contract/serial-values.ts';
import type { ResetStep } from '../../../shared/serial/reset-sequence.ts';
import {
  ENTER_DOWNLOAD,
  ENTER_DOWNLOAD_USB,
  parseResetSequence,
  RUN_APP,
  RUN_APP_USB,
} from '../../../shared/serial/reset-sequence.ts';
import type { SerialPortInfo } from '../ports.ts';

const USUAL = { reset: RUN_APP, download: ENTER_DOWNLOAD } as const;
const USUAL_USB = { reset: RUN_APP_USB, download: ENTER_DOWNLOAD_USB } as const;

/** Whether a port is the chip's own USB-Serial-JTAG, whose lines reset the chip and the port with it. */
export function isUsbSerialJtag({ vendorId, productId }: SerialPortInfo): boolean {
  return vendorId === '303a' && productId === '1001';
}

/** The steps for a board: its own, else its port's; one that cannot be read counts as none. */
export function sequenceFor(
  which: 'reset' | 'download',
  port: SerialPortInfo,
  own: Pick<BoardSerialSettings, 'resetSequence' | 'downloadSequence'>,
): readonly ResetStep[] {
  const given = parseResetSequence((which === 'reset' ? own.resetSequence : own.downloadSequence) ?? '');
  if (given.ok) return given.steps;
  const usual = parseResetSequence((isUsbSerialJtag(port) ? USUAL_USB : USUAL)[which]);
  return usual.ok ? usual.steps : [];
}
