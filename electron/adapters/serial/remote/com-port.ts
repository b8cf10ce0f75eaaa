import type { ModemLines } from '../../../core/ports.ts';
import { subnegotiation, TELNET } from './telnet.ts';

/** Commands of a client (RFC 2217); a server answers each with 100 more. */
export const COM_PORT = {
  SET_BAUDRATE: 1,
  SET_DATASIZE: 2,
  SET_PARITY: 3,
  SET_STOPSIZE: 4,
  SET_CONTROL: 5,
  SET_MODEMSTATE_MASK: 11,
  PURGE_DATA: 12,
  ANSWER: 100,
  NOTIFY_MODEMSTATE: 107,
} as const;

const PARITY_NONE = 1;
const STOP_BITS_1 = 1;
const FLOW = { none: 1, hardware: 3 } as const;
const DTR = { on: 8, off: 9 } as const;
const RTS = { on: 11, off: 12 } as const;
const PURGE_TRANSMIT = 2;
/** CTS, DSR and carrier, not their changes. */
const MODEM_MASK = 0xb0;

const command = (code: number, ...values: readonly number[]): Uint8Array =>
  subnegotiation(TELNET.COM_PORT, [code, ...values]);

/** A rate of 0 asks for the present one. */
export function setBaudRate(baudRate: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, baudRate);
  return command(COM_PORT.SET_BAUDRATE, ...bytes);
}

/** 8N1, and flow control by RTS/CTS or none. */
export function setFrame(rtscts: boolean): readonly Uint8Array[] {
  return [
    command(COM_PORT.SET_DATASIZE, 8),
    command(COM_PORT.SET_PARITY, PARITY_NONE),
    command(COM_PORT.SET_STOPSIZE, STOP_BITS_1),
    command(COM_PORT.SET_CONTROL, rtscts ? FLOW.hardware : FLOW.none),
    command(COM_PORT.SET_MODEMSTATE_MASK, MODEM_MASK),
  ];
}

/** Both lines; RTS goes first where both are released, so that EN never falls while GPIO0 is low. */
export function setLines({ dtr, rts }: ModemLines): readonly Uint8Array[] {
  const forDtr = command(COM_PORT.SET_CONTROL, dtr ? DTR.on : DTR.off);
  const forRts = command(COM_PORT.SET_CONTROL, rts ? RTS.on : RTS.off);
  return dtr || rts ? [forDtr, forRts] : [forRts, forDtr];
}

/** Drops what the server has not sent to the board yet. */
export const purgeTransmit = (): Uint8Array => command(COM_PORT.PURGE_DATA, PURGE_TRANSMIT);

/** The rate in an answer to `setBaudRate`; null where it is malformed. */
export function baudRateIn(payload: Uint8Array): number | null {
  if (payload.length !== 5) return null;
  return new DataView(payload.buffer, payload.byteOffset).getUint32(1);
}

/** Whether an answer confirms a change of DTR or RTS. */
export function confirmsLine(payload: Uint8Array): boolean {
  const value = payload[1] ?? 0;
  return payload[0] === COM_PORT.SET_CONTROL + COM_PORT.ANSWER && value >= DTR.on && value <= RTS.off;
}

/** The inputs in a notice of the server. */
export function inputsIn(state: number): {
  readonly cts: boolean;
  readonly dsr: boolean;
  readonly dcd: boolean;
} {
  return { cts: (state & 0x10) !== 0, dsr: (state & 0x20) !== 0, dcd: (state & 0x80) !== 0 };
}
