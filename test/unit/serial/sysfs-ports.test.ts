import { describe, expect, test } from 'vitest';
import { sysfsPorts } from '../../../electron/adapters/serial/sysfs-ports.ts';
import { sysfsReader as reader, ttyTree as tty, usbTree as usb } from '../../support/sysfs-tree.ts';

const PCI = '/sys/devices/pci0000:00/0000:00:14.0/usb1';

/** Chain and identity of a CP2102 as `udevadm info` shows them (README of ttyX_Getter). */
const CP2102 = {
  ...tty('ttyUSB0', `${PCI}/1-1/1-1:1.0/ttyUSB0`),
  ...usb(`${PCI}/1-1/1-1:1.0`, { bInterfaceNumber: '00' }),
  ...usb(`${PCI}/1-1`, {
    idVendor: '10c4',
    idProduct: 'ea60',
    serial: '0001',
    bNumInterfaces: ' 1',
    manufacturer: 'Silicon Labs',
    product: 'CP2102 USB to UART Bridge Controller',
  }),
};

test('a CP2102 is listed with its ids, its own name and its place', () => {
  expect(sysfsPorts(reader(CP2102))).toEqual([
    {
      path: '/dev/ttyUSB0',
      label: 'CP2102 USB to UART Bridge Controller',
      vendorId: '10c4',
      productId: 'ea60',
      serialNumber: '0001',
      location: '1-1',
      virtual: false,
    },
  ]);
});

test('a CH340 has no serial number and is named for its chip', () => {
  // Recorded in WSL with usbipd (a sysfs sample of 2026-09-30): the product is only "USB Serial".
  const VHCI = '/sys/devices/platform/vhci_hcd.0/usb1';
  const tree = {
    ...tty('ttyUSB0', `${VHCI}/1-2/1-2:1.0/ttyUSB0`),
    ...usb(`${VHCI}/1-2/1-2:1.0`, { bInterfaceNumber: '00' }),
    ...usb(`${VHCI}/1-2`, {
      idVendor: '1a86',
      idProduct: '7523',
      bNumInterfaces: ' 1',
      product: 'USB Serial',
    }),
  };
  expect(sysfsPorts(reader(tree))).toMatchObject([
    { label: 'CH340 USB Serial', vendorId: '1a86', productId: '7523', serialNumber: null, location: '1-2' },
  ]);
});

test('a USB-Serial-JTAG port hangs on its interface and carries the MAC', () => {
  // CDC ACM: the tty's device is the interface itself (stm32-vserprog issue 28).
  const tree = {
    ...tty('ttyACM0', `${PCI}/1-3/1-3:1.0`),
    ...usb(`${PCI}/1-3/1-3:1.0`, { bInterfaceNumber: '00' }),
    ...usb(`${PCI}/1-3`, {
      idVendor: '303a',
      idProduct: '1001',
      serial: '7C:DF:A1:00:12:34',
      bNumInterfaces: ' 3',
      manufacturer: 'Espressif',
      product: 'USB JTAG/serial debug unit',
    }),
  };
  expect(sysfsPorts(reader(tree))).toMatchObject([
    {
      path: '/dev/ttyACM0',
      label: 'USB JTAG/serial debug unit',
      serialNumber: '7C:DF:A1:00:12:34',
      location: '1-3:1.0',
    },
  ]);
});

test('the ports of one adapter have places of their own, behind hubs too', () => {
  // The chain of sonic-buildimage issue 5943: a CP2108 behind two hubs.
  const hub = '/sys/devices/pci0000:00/0000:00:16.0/usb1/1-1/1-1.1/1-1.1.1';
  const tree = {
    ...tty('ttyUSB0', `${hub}/1-1.1.1:1.0/ttyUSB0`),
    ...tty('ttyUSB1', `${hub}/1-1.1.1:1.1/ttyUSB1`),
    ...usb(`${hub}/1-1.1.1:1.0`, { bInterfaceNumber: '00', interface: 'CP2108 Interface 0' }),
    ...usb(`${hub}/1-1.1.1:1.1`, { bInterfaceNumber: '01', interface: 'CP2108 Interface 1' }),
    ...usb(hub, { idVendor: '10c4', idProduct: 'ea71', serial: '00A1', bNumInterfaces: ' 4' }),
  };
  expect(sysfsPorts(reader(tree)).map(({ path, location }) => [path, location])).toEqual([
    ['/dev/ttyUSB0', '1-1.1.1:1.0'],
    ['/dev/ttyUSB1', '1-1.1.1:1.1'],
  ]);
});

describe('ports that are none', () => {
  const onBoard = '/sys/devices/pnp0/00:00/00:00:0/00:00:0.0';

  test('of the announced UARTs only those with hardware are listed', () => {
    const tree = {
      ...tty('ttyS0', onBoard, { type: '4' }),
      ...tty('ttyS1', '/sys/devices/platform/serial8250/serial8250:0/serial8250:0.1', { type: '0' }),
    };
    expect(sysfsPorts(reader(tree))).toMatchObject([
      {
        path: '/dev/ttyS0',
        label: 'ttyS0',
        vendorId: null,
        productId: null,
        serialNumber: null,
        location: null,
      },
    ]);
  });

  test('consoles and terminals are no serial ports', () => {
    const tree = {
      '/dev/tty1': '',
      '/dev/ptmx': '',
      '/sys/class/tty/tty1/dev': '4:1',
      '/sys/class/tty/ptmx/dev': '5:2',
    };
    expect(sysfsPorts(reader(tree))).toEqual([]);
  });

  test('a port of the host without a node in this container is left out', () => {
    const { '/dev/ttyUSB0': _node, ...rest } = CP2102;
    expect(sysfsPorts(reader(rest))).toEqual([]);
  });

  test('an empty or unreadable sysfs is an empty list', () => {
    expect(sysfsPorts({ names: () => [], text: () => null, real: () => null })).toEqual([]);
  });
});

test('ports come in the order of their numbers', () => {
  const tree = Object.assign(
    {},
    ...[10, 2, 1].map((number) =>
      tty(`ttyS${number}`, `/sys/devices/platform/uart.${number}`, { type: '4' }),
    ),
  );
  expect(sysfsPorts(reader(tree)).map(({ path }) => path)).toEqual([
    '/dev/ttyS1',
    '/dev/ttyS2',
    '/dev/ttyS10',
  ]);
});
