import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { CoreClient } from '../../support/core-client.ts';
import type { PtyPair } from '../../support/pty.ts';
import { openPtyPair } from '../../support/pty.ts';
import type { PluggedUsb } from '../../support/usb-plugs.ts';
import { UsbPlugs } from '../../support/usb-plugs.ts';

/** The real binding: device nodes that come and go, with terminals behind them. */

const CP2102N: PluggedUsb = { vendorId: '10c4', productId: 'ea60', serial: '02A1', location: '1-4' };
const CH340: PluggedUsb = { vendorId: '1a86', productId: '7523', serial: null, location: '1-1' };
const JTAG: PluggedUsb = {
  vendorId: '303a',
  productId: '1001',
  serial: '7C:DF:A1:00:12:34',
  location: '1-2',
};

async function bench() {
  const plugs = new UsbPlugs();
  onTestFinished(() => plugs.close());
  const client = await CoreClient.open({ binding: plugs.binding() });
  onTestFinished(() => client.close());
  let pair: PtyPair | null = null;
  onTestFinished(() => pair?.close());
  return {
    client,
    /** A board with a terminal of its own; returns its path. */
    plug: async (name: string, usb: PluggedUsb): Promise<string> => {
      pair = await openPtyPair();
      return plugs.plug(name, usb, pair.portNode);
    },
    /** The cable, or the chip's own reset: node and terminal vanish. */
    pull: async (name: string): Promise<void> => {
      plugs.pull(name);
      await pair?.close();
    },
    print: (text: string): void => writeFileSync(pair?.board ?? '', text),
  };
}

const marksOf = (client: CoreClient, deviceId: string) =>
  readFileSync(path.join(client.dataDir, 'logs', deviceId, 'meta', 'marks.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ kind }) => ['open', 'gone', 'close'].includes(String(kind)));

/** The raw log: its segments in the order of their names. */
function rawOf(client: CoreClient, deviceId: string): string {
  const folder = path.join(client.dataDir, 'logs', deviceId);
  const names = readdirSync(folder).filter((name) => name.endsWith('.raw'));
  return names
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('');
}

const textsOf = async (client: CoreClient, deviceId: string): Promise<string[]> => {
  const { entries } = await client.call('log.read', { deviceId, fromSeq: 0, limit: 1_000 });
  return entries.map(({ text }) => text);
};

test('a board that comes back under another name and at another place goes on in its log, the gap marked', async () => {
  const { client, plug, pull, print } = await bench();
  const { deviceId } = await client.call('board.open', {
    path: await plug('ttyUSB0', CP2102N),
    baudRate: 115_200,
  });
  expect(deviceId).toBe('usb-10c4-ea60-02A1');
  print('I (1) main: before\r\nhalf a li');
  await expect.poll(() => textsOf(client, deviceId)).toContain('half a li');
  await pull('ttyUSB0');
  const { error } = await client.when('board', deviceId, ({ link }) => link === 'gone');
  expect(error?.code).toBe('serial/port-gone');
  const back = await plug('ttyUSB3', { ...CP2102N, location: '1-1.2' });
  const { port } = await client.when('board', deviceId, ({ link }) => link === 'open');
  expect(port).toMatchObject({ path: back, location: '1-1.2' });
  print('I (2) main: after\r\n');
  await expect.poll(() => textsOf(client, deviceId)).toContain('after');
  expect(await textsOf(client, deviceId)).toEqual([
    'before',
    'half a li',
    'Port gone',
    expect.stringMatching(/^Port open again after \d+\.\d s: .*\/ttyUSB3$/),
    'after',
  ]);
  await client.core.stop();
  expect(rawOf(client, deviceId)).toBe('I (1) main: before\r\nhalf a liI (2) main: after\r\n');
  expect(marksOf(client, deviceId)).toMatchObject([
    { kind: 'open', offset: 0 },
    { kind: 'gone', offset: 29 },
    { kind: 'open', offset: 29, path: back },
    { kind: 'close', offset: 48 },
  ]);
});

test('a chip that leaves the bus with its own reset is open again under its new name, its log going on with rst:0x15', async () => {
  const { client, plug, pull, print } = await bench();
  const { deviceId } = await client.call('board.open', {
    path: await plug('ttyACM0', JTAG),
    baudRate: 115_200,
  });
  print('I (900) advanced_https_ota_example: ESP_HTTPS_OTA upgrade successful. Rebooting ...\r\n');
  await expect.poll(() => textsOf(client, deviceId)).toHaveLength(1);
  await pull('ttyACM0');
  const back = await plug('ttyACM1', JTAG);
  await client.when('board', deviceId, ({ link, port }) => link === 'open' && port.path === back);
  const rom = 'rst:0x15 (USB_UART_CHIP_RESET),boot:0x8 (SPI_FAST_FLASH_BOOT)';
  print(`ESP-ROM:esp32s3-20210327\r\n${rom}\r\n`);
  await expect.poll(() => textsOf(client, deviceId)).toContain(rom);
  const texts = await textsOf(client, deviceId);
  expect(texts.slice(-2)).toEqual(['ESP-ROM:esp32s3-20210327', rom]);
  expect(texts).toContainEqual(expect.stringMatching(/^Port open again after /));
});

test('without a serial number it is awaited at its place; another one under its old name is left alone', async () => {
  const { client, plug, pull } = await bench();
  const { deviceId } = await client.call('board.open', {
    path: await plug('ttyUSB0', CH340),
    baudRate: 115_200,
  });
  await pull('ttyUSB0');
  await client.when('board', deviceId, ({ link }) => link === 'gone');
  const other = await plug('ttyUSB0', { ...CH340, location: '1-3' });
  await client.when('ports', null, (ports) => ports.some(({ path: at }) => at === other));
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(client.state('board', deviceId)?.link).toBe('gone');
  await pull('ttyUSB0');
  const back = await plug('ttyUSB1', CH340);
  const { port } = await client.when('board', deviceId, ({ link }) => link === 'open');
  expect(port.path).toBe(back);
});
