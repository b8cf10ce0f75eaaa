import { expect, test } from 'vitest';

import { deviceIdOf } from '../../../electron/core/board/device-id.ts';
import { findPort } from '../../../electron/core/board/find-port.ts';
import { usbPort } from '../../support/fake-ports.ts';

const CP2102N = { vendorId: '10c4', productId: 'ea60' };
const NONE: ReadonlySet<string> = new Set();

test('a serial number that two ports share names neither: both are known by their place', () => {
  const one = usbPort({ ...CP2102N, serialNumber: 'ABC', location: '1-1' });
  const two = usbPort({ ...CP2102N, serialNumber: 'ABC', location: '1-2', path: '/dev/ttyUSB1' });
  expect(deviceIdOf(one, [one])).toBe('usb-10c4-ea60-ABC');
  expect(deviceIdOf(one, [one, two])).toBe('usb-10c4-ea60-at-1-1');
  expect(deviceIdOf(two, [one, two])).toBe('usb-10c4-ea60-at-1-2');
});

test('a link to a port is not a second one with its serial number', () => {
  const port = usbPort({ ...CP2102N, serialNumber: 'ABC' });
  expect(deviceIdOf({ ...port, path: '/dev/serial/by-id/x' }, [port])).toBe('usb-10c4-ea60-ABC');
});

test('a board is found by its serial number at whatever port and place it is now', () => {
  const last = usbPort({ ...CP2102N, serialNumber: 'ABC', location: '1-1' });
  const now = { ...last, path: '/dev/ttyUSB4', location: '1-3' };
  const deviceId = deviceIdOf(last);
  expect(findPort({ deviceId, last }, [usbPort(), now], NONE)).toBe(now);
  expect(findPort({ deviceId, last }, [usbPort()], NONE)).toBeNull();
});

test('a board without a serial number is found at its place alone, not at its old name', () => {
  const last = usbPort({ location: '1-1' });
  const deviceId = deviceIdOf(last);
  const elsewhere = usbPort({ location: '1-2' });
  expect(findPort({ deviceId, last }, [elsewhere], NONE)).toBeNull();
  const back = usbPort({ location: '1-1', path: '/dev/ttyUSB1' });
  expect(findPort({ deviceId, last }, [elsewhere, back], NONE)).toBe(back);
});

test('of two with the same serial number the one at the old place is it; at two new places nobody knows', () => {
  const last = usbPort({ ...CP2102N, serialNumber: 'ABC', location: '1-1' });
  const deviceId = deviceIdOf(last);
  const other = { ...last, location: '1-2', path: '/dev/ttyUSB1' };
  expect(findPort({ deviceId, last }, [other, last], NONE)).toBe(last);
  expect(findPort({ deviceId, last }, [other, { ...last, location: '1-3' }], NONE)).toBeNull();
  expect(findPort({ deviceId, last }, [other], new Set([other.path]))).toBeNull();
});

test('a path that no system lists is itself', () => {
  const last = usbPort({ path: '/dev/pts/3', vendorId: null, productId: null, location: null });
  expect(findPort({ deviceId: 'port-3', last }, [], NONE)).toBe(last);
});
