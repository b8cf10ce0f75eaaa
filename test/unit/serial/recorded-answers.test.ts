import { serialNumParser } from '@serialport/bindings-cpp/dist/win32-sn-parser.js';
import { describe, expect, test } from 'vitest';

import type { ListedPort } from '../../../electron/adapters/serial/listed-port.ts';
import { fromListed } from '../../../electron/adapters/serial/listed-port.ts';
import { openFailureCode } from '../../../electron/adapters/serial/open-failure.ts';
import { macProblems, windowsProblems } from '../../../electron/adapters/serial/other-problems.ts';
import { permissionRemedy } from '../../../electron/adapters/serial/permission-remedy.ts';
import { usbProblem, usbWithoutPort } from '../../../electron/adapters/serial/usb-without-port.ts';
import { deviceIdOf } from '../../../electron/core/board/device-id.ts';
import { found, PORT_FIXTURES, recorded, recordedPort, sourceOf } from '../../support/port-fixtures.ts';
import { sysfsReader } from '../../support/sysfs-tree.ts';

/** What systems answered on other people's machines; each fixture names its source. */

test.each(PORT_FIXTURES)('%s says where it is from', (name) => {
  expect(sourceOf(name)).toMatch(
    name === 'open-errors.txt' ? /^# / : /^# https:\/\/github\.com\/\S+\/\d+ \(/,
  );
});

/** Listed alone, and the id its board gets. */
function alone(platform: string, listed: ListedPort) {
  const [port] = fromListed(platform, [listed]);
  if (port === undefined) throw new Error('It was left out');
  return { ...port, deviceId: deviceIdOf(port, [port]) };
}

describe('ports that Windows listed', () => {
  /** As serialport 13 completes a listing from the PnP id: ids, and the serial number where there is one. */
  const complete = (listed: ListedPort): ListedPort => {
    const [, vendorId, productId] = /VID_(\w{4})[&+]PID_(\w{4})/.exec(listed.pnpId ?? '') ?? [];
    const serialNumber = serialNumParser(listed.pnpId ?? '') ?? undefined;
    return { vendorId, productId, serialNumber, ...listed };
  };

  test.each([
    [
      'windows-cp2102.txt',
      'COM5',
      'Silicon Labs CP210x USB to UART Bridge',
      'usb-10c4-ea60-at-Port__0008.Hub__0003',
    ],
    ['windows-cp2104.txt', 'COM6', 'CP210x USB to UART Bridge', 'usb-10c4-ea60-018ADB6C'],
    ['windows-ch340.txt', 'COM1', 'CH340 USB Serial', 'usb-1a86-7523-at-Port__0001.Hub__0006'],
    ['windows-cdc.txt', 'COM12', 'Microsoft', 'usb-0483-5740-0021003a4341570720323032'],
    ['windows-ftdi.txt', 'COM23', 'FT232R USB UART', 'usb-0403-6001-A51MAMME'],
  ])('%s: %s is %s, its board %s', (name, path, label, deviceId) => {
    expect(alone('win32', complete(recordedPort(name)))).toMatchObject({ path, label, deviceId });
  });

  test('an FTDI channel without a serial number is known by its port, since Windows tells no place of it', () => {
    // The PnP id in https://github.com/pbatard/libwdi/issues/228
    const listed = {
      path: 'COM7',
      pnpId: 'FTDIBUS\\VID_0403+PID_6010+6&C7C5ABC&0&2&2\\0000',
      vendorId: '0403',
      productId: '6010',
    };
    expect(alone('win32', complete(listed))).toMatchObject({
      serialNumber: null,
      deviceId: 'usb-0403-6010-on-COM7',
    });
  });

  test('a port of Bluetooth is listed, without USB ids', () => {
    const [path = '', pnpId, manufacturer] = recorded('windows-bluetooth.txt');
    expect(alone('win32', complete({ path, pnpId, manufacturer }))).toMatchObject({
      label: 'Microsoft',
      vendorId: null,
      deviceId: 'port-COM5',
    });
  });
});

