import { constants, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';

import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { Clock, SerialBinding, SerialLink, SerialListener, SerialPortInfo } from '../../core/ports.ts';
import { systemClock } from '../system-clock.ts';
import { fromListed } from './listed-port.ts';
import { openFailureCode } from './open-failure.ts';
import { openSequence } from './open-sequence.ts';
import { portHolder } from './port-holder.ts';
import { StreamLink } from './stream-link.ts';
import type { SysfsReader } from './sysfs-ports.ts';
import { sysfsPorts } from './sysfs-ports.ts';

/** Opening is a matter of milliseconds; a driver that hangs must not hang the program. */
const OPEN_DEADLINE_MS = 10_000;

/** Loaded when a port first needs it: with its native part it would hold up every start of the program. */
const loadSerialport = () => import('serialport');

/** Real serial ports, by `serialport`. */
export function createSerialBinding(clock: Clock = systemClock): SerialBinding {
  return { list: listPorts, open: (path, baudRate, listener) => openPort(path, baudRate, listener, clock) };
}

/** Linux answers from sysfs: `SerialPort.list()` needs udevadm there, and costs 75 ms of CPU a call. */
async function listPorts(): Promise<readonly SerialPortInfo[]> {
  if (process.platform === 'linux') return sysfsPorts(SYSFS);
  const listed = await loadSerialport()
    .then(({ SerialPort }) => SerialPort.list())
    .catch(() => []);
  return fromListed(process.platform, listed);
}

async function openPort(
  path: string,
  baudRate: number,
  listener: SerialListener,
  clock: Clock,
): Promise<SerialLink> {
  const { platform } = process;
  const device = platform === 'win32' ? path : await deviceNode(path);
  const sequence = openSequence(platform);
  const { SerialPort } = await loadSerialport();
  let port: SerialPort;
  try {
    port = new SerialPort({ path, baudRate, hupcl: sequence.hupcl, autoOpen: false });
  } catch (cause) {
    // serialport checks the rate before it tries the port.
    throw new WorkbenchError('serial/open-failed', { path, detail: messageOf(cause) }, { cause });
  }
  const link = new StreamLink({ port, path, device, listener, clock });
  try {
    await started(port, clock);
  } catch (cause) {
    throw await openError(path, device, messageOf(cause), cause);
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

async function openError(
  path: string,
  device: string,
  message: string,
  cause: unknown,
): Promise<WorkbenchError> {
  const error = openErrorOf(path, message, await systemCodeOf(device, message), cause);
  if (error.code !== 'serial/port-busy') return error;
  const holder = await portHolder(device, process.platform);
  return new WorkbenchError(error.code, { path, holder }, { cause });
}

function openErrorOf(
  path: string,
  message: string,
  systemCode: string | null,
  cause: unknown,
): WorkbenchError {
  const code = openFailureCode({ platform: process.platform, message, systemCode });
  return new WorkbenchError(code, { path, detail: message.replace(/^Error:? ?/, '') }, { cause });
}

/** What the system itself says of opening the path, asked only where the open before it failed. */
async function systemCodeOf(device: string, message: string): Promise<string | null> {
  if (process.platform === 'win32' || !message.includes('cannot open')) return null;
  try {
    await (await open(device, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)).close();
    return null;
  } catch (refused) {
    return codeOf(refused);
  }
}

function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}

const SYSFS: SysfsReader = {
  names: (folder) => orElse(() => readdirSync(folder), []),
  text: (file) => orElse(() => readFileSync(file, 'utf8').trim(), null),
  real: (path) => orElse(() => realpathSync(path), null),
};

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
