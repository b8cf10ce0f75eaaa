import { expect, test } from 'vitest';
import { fromListed } from '../../../electron/adapters/serial/listed-port.ts';

test('Windows: ids in lower case, the friendly name without its COM number', () => {
  // hrueger in MadLittleMods/node-usb-detection issue 128; friendlyName as bindings-cpp 13 adds it.
  const port = {
    path: 'COM12',
    manufacturer: 'Microsoft',
    serialNumber: '0021003a4341570720323032',
    pnpId: 'USB\\VID_0483&PID_5740\\0021003A4341570720323032',
    locationId: 'Port_#0003.Hub_#0001',
    friendlyName: 'Serielles USB-Gerät (COM12)',
    vendorId: '0483',
    productId: '5740',
  };
  expect(fromListed('win32', [port])).toEqual([
    {
      path: 'COM12',
      label: 'Serielles USB-Gerät',
      vendorId: '0483',
      productId: '5740',
      serialNumber: '0021003a4341570720323032',
      location: 'Port_#0003.Hub_#0001',
      virtual: false,
    },
  ]);
});

test('Windows: an instance id made up for a device without serial number is none', () => {
  // The form of a CH340's id; win32-sn-parser of bindings-cpp takes its last part for the serial number.
  const port = {
    path: 'COM5',
    pnpId: 'USB\\VID_1A86&PID_7523\\5&1C2E9F5D&0&2',
    serialNumber: '5&1C2E9F5D&0&2',
    locationId: 'Port_#0002.Hub_#0001',
    friendlyName: 'USB-SERIAL CH340 (COM5)',
    vendorId: '1A86',
    productId: '7523',
  };
  expect(fromListed('win32', [port])).toMatchObject([
    { label: 'CH340 USB Serial', vendorId: '1a86', serialNumber: null, location: 'Port_#0002.Hub_#0001' },
  ]);
});

test('Windows: the ports of a composite device have places of their own', () => {
  const port = (number: number) => ({
    path: `COM${number}`,
    pnpId: `USB\\VID_10C4&PID_EA70&MI_0${number}\\6&2A4F&0&000${number}`,
    locationId: '0000.0014.0000.002.000.000.000.000.000',
    vendorId: '10C4',
    productId: 'EA70',
  });
  const [first, second] = fromListed('win32', [port(0), port(1)]);
  expect(first?.location).not.toBe(second?.location);
});

test('macOS: the call-out device, four hex digits, and no noise', () => {
  // heuuLZP in serialport/node-serialport issue 1106, and the names of a MacBook with nothing plugged in.
  const listed = [
    { path: '/dev/tty.Bluetooth-Incoming-Port' },
    { path: '/dev/tty.wlan-debug' },
    { path: '/dev/tty.debug-console' },
    {
      path: '/dev/tty.SLAB_USBtoUART',
      manufacturer: 'Silicon Labs',
      serialNumber: '0001',
      locationId: '0x14200000',
      vendorId: '0x10c4',
      productId: '0xea60',
    },
  ];
  expect(fromListed('darwin', listed)).toEqual([
    {
      path: '/dev/cu.SLAB_USBtoUART',
      label: 'CP210x USB to UART Bridge',
      vendorId: '10c4',
      productId: 'ea60',
      serialNumber: '0001',
      location: '0x14200000',
      virtual: false,
    },
  ]);
});

test('a port of which nothing is known is named for itself', () => {
  expect(fromListed('win32', [{ path: 'COM1' }])).toEqual([
    {
      path: 'COM1',
      label: 'COM1',
      vendorId: null,
      productId: null,
      serialNumber: null,
      location: null,
      virtual: false,
    },
  ]);
});
