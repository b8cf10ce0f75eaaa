import { createHash } from 'node:crypto';

import type { SerialPortInfo } from '../ports.ts';

/** Leaves room for the longest prefix within the 100 characters of a deviceId. */
const MAX_PART = 70;

/** The board that the path `virtual` without a name stands for. */
const DEFAULT_VIRTUAL_NAME = 'esp32';

/** Serial numbers makers leave at their default: none, zeros, `0001` (CP2102 modules). */
const USELESS_SERIAL = /^0*1?$/;

/**
 * The name under which a board's log is kept: by USB serial number, else by the place it is plugged in, else by its
 * port. Only letters, digits, `.`, `_` and `-`, begins with a word of ours and ends with none of `.`: a folder name on
 * every system, reserved names of Windows excluded. The same board at the same place gets the same id again.
 */
export function deviceIdOf(port: SerialPortInfo): string {
  const { vendorId, productId, serialNumber, location, path } = port;
  if (port.virtual) return `virtual-${part(path.replace(/^virtual:?/, '') || DEFAULT_VIRTUAL_NAME)}`;
  const node = path.split(/[/\\]/).at(-1) ?? path;
  if (!isUsbId(vendorId) || !isUsbId(productId)) return `port-${part(node)}`;
  const model = `usb-${vendorId}-${productId}`;
  const serial = serialNumber?.trim() ?? '';
  if (!USELESS_SERIAL.test(serial)) return `${model}-${part(serial)}${interfaceOf(location)}`;
  return location === null ? `${model}-on-${part(node)}` : `${model}-at-${part(location)}`;
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
