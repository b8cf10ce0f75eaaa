import { expect, test } from 'vitest';

import { macProblems, windowsProblems } from '../../../electron/adapters/serial/other-problems.ts';
import { permissionRemedy } from '../../../electron/adapters/serial/permission-remedy.ts';
import { parseLsof } from '../../../electron/adapters/serial/port-holder.ts';
import type { SysfsReader } from '../../../electron/adapters/serial/sysfs-ports.ts';
import { usbProblem, usbWithoutPort } from '../../../electron/adapters/serial/usb-without-port.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { createTranslator, errorText } from '../../../shared/text/translator.ts';

const GROUPS = 'root:x:0:\ndialout:x:20:alice\nuucp:x:986:\n';
const node = { path: '/dev/ttyUSB0', mode: 0o20660, gid: 20, groups: GROUPS, vendorId: '10c4' };

test('who may not open a port is told the group its node belongs to, by distribution', () => {
  expect(permissionRemedy(node)).toEqual({ remedy: 'remedyGroup', group: 'dialout' });
  expect(permissionRemedy({ ...node, gid: 986 })).toEqual({ remedy: 'remedyGroup', group: 'uucp' });
});

test('where no group helps, a udev rule for the adapter does, or the mode', () => {
  expect(permissionRemedy({ ...node, mode: 0o20600 })).toEqual({ remedy: 'remedyUdev', vendorId: '10c4' });
  expect(permissionRemedy({ ...node, gid: 0 })).toEqual({ remedy: 'remedyUdev', vendorId: '10c4' });
  const plain = { ...node, gid: 0, vendorId: null };
  expect(permissionRemedy(plain)).toEqual({ remedy: 'remedyMode', path: '/dev/ttyUSB0' });
});

/** Shape after sysfs of Linux 6.1 with one adapter at 1-2 (Documentation/ABI/testing/sysfs-bus-usb); not recorded here. */
function sysfs(driver: string | null, tty: string | null, ids = ['1a86', '7523']): SysfsReader {
  const device = '/sys/bus/usb/devices/1-2';
  const texts: Readonly<Record<string, string>> = {
    [`${device}/idVendor`]: ids[0] ?? '',
    [`${device}/idProduct`]: ids[1] ?? '',
    [`${device}/busnum`]: '1',
    [`${device}/devnum`]: '12',
    '/sys/bus/usb/devices/usb1/idVendor': '1d6b',
    '/sys/bus/usb/devices/usb1/idProduct': '0002',
  };
  return {
    names: (folder) => {
      if (folder === '/sys/bus/usb/devices') return ['1-0:1.0', '1-2', '1-2:1.0', 'usb1'];
      return folder.endsWith('1-2:1.0') && tty !== null ? ['bInterfaceNumber', tty] : ['bInterfaceNumber'];
    },
    text: (file) => texts[file] ?? null,
    real: (path) =>
      path.endsWith('1-2:1.0/driver') && driver !== null ? `/sys/bus/usb/drivers/${driver}` : null,
  };
}

test('an adapter with a tty is no problem, nor is a device that is none of ours', () => {
  expect(usbWithoutPort(sysfs('ch341', 'ttyUSB0'))).toEqual([]);
  expect(usbWithoutPort(sysfs('cdc_acm', 'tty', ['303a', '1001']))).toEqual([]);
  expect(usbWithoutPort(sysfs(null, null, ['046d', 'c52b']))).toEqual([]);
});

const words = createTranslator('en');
const said = (error: ErrorPayload): string => Object.values(errorText(words, error)).join(' ');
const only = (reader: SysfsReader) => {
  const [found] = usbWithoutPort(reader);
  if (found === undefined) throw new Error('nothing was found');
  return found;
};

test('a CH340 that brltty has taken is told so, with what to do', () => {
  const found = only(sysfs('usbfs', null));
  expect(found.node).toBe('/dev/bus/usb/001/012');
  const byHolder = usbProblem(found, 'brltty, PID 812', false, () => true);
  expect(byHolder.code).toBe('serial/brltty');
  expect(usbProblem(found, null, true, () => true)).toEqual(byHolder);
  expect(said(byHolder)).toContain('CH340 USB Serial (1a86:7523)');
  expect(said(byHolder)).toContain('sudo apt remove brltty');
});

test('another program on the USB device is named', () => {
  const problem = usbProblem(only(sysfs('usbfs', null)), 'qemu-system-x86, PID 77', true, () => true);
  expect(said(problem)).toContain('qemu-system-x86, PID 77 uses it over USB');
});

