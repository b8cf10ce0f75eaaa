import { afterEach, beforeEach, expect, test } from 'vitest';

import type { SerialPortInfo } from '../../electron/core/ports.ts';
import { CoreClient } from '../support/core-client.ts';
import { FakePorts, usbPort } from '../support/fake-ports.ts';
import { until } from '../support/pty.ts';

const CH340 = usbPort();
const CP2102N = usbPort({ vendorId: '10c4', productId: 'ea60', serialNumber: '02A1', location: '1-4' });
const JTAG = usbPort({
  path: '/dev/ttyACM0',
  vendorId: '303a',
  productId: '1001',
  serialNumber: '7C:DF:A1:00:12:34',
  location: '1-2:1.0',
});
const MAC_A = '24:6f:28:00:00:0a';
const MAC_B = '24:6f:28:00:00:0b';

let ports: FakePorts;
let client: CoreClient;

beforeEach(async () => {
  ports = new FakePorts();
  client = await CoreClient.open({ binding: ports });
});
afterEach(() => client.close());

async function opened(port: SerialPortInfo): Promise<string> {
  ports.plug(port);
  const { deviceId } = await client.call('board.open', { path: port.path, baudRate: 115_200 });
  return deviceId;
}

const logOf = async (deviceId: string) => {
  const { entries } = await client.call('log.read', { deviceId, fromSeq: 0, limit: 1_000 });
  return entries;
};
const textsOf = async (deviceId: string): Promise<string[]> =>
  (await logOf(deviceId)).map(({ text }) => text);
const says = (path: string, mac: string): void => ports.print(path, `I (600) wifi:mode : sta (${mac})\r\n`);

test('a board that is plugged in again elsewhere is the same board; its log goes on, the gap is marked', async () => {
  const deviceId = await opened(CP2102N);
  expect(deviceId).toBe('usb-10c4-ea60-02A1');
  ports.print(CP2102N.path, 'I (1) main: before\r\n');
  ports.pull(CP2102N.path);
  await client.when('board', deviceId, ({ link }) => link === 'gone');
  ports.plug({ ...CP2102N, path: '/dev/ttyUSB7', location: '1-1' });
  const { port } = await client.when('board', deviceId, ({ link }) => link === 'open');
  expect(port.path).toBe('/dev/ttyUSB7');
  ports.print('/dev/ttyUSB7', 'I (2) main: after\r\n');
  expect(await textsOf(deviceId)).toEqual([
    'before',
    'Port gone',
    expect.stringMatching(/^Port open again after \d\.\d s: \/dev\/ttyUSB7$/),
    'after',
  ]);
  const offsets = (await logOf(deviceId)).map(({ offset }) => offset);
  expect(offsets).toEqual([0, 20, 20, 20]);
});

test('a board without a serial number is awaited at its place; another one at its old name is left alone', async () => {
  const deviceId = await opened(CH340);
  ports.pull(CH340.path);
  ports.plug({ ...CH340, location: '1-3' });
  await client.when('board', deviceId, ({ link }) => link === 'gone');
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(ports.isOpen(CH340.path)).toBe(false);
  ports.plug({ ...CH340, path: '/dev/ttyUSB1' });
  await client.when('board', deviceId, ({ link }) => link === 'open');
  expect(ports.isOpen('/dev/ttyUSB1')).toBe(true);
});

test('another MAC at a known place is another board: it is said, and each has its own name and memory', async () => {
  const deviceId = await opened(CH340);
  await client.call('settings.update', { boardNames: { [deviceId]: 'Bench A' } });
  says(CH340.path, MAC_A);
  await client.when('serial', deviceId, ({ mac, macSeen }) => mac === MAC_A && macSeen);
  expect(client.state('serial', deviceId)?.advice).toEqual([]);
  ports.pull(CH340.path);
  ports.plug(CH340);
  await client.when('board', deviceId, ({ link }) => link === 'open');
  says(CH340.path, MAC_B);
  const { advice, nameKey } = await client.when('serial', deviceId, ({ mac }) => mac === MAC_B);
  expect(advice).toEqual([{ code: 'board/replaced', params: { before: MAC_A, now: MAC_B } }]);
  expect(nameKey).toBe('mac-246f2800000b');
  await client.when('board', deviceId, ({ name }) => name === 'ttyUSB0');
  expect(await textsOf(deviceId)).toContain(`Another board is here: MAC ${MAC_B}, before ${MAC_A}`);
  ports.pull(CH340.path);
  ports.plug(CH340);
  await client.when('board', deviceId, ({ link }) => link === 'open');
  says(CH340.path, MAC_A);
  await client.when('board', deviceId, ({ name }) => name === 'Bench A');
});

