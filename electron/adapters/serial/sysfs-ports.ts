import type { SerialPortInfo } from '../../core/ports.ts';
import { portLabel } from './port-label.ts';

/** As much of a file system as listing needs; what cannot be read is null or empty. */
export interface SysfsReader {
  names(folder: string): readonly string[];
  /** Content without surrounding white space. */
  text(file: string): string | null;
  /** The path with every symbolic link followed. */
  real(path: string): string | null;
}

const CLASS = '/sys/class/tty';

/** Kernel names of serial ports: USB adapters, CDC ACM, UARTs of PCs, ARM boards and gadgets, Bluetooth. */
const SERIAL_NAME = /^(ttyUSB|ttyACM|ttyS|ttyAMA|ttyTHS|ttyO|ttymxc|ttyGS|ttyWCH|ttyCH|ttyXRUSB|rfcomm)\d+$/;

/** Depth of the search for the USB device above a port: port, interface, device. */
const MAX_PARENTS = 4;

/** The serial ports Linux has, read from sysfs alone: no udev, no process, about a millisecond. */
export function sysfsPorts(reader: SysfsReader, devFolder = '/dev'): SerialPortInfo[] {
  const present = new Set(reader.names(devFolder));
  return reader
    .names(CLASS)
    .filter((name) => SERIAL_NAME.test(name) && present.has(name) && hasHardware(reader, name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => portOf(reader, name, devFolder));
}

/** The 8250 driver announces four to 32 ports on any PC; `type` 0 is one that is not there. */
function hasHardware(reader: SysfsReader, name: string): boolean {
  const device = reader.real(`${CLASS}/${name}/device`);
  if (device === null) return name.startsWith('rfcomm');
  return !name.startsWith('ttyS') || reader.text(`${CLASS}/${name}/type`) !== '0';
}

function portOf(reader: SysfsReader, name: string, devFolder: string): SerialPortInfo {
  const usb = usbOf(reader, name);
  const read = (attribute: string): string | null => (usb ? reader.text(`${usb.device}/${attribute}`) : null);
  const vendorId = read('idVendor')?.toLowerCase() ?? null;
  const productId = read('idProduct')?.toLowerCase() ?? null;
  return {
    path: `${devFolder}/${name}`,
    label: portLabel({
      name,
      vendorId,
      productId,
      product: read('product'),
      manufacturer: read('manufacturer'),
    }),
    vendorId,
    productId,
    serialNumber: read('serial') || null,
    location: usb?.location ?? null,
    virtual: false,
  };
}

/** The USB device above a port. Its location is `1-2`, and `1-2:1.1` where it has several interfaces. */
function usbOf(reader: SysfsReader, name: string): { device: string; location: string } | null {
  let folder = reader.real(`${CLASS}/${name}/device`);
  let usbInterface: string | null = null;
  for (let depth = 0; folder !== null && depth < MAX_PARENTS; depth += 1) {
    if (reader.text(`${folder}/bInterfaceNumber`) !== null) usbInterface = baseName(folder);
    if (reader.text(`${folder}/idVendor`) !== null) {
      const single = reader.text(`${folder}/bNumInterfaces`) === '1';
      return { device: folder, location: single ? baseName(folder) : (usbInterface ?? baseName(folder)) };
    }
    folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) || null : null;
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
