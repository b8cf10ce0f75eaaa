import type { SerialPortInfo } from '../../core/ports.ts';
import { macPorts, placesApart } from './mac-ports.ts';
import { portLabel } from './port-label.ts';

/** A port as `SerialPort.list()` of serialport 13 tells it; `friendlyName` on Windows only. */
export interface ListedPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly pnpId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly friendlyName?: string | undefined;
}

/** Brings the systems' answers into one form, and leaves out what is no port for a board. */
export function fromListed(platform: string, ports: readonly ListedPort[]): readonly SerialPortInfo[] {
  if (platform !== 'darwin') return ports.map((port) => info(platform, port));
  return placesApart(macPorts(ports).map((port) => info(platform, port)));
}

function info(platform: string, port: ListedPort): SerialPortInfo {
  const path = platform === 'darwin' ? callOut(port.path) : port.path;
  const vendorId = usbId(port.vendorId);
  const productId = usbId(port.productId);
  return {
    path,
    label: portLabel({
      name: path.slice(path.lastIndexOf('/') + 1),
      vendorId,
      productId,
      product: port.friendlyName?.replace(/\s*\(COM\d+\)$/, '') ?? null,
      manufacturer: port.manufacturer ?? null,
    }),
    vendorId,
    productId,
    serialNumber: serialNumber(platform, port.serialNumber),
    location: location(port),
    virtual: false,
  };
}

/** macOS lists the call-in device; opening that waits for a carrier, the call-out device does not. */
function callOut(path: string): string {
  return path.replace(/^\/dev\/tty\./, '/dev/cu.');
}

function usbId(id: string | undefined): string | null {
  const digits = id?.toLowerCase().replace(/^0x/, '') ?? '';
  return /^[0-9a-f]{1,4}$/.test(digits) ? digits.padStart(4, '0') : null;
}

/** Windows makes up an instance id with `&` for a device that has no serial number. */
function serialNumber(platform: string, given: string | undefined): string | null {
  const text = given?.trim() ?? '';
  return text === '' || (platform === 'win32' && text.includes('&')) ? null : text;
}

/** On Windows the interface of a composite device stands in its id, `…&MI_02\…`, and tells its ports apart. */
function location(port: ListedPort): string | null {
  const place = port.locationId?.trim() ?? '';
  if (place === '') return null;
  const part = port.pnpId?.match(/&MI_([0-9A-F]{2})/i)?.[1];
  return part === undefined ? place : `${place}:1.${Number.parseInt(part, 16)}`;
}
