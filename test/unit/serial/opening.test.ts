import { describe, expect, test } from 'vitest';
import { openFailureCode } from '../../../electron/adapters/serial/open-failure.ts';
import { openSequence, releaseSequence } from '../../../electron/adapters/serial/open-sequence.ts';
import type { ModemLines } from '../../../electron/core/ports.ts';

/** EN and GPIO0 of the boards' two-transistor circuit: a pin is low only while its line alone is asserted. */
function pins({ dtr, rts }: ModemLines): { enLow: boolean; gpio0Low: boolean } {
  return { enLow: rts && !dtr, gpio0Low: dtr && !rts };
}

const OPENED: ModemLines = { dtr: true, rts: true };
const RELEASED: ModemLines = { dtr: false, rts: false };

describe('opening and closing leave the board alone', () => {
  test.each(['linux', 'darwin'])('%s: EN never goes low, and both lines end released', (platform) => {
    const { steps } = openSequence(platform);
    expect([OPENED, ...steps].some((lines) => pins(lines).enLow)).toBe(false);
    expect(steps.at(-1)).toEqual(RELEASED);
  });

  test('each step changes one line, so that no order within a call matters', () => {
    const all = [OPENED, ...openSequence('linux').steps];
    for (const [index, lines] of all.slice(1).entries()) {
      const before = all[index] as ModemLines;
      expect(Number(before.dtr !== lines.dtr) + Number(before.rts !== lines.rts)).toBe(1);
    }
  });

  test('Windows opens with both released, without asserting either', () => {
    const { hupcl, steps } = openSequence('win32');
    expect(hupcl).toBe(false);
    expect(steps.every(({ dtr, rts }) => !dtr && !rts)).toBe(true);
  });

  test.each<[string, ModemLines]>([
    ['both asserted', { dtr: true, rts: true }],
    ['held in reset', { dtr: false, rts: true }],
    ['GPIO0 low', { dtr: true, rts: false }],
  ])('closing releases both lines: %s', (_what, lines) => {
    const steps = releaseSequence(lines);
    expect(steps.at(-1)).toEqual(RELEASED);
    // A board that runs is not reset by it.
    if (!pins(lines).enLow) expect(steps.some((step) => pins(step).enLow)).toBe(false);
  });

  test('released lines are not touched on closing', () => {
    expect(releaseSequence(RELEASED)).toEqual([]);
  });
});

/** Recorded from serialport 13 on Debian 12; macOS and Windows texts are those its sources print. */
describe('why a port does not open', () => {
  test.each<[string, string, string | null, string]>([
    [
      'Error: No such file or directory, cannot open /dev/ttyUSB99',
      'linux',
      'ENOENT',
      'serial/port-not-found',
    ],
    ['Error: No such file or directory, cannot open /dev/ttyUSB99', 'linux', null, 'serial/port-not-found'],
    ['Error: Not a directory, cannot open /dev/ttyUSB0/x', 'linux', null, 'serial/port-not-found'],
    ['Error: No such device or address, cannot open /dev/ttyUSB0', 'linux', null, 'serial/port-not-found'],
    ['Error Resource temporarily unavailable Cannot lock port', 'linux', null, 'serial/port-busy'],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'linux', 'EBUSY', 'serial/port-busy'],
    ['Error: Resource busy, cannot open /dev/cu.usbserial-0001', 'darwin', null, 'serial/port-busy'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'linux', 'EACCES', 'serial/permission-denied'],
    ['Error: Is a directory, cannot open /tmp', 'linux', 'EISDIR', 'serial/not-a-port'],
    [
      'Error: Inappropriate ioctl for device setting custom baud rate of 115200',
      'linux',
      null,
      'serial/not-a-port',
    ],
    [
      'Error: Inappropriate ioctl for device || while retrieving termios2 info',
      'linux',
      null,
      'serial/not-a-port',
    ],
    ['Error: Input/output error setting custom baud rate of 115200', 'linux', null, 'serial/open-failed'],
    ['Error: Too many open files, cannot open /dev/ttyUSB0', 'linux', 'EMFILE', 'serial/open-failed'],
    ['Opening COM3: Access denied', 'win32', null, 'serial/port-busy'],
    ['Error: Opening COM3: Access denied', 'win32', null, 'serial/port-busy'],
    ['Opening COM3: Unknown error code 32', 'win32', null, 'serial/port-busy'],
    ['Opening COM99: File not found', 'win32', null, 'serial/port-not-found'],
    ['Opening COM5: Unknown error code 433', 'win32', null, 'serial/port-not-found'],
    ['Opening COM5: Unknown error code 121', 'win32', null, 'serial/open-failed'],
    ['Opening COM5: Unknown error code 31', 'win32', null, 'serial/open-failed'],
    ['Open (GetCommState): Invalid handle', 'win32', null, 'serial/not-a-port'],
    ['Open (SetCommState): Unknown error code 31', 'win32', null, 'serial/open-failed'],
  ])('%s on %s (%s): %s', (message, platform, systemCode, code) => {
    expect(openFailureCode({ platform, message, systemCode })).toBe(code);
  });

  /** Chromium sets the C library's locale, so that a window's messages are in the user's language (glibc zh_CN). */
  test.each<[string, string | null, string]>([
    ['Error: 没有那个文件或目录, cannot open /dev/ttyUSB99', 'ENOENT', 'serial/port-not-found'],
    ['Error: 权限不够, cannot open /dev/ttyUSB0', 'EACCES', 'serial/permission-denied'],
    ['Error: 设备或资源忙, cannot open /dev/ttyUSB0', 'EBUSY', 'serial/port-busy'],
    ['Error: 是一个目录, cannot open /tmp', 'EISDIR', 'serial/not-a-port'],
    ['Error 资源暂时不可用 Cannot lock port', null, 'serial/port-busy'],
    ['Error: 对设备不适当的 ioctl 操作 setting custom baud rate of 115200', null, 'serial/not-a-port'],
  ])('%s, in the words of another language', (message, systemCode, code) => {
    expect(openFailureCode({ platform: 'linux', message, systemCode })).toBe(code);
  });
});
