import type { SerialPortInfo } from '../ports.ts';
import { identityOf } from './device-id.ts';

/** Which board is looked for, and where it was. */
export interface WantedPort {
  readonly deviceId: string;
  readonly last: SerialPortInfo;
}

/**
 * Where a board is now: its port may have another name after it was plugged in again. Null while it is not there, and
 * where several ports could be it. A path the system does not list (a pty, a remote port) is itself.
 * `taken` are the paths of other boards' open ports.
 */
export function findPort(
  { deviceId, last }: WantedPort,
  present: readonly SerialPortInfo[],
  taken: ReadonlySet<string>,
): SerialPortInfo | null {
  const isIt = (port: SerialPortInfo): boolean => {
    const { bySerial, byPlace } = identityOf(port);
    return bySerial === deviceId || (byPlace === deviceId && port.serialNumber === last.serialNumber);
  };
  const found = present.filter((port) => isIt(port) && !taken.has(port.path));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  if (found.length > 1) return found.find(({ location }) => location === last.location) ?? null;
  return last.vendorId === null ? last : null;
}