test('a missing driver is told by its module, or by the package that has it', () => {
  const found = only(sysfs(null, null, ['10c4', 'ea60']));
  expect(said(usbProblem(found, null, false, (module) => module === 'cp210x'))).toContain(
    'sudo modprobe cp210x',
  );
  expect(said(usbProblem(found, null, false, () => false))).toContain('linux-modules-extra-$(uname -r)');
});

/** Shape after learn.microsoft.com/windows/win32/cimwin32prov/win32-pnpentity and cfg.h; not recorded here. */
const WINDOWS = JSON.stringify([
  { Name: 'CP2102 USB to UART', DeviceID: 'USB\\VID_10C4&PID_EA60\\0001', ConfigManagerErrorCode: 28 },
  { Name: 'USB Single Serial', DeviceID: 'USB\\VID_1A86&PID_55D4\\5435', ConfigManagerErrorCode: 28 },
  { Name: 'CP2102', DeviceID: 'USB\\VID_10C4&PID_EA60\\0002', ConfigManagerErrorCode: 22 },
  { Name: 'Mouse', DeviceID: 'USB\\VID_046D&PID_C077\\5', ConfigManagerErrorCode: 28 },
]);

test('Windows: devices without a driver are told with their maker’s page; disabled and other ones are not', () => {
  const problems = windowsProblems(WINDOWS);
  expect(problems.map(({ params }) => params.ids)).toEqual(['10c4:ea60', '1a86:55d4']);
  expect(problems.map(said)).toEqual([
    expect.stringContaining('https://www.silabs.com/'),
    expect.stringContaining('https://www.wch-ic.com/'),
  ]);
  expect(windowsProblems(JSON.stringify(JSON.parse(WINDOWS)[0]))).toHaveLength(1);
  expect(windowsProblems('')).toEqual([]);
});

const WITH_CH340 = [{ _name: 'USB Serial', vendor_id: '0x1a86', product_id: '0x7523', location_id: '0x0' }];

/**
 * Shape after `system_profiler SPUSBDataType -json` of macOS 12 to 15, as github.com/mudita/mudita-center keeps it in
 * `macos-usb-port-device-parser.test.ts`; its devices are other ones, and it is not recorded here.
 */
const MAC = JSON.stringify({
  SPUSBDataType: [
    { _name: 'USB31Bus', host_controller: 'AppleT6000USBXHCI' },
    {
      _name: 'USB31Bus',
      host_controller: 'AppleT6000USBXHCI',
      _items: [
        {
          _name: 'Hub',
          vendor_id: '0x05e3  (Genesys Logic, Inc.)',
          product_id: '0x0610',
          location_id: '0x02100000 / 1',
          _items: WITH_CH340,
        },
        { _name: 'Keyboard', vendor_id: 'apple_vendor_id', product_id: '0x0250' },
      ],
    },
  ],
});

/**
 * Shape after macOS 26: the old type is empty (github.com/Neradoc/discotool/issues/14), the new one has names of its
 * own (github.com/haimgel/display-switch/issues/198); not recorded here.
 */
const MAC_26 = JSON.stringify({
  SPUSBHostDataType: [
    {
      _name: 'USB 3.1 Bus',
      Driver: 'AppleT8112USBXHCI',
      USBKeyLocationID: '0x02000000',
      _items: [
        {
          _name: 'Hub',
          USBDeviceKeyVendorID: '0x05e3',
          USBDeviceKeyProductID: '0x0610',
          _items: [{ _name: 'USB Serial', USBDeviceKeyVendorID: '0x1a86', USBDeviceKeyProductID: '0x7523' }],
        },
      ],
    },
  ],
});
const EMPTY = JSON.stringify({ SPUSBDataType: [] });

test.each([
  ['up to 15', [MAC, '']],
  ['from 26 on', [EMPTY, MAC_26]],
])('macOS %s: an adapter without any port of its kind lacks its driver', (_which, listings) => {
  const lacking = (node: string): unknown => macProblems(listings, [node]).map(({ params }) => params.ids);
  expect(lacking('cu.Bluetooth-Incoming-Port')).toEqual(['1a86:7523']);
  expect(lacking('cu.wchusbserial1420')).toEqual([]);
});

test('macOS: what is no list tells nothing', () => {
  expect(macProblems(['no JSON', '', EMPTY], [])).toEqual([]);
});

/** Shape after lsof(8), output for other programs; not recorded on a Mac. */
test('macOS: lsof names the first program that has the port', () => {
  expect(parseLsof('p4711\ncscreen\nf5\np4712\ncCoolTerm\nf9\n')).toEqual({ pid: '4711', name: 'screen' });
  expect(parseLsof('p4711\n')).toEqual({ pid: '4711', name: '' });
  expect(parseLsof('')).toBeNull();
});
