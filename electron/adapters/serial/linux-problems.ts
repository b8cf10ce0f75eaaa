import type { ErrorPayload } from '../../../shared/errors.ts';
import { holderOf, processNames } from './port-holder.ts';
import type { SysfsReader } from './sysfs-ports.ts';
import { usbProblem, usbWithoutPort } from './usb-without-port.ts';

/** Boards that are plugged into a Linux machine and give no port, and why. */
export async function linuxProblems(reader: SysfsReader): Promise<readonly ErrorPayload[]> {
  const found = usbWithoutPort(reader);
  if (found.length === 0) return [];
  const running = await processNames();
  const hasModule = (module: string): boolean => {
    const folder = `/lib/modules/${reader.text('/proc/sys/kernel/osrelease') ?? ''}`;
    const known = ['modules.dep', 'modules.builtin'].map((file) => reader.text(`${folder}/${file}`) ?? '');
    return known.some((text) => text.replaceAll('-', '_').includes(`/${module}.ko`));
  };
  return Promise.all(
    found.map(async (device) => {
      const holder = device.taken ? await holderOf(device.node) : null;
      const name = holder === null ? null : `${holder.name}, PID ${holder.pid}`;
      return usbProblem(device, name, running.includes('brltty'), hasModule);
    }),
  );
}
