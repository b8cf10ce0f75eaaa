import type { ErrorCode } from '../../../shared/errors.ts';

/** What is known of an open that failed. */
export interface OpenFailure {
  readonly platform: string;
  /** As `@serialport/bindings-cpp` 13 words it; in a window on Linux its middle is in the user's language. */
  readonly message: string;
  /** What `fs.open` says of the same path, for example `EACCES`; null where it opens or was not asked. */
  readonly systemCode: string | null;
}

/** Node's names for the causes of a failed `open`, by what they mean for a serial port. */
const BY_SYSTEM_CODE: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'serial/port-not-found',
  ENOTDIR: 'serial/port-not-found',
  ENXIO: 'serial/port-not-found',
  ENODEV: 'serial/port-not-found',
  ELOOP: 'serial/port-not-found',
  EBUSY: 'serial/port-busy',
  EACCES: 'serial/permission-denied',
  EPERM: 'serial/permission-denied',
  EISDIR: 'serial/not-a-port',
  ENOTTY: 'serial/not-a-port',
};

/** Texts of serialport_unix.cpp: what it was doing is in English always, the cause only in the C locale. */
const UNIX: readonly (readonly [RegExp, ErrorCode])[] = [
  [/Cannot lock port/, 'serial/port-busy'],
  [/Resource busy|Device or resource busy/, 'serial/port-busy'],
  [/Permission denied|Operation not permitted/, 'serial/permission-denied'],
  [/No such file or directory|No such device|Not a directory/, 'serial/port-not-found'],
  [/Is a directory|Inappropriate ioctl/, 'serial/not-a-port'],
  [/Input\/output error/, 'serial/open-failed'],
  // Asking an open file for its terminal settings failed, in whatever language.
  [/setting custom baud rate of|retrieving termios2 info/, 'serial/not-a-port'],
];

/** Texts of serialport_win.cpp; numbers are Windows system error codes (winerror.h). */
const WINDOWS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(Error: )?Opening .*:\s+Access denied/, 'serial/port-busy'],
  // ERROR_SHARING_VIOLATION, ERROR_BUSY
  [/^(Error: )?Opening .*: Unknown error code (32|170)\b/, 'serial/port-busy'],
  // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND, ERROR_INVALID_NAME, ERROR_NO_SUCH_DEVICE, ERROR_DEV_NOT_EXIST
  [/^(Error: )?Opening .*: (File not found|Unknown error code (3|123|433|55)\b)/, 'serial/port-not-found'],
  // ERROR_DEVICE_NOT_CONNECTED
  [/Unknown error code 1167\b/, 'serial/port-not-found'],
  // ERROR_INVALID_FUNCTION: the thing has no communication settings.
  [/GetCommState\): (Invalid handle|Unknown error code 1$)/, 'serial/not-a-port'],
];

/** The code that names the cause of a failed open; `serial/open-failed` where the system says nothing known. */
export function openFailureCode({ platform, message, systemCode }: OpenFailure): ErrorCode {
  if (platform === 'win32') return firstMatch(WINDOWS, message);
  const certain = /Cannot lock port/.test(message) || systemCode === null ? null : BY_SYSTEM_CODE[systemCode];
  return certain ?? firstMatch(UNIX, message);
}

function firstMatch(table: readonly (readonly [RegExp, ErrorCode])[], message: string): ErrorCode {
  return table.find(([pattern]) => pattern.test(message))?.[1] ?? 'serial/open-failed';
}
