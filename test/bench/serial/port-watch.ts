import { readdirSync } from 'node:fs';

import { NODE_FILES } from '../../../electron/adapters/serial/node-files.ts';
import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import { sysfsPorts } from '../../../electron/adapters/serial/sysfs-ports.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { PortWatch } from '../../../electron/core/board/port-watch.ts';

/** What noticing plugs costs: CPU of this process while nothing happens, and of one listing by each way. */
const IDLE_MS = 20_000;
const LISTINGS = 50;

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function idle(watch: PortWatch | null): Promise<number> {
  watch?.start();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const since = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const spent = cpuMs(since);
  watch?.stop();
  return spent;
}

async function each(action: () => unknown): Promise<number> {
  await action();
  const since = process.cpuUsage();
  for (let count = 0; count < LISTINGS; count += 1) await action();
  return cpuMs(since) / LISTINGS;
}

const binding = createSerialBinding();
let listings = 0;
const watch = new PortWatch({
  clock: systemClock,
  binding: {
    ...binding,
    list: () => {
      listings += 1;
      return binding.list();
    },
  },
  onPorts: () => undefined,
  onProblems: () => undefined,
});
const nothing = await idle(null);
const watching = await idle(watch);
console.log(
  `idle ${IDLE_MS / 1000} s: ${nothing.toFixed(1)} ms of CPU without, ${watching.toFixed(1)} ms with the watch`,
);
console.log(`listings in that time, the first one included: ${listings}`);
console.log(`one listing from sysfs: ${(await each(() => sysfsPorts(NODE_FILES))).toFixed(3)} ms of CPU`);
console.log(`one look at the names in /dev: ${(await each(() => readdirSync('/dev'))).toFixed(3)} ms of CPU`);
const { SerialPort } = await import('serialport');
const listed = await each(() => SerialPort.list().catch(() => []));
console.log(`one SerialPort.list() of serialport 13: ${listed.toFixed(3)} ms of CPU`);
process.exit(0);
