import type { PortState } from '../../shared/contract/values.ts';

/** Rates that are offered; any other in the range can be typed. */
export const BAUD_RATES = [
  '115200',
  '9600',
  '57600',
  '74880',
  '230400',
  '460800',
  '921600',
  '1500000',
  '2000000',
];

const MIN_BAUD = 50;
const MAX_BAUD = 12_000_000;

/** A typed baud rate; null when it is none. */
export function baudRateOf(typed: string): number | null {
  if (!/^\d{1,8}$/.test(typed.trim())) return null;
  const rate = Number(typed);
  return rate >= MIN_BAUD && rate <= MAX_BAUD ? rate : null;
}

/** `/dev/ttyUSB3 · 10C4:EA60 · SN 0001`: what tells two like ports apart. */
export function portDetail({ path, vendorId, productId, serialNumber }: PortState): string {
  const usb = vendorId !== null && productId !== null ? `${vendorId}:${productId}`.toUpperCase() : null;
  const serial = serialNumber === null ? null : `SN ${serialNumber}`;
  return [path, usb, serial].filter((part) => part !== null).join(' · ');
}
