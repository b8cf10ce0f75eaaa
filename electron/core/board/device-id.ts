import { createHash } from 'node:crypto';

import type { SerialPortInfo } from '../ports.ts';

/** Leaves room for the longest prefix within the 100 characters of a deviceId. */
const MAX_PART = 70;

/** The board that the path `virtual` without a name stands for. */
const DEFAULT_VIRTUAL_NAME = 'esp32';

/** Serial numbers makers leave at their default: none, zeros, `0001` (CP2102 modules). */
const USELESS_SERIAL = /^0*1?$/;

/** The two names a board can have by its port. */
export interface PortIdentity {
  /** By USB serial number; null where it has none that means something. */
  readonly bySerial: string | null;
  /** By the place it is plugged in, else by its port. */
  readonly byPlace: string;
}

/** Names are letters, digits, `.`, `_` and `-`: folder names on every system, reserved ones of Windows excluded. */
export function identityOf(port: SerialPortInfo): PortIdentity {
  const { vendorId, productId, serialNumber, location, path } = port;
  const node = path.split(/[/\\]/).at(-1) ?? path;
  if (port.virtual) {
    const name = path.replace(/^virtual:?/, '') || DEFAULT_VIRTUAL_NAME;
    return { bySerial: null, byPlace: `virtual-${part(name)}` };
  }
  if (!isUsbId(vendorId) || !isUsbId(productId)) return { bySerial: null, byPlace: `port-${part(node)}` };
  const model = `usb-${vendorId}-${productId}`;
  const serial = serialNumber?.trim() ?? '';
  return {
    bySerial: USELESS_SERIAL.test(serial) ? null : `${model}-${part(serial)}${interfaceOf(location)}`,
    byPlace: location === null ? `${model}-on-${part(node)}` : `${model}-at-${part(location)}`,
  };
}

/**
 * The name under which a board's log is kept: by USB serial number where no other of the ports `present` has the same,
 * else by place. The same board at the same place gets the same id again.
 */
export function deviceIdOf(port: SerialPortInfo, present: readonly SerialPortInfo[] = []): string {
  const { bySerial, byPlace } = identityOf(port);
  if (bySerial === null) return byPlace;
  const shared = present.some((other) => !isSamePort(other, port) && identityOf(other).bySerial === bySerial);
  return shared ? byPlace : bySerial;
}

/** A path may be a symbolic link to the other's, so the place counts where it is known. */
function isSamePort(one: SerialPortInfo, other: SerialPortInfo): boolean {
  return one.path === other.path || (one.location !== null && one.location === other.location);
}

function isUsbId(id: string | null): boolean {
  return id !== null && /^[0-9a-f]{4}$/.test(id);
}

/** Several ports of one adapter share its serial number; the first, `:1.0`, goes without a mark. */
function interfaceOf(location: string | null): string {
  const number = location?.match(/:\d+\.(\d{1,3})$/)?.[1];
  return number === undefined || number === '0' ? '' : `-if${number}`;
}

/** A piece of a folder name; what it cannot hold is told apart by a hash. */
function part(text: string): string {
  const safe = text
    .replaceAll(':', '-')
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/\.$/, '_');
  const told = safe.length <= MAX_PART && /^[ -~]*$/.test(text);
  if (told) return safe;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${safe.slice(0, MAX_PART - 9)}-${hash}`;
}