test('a board that moves to another socket takes what is remembered of it along, once it says its MAC', async () => {
  const first = await opened(CH340);
  says(CH340.path, MAC_A);
  await client.when('serial', first, ({ macSeen }) => macSeen);
  await client.call('settings.update', { boardNames: { 'mac-246f2800000a': 'Bench A' } });
  ports.pull(CH340.path);
  const elsewhere = { ...CH340, location: '1-9' };
  const second = await opened(elsewhere);
  expect(second).not.toBe(first);
  says(elsewhere.path, MAC_A);
  await client.when('board', second, ({ name }) => name === 'Bench A');
  expect(client.state('serial', second)?.advice).toEqual([]);
});

test('a USB-JTAG port that leaves the bus with the reset of its chip comes back without having been gone', async () => {
  const deviceId = await opened(JTAG);
  const links: string[] = [];
  client.core.onPush((push) => {
    if (push.kind === 'state' && push.name === 'board' && push.key === deviceId)
      links.push((push.value as { link: string }).link);
  });
  const reset = client.call('board.reset', { deviceId });
  await until(() => ports.done.includes('lines dtr 0 rts 1'), 'the reset');
  ports.pull(JTAG.path);
  await reset;
  ports.plug({ ...JTAG, path: '/dev/ttyACM1' });
  await client.when('board', deviceId, ({ link, port }) => link === 'open' && port.path === '/dev/ttyACM1');
  expect(links).toContain('opening');
  expect(links).not.toContain('gone');
});

test('a USB-JTAG port that does not come back is gone all the same', async () => {
  const deviceId = await opened(JTAG);
  const reset = client.call('board.reset', { deviceId });
  await until(() => ports.done.includes('lines dtr 0 rts 1'), 'the reset');
  ports.pull(JTAG.path);
  await reset;
  await client.when('board', deviceId, ({ link }) => link === 'gone');
}, 15_000);

test('three lines that are no text suggest other rates; another rate needs no new opening', async () => {
  const deviceId = await opened(CH340);
  ports.print(CH340.path, 'I (1) main: fine\r\n');
  for (let line = 0; line < 2; line += 1) ports.print(CH340.path, '\ufffd\ufffd\ufffd\n');
  ports.print(CH340.path, 'I (2) main: a glitch, no more\r\n');
  ports.print(CH340.path, '\ufffd\ufffd\ufffd\n'.repeat(2));
  expect(client.state('serial', deviceId)?.advice).toEqual([]);
  ports.print(CH340.path, '\ufffd\ufffd\ufffd\n');
  const { advice } = await client.when('serial', deviceId, (serial) => serial.advice.length > 0);
  expect(advice[0]).toMatchObject({ code: 'serial/garbled', params: { baudRate: 115_200 } });
  await client.call('board.setBaudRate', { deviceId, baudRate: 74_880 });
  expect(client.state('serial', deviceId)?.advice).toEqual([]);
  expect(client.state('board', deviceId)?.baudRate).toBe(74_880);
  expect(ports.done).toEqual([`open ${CH340.path} 115200`, 'baud 74880']);
});

test('a reset sequence of the board’s own takes the place of the usual one; download mode leaves both released', async () => {
  const deviceId = await opened(CH340);
  await client.call('board.enterDownload', { deviceId });
  expect(ports.done.slice(1)).toEqual([
    'lines dtr 0 rts 0',
    'lines dtr 1 rts 1',
    'lines dtr 0 rts 1',
    'lines dtr 1 rts 0',
    'lines dtr 0 rts 0',
  ]);
  ports.done.length = 0;
  const own = { resetSequence: 'R1|W0.01|R0|D1|D0', downloadSequence: null, rtscts: false, lineEnding: null };
  await client.call('settings.update', {
    serial: { lineEnding: 'lf', stallSeconds: 30, boards: { [deviceId]: own } },
  });
  await client.call('board.reset', { deviceId });
  expect(ports.done).toEqual([
    'lines dtr 0 rts 1',
    'lines dtr 0 rts 0',
    'lines dtr 1 rts 0',
    'lines dtr 0 rts 0',
  ]);
});

test('the lines are told as they are set and read', async () => {
  const deviceId = await opened(CH340);
  expect(client.state('serial', deviceId)?.lines).toEqual({ dtr: false, rts: false });
  await client.call('board.setLines', { deviceId, dtr: true, rts: false });
  expect(client.state('serial', deviceId)?.lines).toEqual({ dtr: true, rts: false });
  expect(await client.call('board.readLines', { deviceId })).toEqual({
    dtr: true,
    rts: false,
    cts: true,
    dsr: false,
    dcd: null,
  });
});

test('with flow control RTS is the system’s: the port opens so, and refuses to reset', async () => {
  ports.plug(CH340);
  const { deviceId } = await client.call('board.open', {
    path: CH340.path,
    baudRate: 115_200,
    rtscts: true,
  });
  expect(ports.done).toEqual([`open ${CH340.path} 115200 rtscts`]);
  await expect(client.call('board.reset', { deviceId })).rejects.toMatchObject({
    code: 'serial/no-modem-lines',
  });
});
