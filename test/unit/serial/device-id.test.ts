import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceIdOf } from '../../../electron/core/board/device-id.ts';
import type { SerialPortInfo } from '../../../electron/core/ports.ts';

function port(more: Partial<SerialPortInfo>): SerialPortInfo {
  const none = { vendorId: null, productId: null, serialNumber: null, location: null };
  return { path: '/dev/ttyUSB0', label: 'port', virtual: false, ...none, ...more };
}

const CP2102 = { vendorId: '10c4', productId: 'ea60' };

test.each<[string, Partial<SerialPortInfo>, string]>([
  [
    'a serial number of its own',
    { ...CP2102, serialNumber: '02A1B2C3', location: '1-2' },
    'usb-10c4-ea60-02A1B2C3',
  ],
  [
    'a MAC as serial number',
    { vendorId: '303a', productId: '1001', serialNumber: '7C:DF:A1:00:12:34', location: '1-3:1.0' },
    'usb-303a-1001-7C-DF-A1-00-12-34',
  ],
  [
    'the serial number 0001 of CP2102 modules',
    { ...CP2102, serialNumber: '0001', location: '1-2' },
    'usb-10c4-ea60-at-1-2',
  ],
  [
    'no serial number, as a CH340',
    { vendorId: '1a86', productId: '7523', location: '1-1.4' },
    'usb-1a86-7523-at-1-1.4',
  ],
  [
    'a location as Windows names it',
    { path: 'COM12', ...CP2102, location: 'Port_#0003.Hub_#0001' },
    'usb-10c4-ea60-at-Port__0003.Hub__0001',
  ],
  ['neither serial number nor location', { ...CP2102 }, 'usb-10c4-ea60-on-ttyUSB0'],
  ['no USB identity', { path: '/dev/ttyS4' }, 'port-ttyS4'],
  ['a pty', { path: '/dev/pts/7' }, 'port-7'],
  ['a Windows port without USB', { path: 'COM3' }, 'port-COM3'],
  ['the virtual board without a name', { path: 'virtual', virtual: true }, 'virtual-esp32'],
  ['a virtual board', { path: 'virtual:bench.1', virtual: true }, 'virtual-bench.1'],
])('%s', (_what, given, id) => {
  expect(deviceIdOf(port(given))).toBe(id);
});

test('the two ports of one adapter are two boards', () => {
  const dual = { vendorId: '0403', productId: '6010', serialNumber: 'FT1234' };
  expect(deviceIdOf(port({ ...dual, location: '1-2:1.0' }))).toBe('usb-0403-6010-FT1234');
  expect(deviceIdOf(port({ ...dual, location: '1-2:1.1' }))).toBe('usb-0403-6010-FT1234-if1');
});

test('names that differ only in what a folder name cannot hold stay apart', () => {
  const one = deviceIdOf(port({ ...CP2102, serialNumber: '板一号' }));
  const two = deviceIdOf(port({ ...CP2102, serialNumber: '板二号' }));
  expect(one).not.toBe(two);
});

test('whatever the system says, the id is a safe folder name and fits the contract', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 300, unit: 'binary' }),
    fc.constantFrom('CON', '..', '.', 'a/../b', 'nul', 'x.', 'x '),
  );
  const anything = fc.record({
    path: text,
    label: text,
    vendorId: fc.option(fc.oneof(text, fc.constant('10c4'))),
    productId: fc.option(fc.oneof(text, fc.constant('ea60'))),
    serialNumber: fc.option(text),
    location: fc.option(text),
    virtual: fc.boolean(),
  });
  fc.assert(
    fc.property(anything, (given) => {
      const id = deviceIdOf(given);
      expect(id).toMatch(/^(usb|port|virtual)-[A-Za-z0-9._-]*$/);
      expect(id).not.toMatch(/[. ]$/);
      expect(id.length).toBeLessThanOrEqual(100);
    }),
  );
});
