import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';

import type { ErrorParams } from '../../../shared/errors.ts';
import { messageOf, WorkbenchError } from '../../../shared/errors.ts';
import type { SerialPortInfo } from '../../core/ports.ts';
import { openFailureCode } from './open-failure.ts';
import { permissionRemedy } from './permission-remedy.ts';
import { holderOf, holderText } from './port-holder.ts';

/** A port that could not be opened. */
export interface FailedOpen {
  readonly path: string;
  /** The node behind it, symbolic links followed. */
  readonly device: string;
  readonly cause: unknown;
  /** What the system lists; asked only where the cause needs it. */
  readonly list: () => readonly SerialPortInfo[];
}

/** The error of a failed open: its cause by code, and the next step on this system. */
export async function openError(failed: FailedOpen): Promise<WorkbenchError> {
  const { path, device, cause } = failed;
  const message = messageOf(cause);
  const error = openErrorOf(path, message, await systemCodeOf(device, message), cause);
  switch (error.code) {
    case 'serial/port-busy':
      return new WorkbenchError(error.code, { ...error.params, ...(await busyParams(device)) }, { cause });
    case 'serial/permission-denied':
      return new WorkbenchError(error.code, { ...error.params, ...(await accessParams(failed)) }, { cause });
    default:
      return error;
  }
}

/** From what the system itself answered, for example to a look at the path. */
export function openErrorOf(
  path: string,
  message: string,
  systemCode: string | null,
  cause: unknown,
): WorkbenchError {
  const code = openFailureCode({ platform: process.platform, message, systemCode });
  return new WorkbenchError(code, { path, detail: message.replace(/^Error:? ?/, '') }, { cause });
}

async function busyParams(device: string): Promise<ErrorParams> {
  const holder = await holderOf(device);
  if (holder === null) return { holder: '' };
  const modemManager = holder.name === 'ModemManager';
  return { holder: holderText(holder), remedy: modemManager ? 'remedyModemManager' : 'remedyClose' };
}

async function accessParams({ path, device, list }: FailedOpen): Promise<ErrorParams> {
  if (process.platform !== 'linux') return {};
  const node = await stat(device).catch(() => null);
  if (node === null) return {};
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const vendorId = list().find((port) => port.path === device)?.vendorId ?? null;
  return permissionRemedy({ path, mode: node.mode, gid: node.gid, groups, vendorId });
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

/** Node's name of a system error, such as `EACCES`. */
export function codeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
