import type { ErrorPayload } from '../../../shared/errors.ts';
import type { UsbAdapter } from '../../../shared/serial/usb-adapters.ts';
import { LINUX_MODULES, usbAdapter } from '../../../shared/serial/usb-adapters.ts';
import type { SysfsReader } from './sysfs-ports.ts';

const DEVICES = '/sys/bus/usb/devices';

/** An adapter that is plugged in and gives no port. */
export interface UsbWithoutPort {
  readonly adapter: UsbAdapter;
  /** `/dev/bus/usb/001/005`: who has it open uses it over USB. */
  readonly node: string;
  /** A program has claimed it through usbfs; else nothing has. */
  readonly taken: boolean;
}

/** Adapters of ESP32 boards on Linux that no driver makes a tty of, read from sysfs. */
export function usbWithoutPort(reader: SysfsReader): UsbWithoutPort[] {
  const names = reader.names(DEVICES);
  return names
    .filter((name) => !name.includes(':'))
    .flatMap((name): UsbWithoutPort[] => {
      const read = (attribute: string): string | null => reader.text(`${DEVICES}/${name}/${attribute}`);
      const adapter = usbAdapter(read('idVendor'), read('idProduct'));
      const interfaces = names.filter((other) => other.startsWith(`${name}:`));
      if (adapter === undefined || interfaces.length === 0) return [];
      if (interfaces.some((one) => hasTty(reader, `${DEVICES}/${one}`))) return [];
      const drivers = interfaces.map((one) => reader.real(`${DEVICES}/${one}/driver`)?.split('/').at(-1));
      const number = (attribute: string): string => (read(attribute) ?? '').padStart(3, '0');
      return [
        {
          adapter,
          node: `/dev/bus/usb/${number('busnum')}/${number('devnum')}`,
          taken: drivers.includes('usbfs'),
        },
      ];
    });
}

/** `ttyUSB0` of a serial adapter, `tty/` of a CDC ACM interface. */
function hasTty(reader: SysfsReader, folder: string): boolean {
  return reader.names(folder).some((name) => name === 'tty' || /^tty(USB|ACM)\d+$/.test(name));
}

/** What helps one of them. `holder` is the program that has it open, null where that cannot be seen. */
export function usbProblem(
  { adapter, taken }: UsbWithoutPort,
  holder: string | null,
  brlttyRuns: boolean,
  hasModule: (module: string) => boolean,
): ErrorPayload {
  const params = { adapter: adapter.name, ids: adapter.ids };
  if (taken) {
    const brltty = holder === null ? brlttyRuns : /\bbrltty\b/.test(holder);
    return brltty
      ? { code: 'serial/brltty', params }
      : { code: 'serial/device-taken', params: { ...params, holder: holder ?? 'usbfs' } };
  }
  const module = LINUX_MODULES[adapter.driver];
  const remedy = hasModule(module) ? 'remedyModprobe' : 'remedyModulePackage';
  return { code: 'serial/driver-missing', params: { ...params, module, remedy } };
}
