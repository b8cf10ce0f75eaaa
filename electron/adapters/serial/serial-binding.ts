import { realpath, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type {
  Clock,
  OpenOptions,
  SerialBinding,
  SerialLink,
  SerialListener,
  SerialPortInfo,
} from '../../core/ports.ts';
import { systemClock } from '../system-clock.ts';
import { linuxProblems } from './linux-problems.ts';
import { fromListed } from './listed-port.ts';
import { NODE_FILES } from './node-files.ts';
import { codeOf, openError, openErrorOf } from './open-error.ts';
import { openSequence } from './open-sequence.ts';
import { otherProblems } from './other-problems.ts';
import { StreamLink } from './stream-link.ts';
import type { SysfsReader } from './sysfs-ports.ts';
import { sysfsPorts } from './sysfs-ports.ts';
import { watchDevices } from './watch-devices.ts';

/** Opening is a matter of milliseconds; a driver that hangs must not hang the program. */
const OPEN_DEADLINE_MS = 10_000;

const NO_OPTIONS: OpenOptions = { rtscts: false };

/** Loaded when a port first needs it: with its native part it would hold up every start of the program. */
const loadSerialport = () => import('serialport');

/** Where Linux shows its devices. */
interface LinuxDevices {
  readonly files: SysfsReader;
  readonly devFolder: string;
}

const THIS_MACHINE: LinuxDevices = { files: NODE_FILES, devFolder: '/dev' };

/** Real serial ports, by `serialport`. */
export function createSerialBinding(
  clock: Clock = systemClock,
  linux: LinuxDevices = THIS_MACHINE,
): SerialBinding {
  const isLinux = process.platform === 'linux';
  /** `SerialPort.list()` needs udevadm on Linux, and costs 75 ms of CPU a call. */
  const listLinux = (): readonly SerialPortInfo[] => sysfsPorts(linux.files, linux.devFolder);
  return {
    list: async () => (isLinux ? listLinux() : listOther()),
    open: (path, baudRate, listener, options = NO_OPTIONS) =>
      openPort({ path, baudRate, listener, options, clock, list: listLinux }),
    watch: (onChange) => (isLinux ? watchDevices({ clock, folder: linux.devFolder, onChange }) : null),
    problems: () => (isLinux ? linuxProblems(linux.files) : otherProblems(process.platform)),
  };
}

async function listOther(): Promise<readonly SerialPortInfo[]> {
  const listed = await loadSerialport()
    .then(({ SerialPort }) => SerialPort.list())
    .catch(() => []);
  return fromListed(process.platform, listed);
}

interface Opening {
  readonly path: string;
  readonly baudRate: number;
  readonly listener: SerialListener;
  readonly options: OpenOptions;
  readonly clock: Clock;
  /** The ports of Linux, for what an error says. */
  readonly list: () => readonly SerialPortInfo[];
}

async function openPort({ path, baudRate, listener, options, clock, list }: Opening): Promise<SerialLink> {
  const { platform } = process;
  const { rtscts } = options;
  const device = platform === 'win32' ? path : await deviceNode(path);
  const sequence = openSequence(platform);
  const { SerialPort } = await loadSerialport();
  let port: SerialPort;
  try {
    port = new SerialPort({ path, baudRate, rtscts, hupcl: sequence.hupcl, autoOpen: false });
  } catch (cause) {
    // serialport checks the rate before it tries the port.
    throw new WorkbenchError('serial/open-failed', { path, detail: messageOf(cause) }, { cause });
  }
  const link = new StreamLink({ port, path, device, listener, clock, rtscts });
  try {
    await started(port, clock);
  } catch (cause) {
    throw await openError({ path, device, cause, list });
  }
  await link.begin(sequence.steps);
  return link;
}

function started(port: SerialPort, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    let late = false;
    const cancel = clock.after(OPEN_DEADLINE_MS, () => {
      late = true;
      reject(new Error(`The system did not open it within ${OPEN_DEADLINE_MS / 1000} s`));
    });
    port.open((error) => {
      cancel();
      if (error) reject(error);
      else if (late) port.close();
      else resolve();
    });
  });
}

/**
 * The device behind a path, symbolic links followed. Anything but a character device is refused here: opening, for
 * example, a file would change its lock and time.
 */
async function deviceNode(path: string): Promise<string> {
  const kind = await stat(path).catch((cause: unknown) => {
    throw openErrorOf(path, messageOf(cause), codeOf(cause), cause);
  });
  if (!kind.isCharacterDevice()) throw new WorkbenchError('serial/not-a-port', { path });
  return realpath(path).catch(() => path);
}
