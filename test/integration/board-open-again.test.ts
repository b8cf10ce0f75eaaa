import { afterEach, beforeEach, expect, test } from 'vitest';

import { DEFAULT_BOARD_SERIAL } from '../../shared/contract/serial-settings.ts';
import { CoreClient } from '../support/core-client.ts';
import { FakePorts, usbPort } from '../support/fake-ports.ts';

const PORT = usbPort();
const { path } = PORT;
const MAC = '24:6f:28:00:00:0a';
const OPENED = `open ${path} 115200`;

let ports: FakePorts;
let client: CoreClient;
let deviceId: string;

/** A board that said its MAC after its port was opened. */
beforeEach(async () => {
  ports = new FakePorts(PORT);
  client = await CoreClient.open({ binding: ports });
  deviceId = await open();
  ports.print(path, `I (600) wifi:mode : sta (${MAC})\r\n`);
  await client.when('board', deviceId, ({ facts }) => facts.mac === MAC);
});
afterEach(() => client.close());

const open = async (more: { readonly baudRate?: number; readonly rtscts?: boolean } = {}): Promise<string> =>
  (await client.call('board.open', { path, baudRate: 115_200, ...more })).deviceId;
const opens = (): string[] => ports.done.filter((what) => /^(?:open|close) /.test(what));
const macHeard = (): string | null | undefined => client.state('board', deviceId)?.facts.mac;

test('a port that is opened again as it is open stays open, and what the board said and printed stays', async () => {
  expect(await open()).toBe(deviceId);
  expect(opens()).toEqual([OPENED]);
  expect(macHeard()).toBe(MAC);
  ports.print(path, 'I (700) main: later\r\n');
  const { entries } = await client.call('log.read', { deviceId, fromSeq: 0, limit: 100 });
  expect(entries.map(({ text }) => text)).toEqual([`mode : sta (${MAC})`, 'later']);
});

test('another rate or another flow control opens it anew, and it is asked anew what the board is', async () => {
  await open({ baudRate: 74_880 });
  expect(macHeard()).toBeNull();
  await open({ baudRate: 74_880, rtscts: true });
  await open({ baudRate: 74_880 });
  expect(opens()).toEqual([
    OPENED,
    `close ${path}`,
    `open ${path} 74880`,
    `close ${path}`,
    `open ${path} 74880 rtscts`,
    `close ${path}`,
    `open ${path} 74880`,
  ]);
});

test('flow control that was set for the board since is taken up by opening it', async () => {
  const { serial } = client.state('settings', null) ?? expect.fail('no settings');
  const own = { ...DEFAULT_BOARD_SERIAL, rtscts: true };
  await client.call('settings.update', { serial: { ...serial, boards: { [deviceId]: own } } });
  await open();
  expect(opens().at(-1)).toBe(`${OPENED} rtscts`);
});

test('a port that was closed, or that is to be reopened, is opened anew', async () => {
  await client.call('board.close', { deviceId });
  await open();
  await client.call('board.reopen', { deviceId });
  expect(opens()).toEqual([OPENED, `close ${path}`, OPENED, `close ${path}`, OPENED]);
});