describe('ports that macOS listed', () => {
  test('a CP2102 with the serial number that all have is known by its place', () => {
    expect(alone('darwin', recordedPort('macos-cp2102.txt'))).toMatchObject({
      path: '/dev/cu.SLAB_USBtoUART',
      label: 'CP210x USB to UART Bridge',
      deviceId: 'usb-10c4-ea60-at-0x14200000',
    });
  });

  test('the call-in node becomes the call-out one; ids come without 0x too', () => {
    expect(alone('darwin', recordedPort('macos-usbmodem.txt'))).toMatchObject({
      path: '/dev/cu.usbmodem132456781',
      vendorId: '2ec2',
      productId: '0003',
      deviceId: 'usb-2ec2-0003-13245678',
    });
  });

  /** Names as they stood in a listing of /dev or beside a device. */
  const nodesOf = (name: string): readonly string[] =>
    recorded(name).flatMap((line) => /(?:\/dev\/)?((?:cu|tty)\.[^\s:]+)/.exec(line)?.[1] ?? []);

  test('what every Mac has is no port of a board', () => {
    const names = [...nodesOf('macos-nodes-none.txt'), ...nodesOf('macos-nodes-esptool.txt')];
    const listed = names.map((name) => ({ path: `/dev/${name}` }));
    expect(fromListed('darwin', listed).map(({ path }) => path)).toEqual(['/dev/cu.usbserial-21130']);
  });

  test.each([
    ['macos-nodes-cp2102.txt', '/dev/cu.SLAB_USBtoUART'],
    ['macos-nodes-ch340.txt', '/dev/cu.wchusbserial410'],
    ['macos-nodes-ch9102.txt', '/dev/cu.wchusbserial52D40069231'],
  ])('%s: of the two nodes of one adapter the one that works is listed', (name, path) => {
    const nodes = nodesOf(name);
    expect(nodes).toHaveLength(2);
    // serialport lists both with the place of their adapter.
    const listed = nodes.map((node) => ({
      path: `/dev/${node}`,
      locationId: '14100000',
      vendorId: '1a86',
      productId: '7523',
    }));
    expect(fromListed('darwin', listed).map((port) => port.path)).toEqual([path]);
    const elsewhere = listed.map((port, index) => ({ ...port, locationId: `1410000${index}` }));
    expect(fromListed('darwin', elsewhere)).toHaveLength(2);
  });

  test('two ports of one adapter are two boards, though macOS gives them one place and one serial number', () => {
    // The place of a CP2105 and of both its ports in https://github.com/pyserial/pyserial/pull/784
    const place = (17_899_792).toString(16).padStart(8, '0');
    const listed = ['B', 'A'].map((end) => ({
      path: `/dev/tty.usbserial-${end}`,
      locationId: place,
      serialNumber: '01A2B3C4',
      vendorId: '10c4',
      productId: 'ea70',
    }));
    const ports = fromListed('darwin', listed);
    expect(ports.map((port) => deviceIdOf(port, ports))).toEqual([
      'usb-10c4-ea70-01A2B3C4-if1',
      'usb-10c4-ea70-01A2B3C4',
    ]);
  });

  test.each([
    ['macos-profiler-cp2102.txt', '10c4:ea60'],
    ['macos-profiler-ch340.txt', '1a86:7523'],
  ])('%s: the adapter lacks its driver where no port of its kind is there', (name, ids) => {
    const value = (title: string): string => found(name, new RegExp(`${title}:\\s+(.+)`)).trim();
    // The words are those of the post; the JSON around them has the shape that system_profiler gives.
    const device = {
      _name: 'USB Serial',
      vendor_id: value('Vendor ID'),
      product_id: value('Product ID'),
      location_id: value('Location ID'),
    };
    const listing = JSON.stringify({ SPUSBDataType: [{ _name: 'USB30Bus', _items: [device] }] });
    const lacking = (nodes: readonly string[]) =>
      macProblems([listing], nodes).map(({ params }) => params.ids);
    expect(lacking(nodesOf('macos-nodes-none.txt'))).toEqual([ids]);
    expect(lacking(nodesOf('macos-nodes-cp2102.txt'))).toEqual([]);
  });
});

