import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { loadSocketBuffers } from '../../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';
import { load } from './load.ts';

/**
 * How far the figure of delivered bytes is from what a slow client has read, and what 200 slow readers cost of the
 * kernel's memory, both ends of each connection. Clients read 1 KiB at a time with a board's receive buffer.
 */
const { values } = parseArgs({
  options: { ms: { type: 'string', default: '6000' }, rates: { type: 'string', default: '20,100,500' } },
});
const MIB = 1024 * 1024;
const READERS = 200;
const PAGE_BYTES = 4_096;
const credentials = await makeTestCredentials('p256');
const catalogue = new Catalogue();
const image = {
  imageId: 'f'.repeat(64),
  fileName: 'a.bin',
  urlName: 'a',
  bytes: Buffer.alloc(4 * MIB, 0x5a),
};
catalogue.publish(image, { pushId: null });
let shown = 0;
let label = '';
const server = createFirmwareServer({
  clock: systemClock,
  catalogue,
  credentials: () => credentials,
  version: 'bench',
  onEvent: (event) => {
    if (event.kind !== 'requestProgress') return;
    shown = event.bytes;
    label = event.bytesAre;
  },
  socketBuffers: loadSocketBuffers,
});
const { port } = await server.start({ port: 0, bind: '127.0.0.1' });
const common = { port, path: '/firmware/a.bin', forMs: Number(values.ms) };

console.log(
  '| one client, kB/s | TLS | bytes are | most shown above what was read, kB | below, kB | looks | load |',
);
console.log('|---|---|---|---|---|---|---|');
for (const tls of ['1.2', '1.3']) {
  for (const rate of values.rates.split(',').map(Number)) {
    shown = 0;
    let above = 0;
    let below = 0;
    let looks = 0;
    const onRead = (bytes: number): void => {
      looks += 1;
      above = Math.max(above, shown - bytes);
      below = Math.max(below, bytes - shown);
    };
    await load({ ...common, clients: 1, tls, bytesPerSecond: rate * 1_000, onRead });
    const figures = [rate, tls, label, (above / 1e3).toFixed(1), (below / 1e3).toFixed(1), looks, loadNow()];
    console.log(`| ${figures.join(' | ')} |`);
  }
}

console.log(`\n| ${READERS} clients of 20 kB/s | kernel kB a connection, most seen | failed | load |`);
console.log('|---|---|---|---|');
const before = kernelBytes();
let most = before;
const watching = setInterval(() => {
  most = Math.max(most, kernelBytes());
}, 100);
const { failed } = await load({ ...common, clients: READERS, tls: '1.2', bytesPerSecond: 20_000 });
clearInterval(watching);
console.log(`| TLS 1.2 | ${((most - before) / READERS / 1e3).toFixed(0)} | ${failed} | ${loadNow()} |`);
await server.stop({ drainMs: 0 });

function loadNow(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

/** What TCP holds on the whole machine. */
function kernelBytes(): number {
  const line = /^TCP:.*\bmem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'));
  return Number(line?.[1] ?? Number.NaN) * PAGE_BYTES;
}
