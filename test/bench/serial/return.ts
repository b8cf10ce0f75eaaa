import { writeFileSync } from 'node:fs';

import type { SerialBinding } from '../../../electron/core/ports.ts';
import { CoreClient } from '../../support/core-client.ts';
import type { PtyPair } from '../../support/pty.ts';
import { openPtyPair, until } from '../../support/pty.ts';
import type { PluggedUsb } from '../../support/usb-plugs.ts';
import { UsbPlugs } from '../../support/usb-plugs.ts';

/**
 * How soon a board that was pulled is open again once it is back, and how soon a plug is noticed: the real binding over
 * device nodes with ptys behind them. Then what ten boards cost that stay away.
 * `node test/bench/run.mjs serial/return [rounds]`
 */
const rounds = Number(process.argv[2] ?? 20);

const CP2102N: PluggedUsb = { vendorId: '10c4', productId: 'ea60', serial: '02A1', location: '1-4' };
const CH340: PluggedUsb = { vendorId: '1a86', productId: '7523', serial: null, location: '1-1' };
const JTAG: PluggedUsb = {
  vendorId: '303a',
  productId: '1001',
  serial: '7C:DF:A1:00:12:34',
  location: '1-2',
};

interface Case {
  readonly what: string;
  readonly usb: PluggedUsb;
  /** Its names, one round after the other. */
  readonly names: readonly string[];
  /** Its places, likewise; its own where left out. */
  readonly locations?: readonly string[];
  /** Between these it stays away, in milliseconds. */
  readonly awayMs: readonly [from: number, to: number];
  /** The node is there this long before it can be opened, as until udev has set its permissions. */
  readonly lockedMs?: readonly [from: number, to: number];
  readonly between?: (binding: SerialBinding) => SerialBinding;
  readonly rounds?: number;
}

/** Windows and macOS tell of no plugs, and their listing takes its time. */
const unwatched = (binding: SerialBinding): SerialBinding => ({
  list: async () => {
    await sleep(300);
    return binding.list();
  },
  open: (...given) => binding.open(...given),
});

const CASES: readonly Case[] = [
  { what: 'same name, known by serial number', usb: CP2102N, names: ['ttyUSB0'], awayMs: [300, 1_500] },
  {
    what: 'another name and place, known by serial number',
    usb: CP2102N,
    names: ['ttyUSB0', 'ttyUSB1', 'ttyUSB2'],
    locations: ['1-4', '1-1.2'],
    awayMs: [300, 1_500],
  },
  {
    what: 'another name, known by its place',
    usb: CH340,
    names: ['ttyUSB0', 'ttyUSB1'],
    awayMs: [300, 1_500],
  },
  {
    what: 'USB-JTAG enumerated anew (rst:0x15)',
    usb: JTAG,
    names: ['ttyACM0', 'ttyACM1'],
    awayMs: [80, 400],
  },
  {
    what: 'permissions only 150 to 700 ms after the node',
    usb: CP2102N,
    names: ['ttyUSB0'],
    awayMs: [300, 1_500],
    lockedMs: [150, 700],
  },
  {
    what: 'away for 11 s',
    usb: CP2102N,
    names: ['ttyUSB0', 'ttyUSB1'],
    awayMs: [11_000, 11_500],
    rounds: 3,
  },
  {
    what: 'no news of plugs, a listing takes 300 ms',
    usb: CP2102N,
    names: ['ttyUSB0', 'ttyUSB1'],
    awayMs: [300, 1_500],
    between: unwatched,
  },
  {
    what: 'the same, away for 11 s',
    usb: CP2102N,
    names: ['ttyUSB0', 'ttyUSB1'],
    awayMs: [11_000, 12_000],
    between: unwatched,
    rounds: 3,
  },
];

for (const each of CASES) await measure(each);
await waiting(10);
process.exit(0);

async function measure({ what, usb, names, locations, awayMs, lockedMs, between, ...more }: Case) {
  const plugs = new UsbPlugs();
  const binding = plugs.binding();
  const client = await CoreClient.open({ binding: between?.(binding) ?? binding });
  let lastText = '';
  client.onLog(({ entries }) => {
    lastText = entries.at(-1)?.text ?? lastText;
  });
  const opened: number[] = [];
  const noticed: number[] = [];
  let pair = await openPtyPair();
  let name = names[0] as string;
  const { deviceId } = await client.call('board.open', {
    path: plugs.plug(name, usb, pair.portNode),
    baudRate: 115_200,
  });
  for (let round = 1; round <= (more.rounds ?? rounds); round += 1) {
    await unplug(plugs, name, pair);
    await client.when('board', deviceId, ({ link }) => link === 'gone');
    await client.when('ports', null, (ports) => ports.every(({ virtual }) => virtual));
    await sleep(awayMs[0] + Math.random() * (awayMs[1] - awayMs[0]));
    pair = await openPtyPair();
    name = names[round % names.length] as string;
    const place = { ...usb, location: locations?.[round % locations.length] ?? usb.location };
    if (lockedMs !== undefined) {
      plugs.plug(name, place, '/dev/null');
      await sleep(lockedMs[0] + Math.random() * (lockedMs[1] - lockedMs[0]));
      plugs.pull(name);
    }
    const path = plugs.plug(name, place, pair.portNode);
    const backAtMs = performance.now();
    const since = (): number => performance.now() - backAtMs;
    const seen = client.when('ports', null, (ports) => ports.some((port) => port.path === path)).then(since);
    await client.when('board', deviceId, ({ link }) => link === 'open');
    opened.push(since());
    noticed.push(await seen);
    writeFileSync(pair.board, `I (${round}) main: back ${round}\r\n`);
    await until(() => lastText === `back ${round}`, 'its first line');
  }
  console.log(`${what.padEnd(46)} open again ${spread(opened)}; in the list ${spread(noticed)}`);
  await client.close();
  await pair.close();
  plugs.close();
}

/** What boards that are away cost, as long as their ports are looked for. */
async function waiting(boards: number): Promise<void> {
  const plugs = new UsbPlugs();
  const client = await CoreClient.open({ binding: plugs.binding() });
  for (let board = 0; board < boards; board += 1) {
    const pair = await openPtyPair();
    const name = `ttyUSB${board}`;
    const usb = { ...CP2102N, serial: `02A${board}`, location: `1-${board}` };
    const { deviceId } = await client.call('board.open', {
      path: plugs.plug(name, usb, pair.portNode),
      baudRate: 115_200,
    });
    await unplug(plugs, name, pair);
    await client.when('board', deviceId, ({ link }) => link === 'gone');
  }
  await sleep(12_000);
  const since = process.cpuUsage();
  await sleep(20_000);
  const { user, system } = process.cpuUsage(since);
  console.log(`${boards} boards away: ${((user + system) / 1000).toFixed(1)} ms of CPU in 20 s`);
  await client.close();
  plugs.close();
}

async function unplug(plugs: UsbPlugs, name: string, pair: PtyPair): Promise<void> {
  await pair.close();
  plugs.pull(name);
}

function spread(valuesMs: readonly number[]): string {
  const sorted = [...valuesMs].sort((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p100 ${at(1)} ms (${sorted.length} rounds)`;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