describe('devices in trouble on Windows', () => {
  /** As `ConvertTo-Json` of Windows PowerShell writes it: with `&` as \u0026. */
  const json = (device: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(device).replaceAll('&', '\\u0026');

  test('a PL2303 without its driver is told with its maker’s page', () => {
    const name = 'windows-problem-pl2303.txt';
    const device = {
      Name: found(name, /^Device Description:\s+(.+)/),
      DeviceID: found(name, /^Instance ID:\s+(.+)/),
      ConfigManagerErrorCode: Number(found(name, /^Problem Code:\s+(\d+)/)),
    };
    expect(windowsProblems(json(device))).toMatchObject([
      {
        code: 'serial/driver-missing',
        params: { ids: '067b:2303', url: expect.stringContaining('prolific') },
      },
    ]);
  });

  test('a device that works is no problem, whatever the language of its name', () => {
    const name = 'windows-pnp-entity.txt';
    const field = (title: string): string => found(name, new RegExp(`^${title}\\s+: (.+)`));
    const code = Number(field('ConfigManagerErrorCode'));
    expect(
      windowsProblems(
        json({ Name: field('Caption'), DeviceID: field('DeviceID'), ConfigManagerErrorCode: code }),
      ),
    ).toEqual([]);
  });
});

describe('what Linux said', () => {
  test.each([
    ['linux-brltty-ch340.txt', '1a86:7523'],
    ['linux-brltty-cp2104.txt', '10c4:ea60'],
  ])('%s: an adapter whose driver brltty has sent away is told so', (name, ids) => {
    const device = `/sys/bus/usb/devices/${found(name, / usb (\S+): usbfs/)}`;
    const tree = {
      [`${device}/idVendor`]: found(name, /idVendor=(\w+)/),
      [`${device}/idProduct`]: found(name, /idProduct=(\w+)/),
      [`${device}/busnum`]: '1',
      [`${device}/devnum`]: '5',
      [`${device}:1.0/bInterfaceNumber`]: '00',
      [`${device}:1.0/driver`]: '-> /sys/bus/usb/drivers/usbfs',
      '/sys/bus/usb/drivers/usbfs/bind': '',
    };
    const [adapter] = usbWithoutPort(sysfsReader(tree));
    if (adapter === undefined) throw new Error('Nothing was found');
    const holder = `${found(name, /while '(\w+)' sets config/)}, PID 812`;
    expect(usbProblem(adapter, holder, false, () => true)).toMatchObject({
      code: 'serial/brltty',
      params: { ids },
    });
  });

  /** `crw-rw----` as mode bits, and who owns the node. */
  const nodeOf = (name: string) => {
    const [, bits = '', group = '', path = ''] =
      /^c([rwx-]{9}) 1 root (\w+) .* (\/dev\/\w+)$/.exec(recorded(name)[0] ?? '') ?? [];
    const mode = Number.parseInt([...bits].map((bit) => (bit === '-' ? 0 : 1)).join(''), 2);
    return { path, mode, gid: 20, groups: `${group}:x:20:`, vendorId: null };
  };

  test('a node of dialout is opened by its group, one of a login console is not', () => {
    expect(permissionRemedy(nodeOf('linux-node-dialout.txt'))).toEqual({
      remedy: 'remedyGroup',
      group: 'dialout',
    });
    expect(permissionRemedy(nodeOf('linux-node-console.txt'))).toEqual({
      remedy: 'remedyMode',
      path: '/dev/ttyS1',
    });
  });
});

const ERRORS = recorded('open-errors.txt').map((line) => line.split(' | '));

test.each(ERRORS)('%s: %s (%s)', (given = '', message = '', source = '') => {
  const [platform = '', code] = given.split(' ');
  expect(source).toMatch(/^https:\/\/github\.com\//);
  expect(openFailureCode({ platform, message, systemCode: null })).toBe(code);
});
