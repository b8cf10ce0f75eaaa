import { loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { loadSocketBuffers } from '../../../electron/adapters/socket-buffers.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { Catalogue } from '../../../electron/core/server/catalogue.ts';
import { createFirmwareServer } from '../../../electron/core/server/firmware-server.ts';
import { makeTestCredentials } from '../../support/test-credentials.ts';
import { load } from './load.ts';

/**
 * How late the core's event loop runs while so many boards download at full speed, beside the same with nobody there:
 * what the page would have to wait. Then what memory is left after many downloads.
 */
const { values } = parseArgs({
  options: {
    boards: { type: 'string', default: '60' },
    ms: { type: 'string', default: '4000' },
    /** Downloads of 64 KiB, for memory; 0: none. */
    downloads: { type: 'string', default: '10000' },
  },
});
const credentials = await makeTestCredentials('rsa2048');
const catalogue = new Catalogue();
const publish = (urlName: string, sizeBytes: number): void => {
  const image = { imageId: urlName.padEnd(64, '0'), fileName: urlName, urlName };
  catalogue.publish({ ...image, bytes: Buffer.alloc(sizeBytes, 0x5a) }, { pushId: null });
};
publish('big', 4 * 1024 * 1024);
publish('small', 64 * 1024);
const server = createFirmwareServer({
  clock: systemClock,
  catalogue,
  credentials: () => credentials,
  version: 'bench',
  onEvent: () => undefined,
  socketBuffers: loadSocketBuffers,
});
const { port } = await server.start({ port: 0, bind: '127.0.0.1' });
const forMs = Number(values.ms);

console.log('| event loop | p50 late ms | p99 | worst | MB/s | load |');
console.log('|---|---|---|---|---|---|');
await row('nobody', async () => {
  await new Promise((resolve) => setTimeout(resolve, forMs));
  return 0;
});
for (const tls of ['1.2', '1.3']) {
  await row(`${values.boards} boards, TLS ${tls}`, async () => {
    const clients = Number(values.boards);
    const { bytes, seconds } = await load({ port, path: '/firmware/big.bin', clients, tls, forMs });
    return bytes / 1e6 / seconds;
  });
}
await manyDownloads(Number(values.downloads));
await server.stop({ drainMs: 0 });

async function row(name: string, work: () => Promise<number>): Promise<void> {
  const resolutionMs = 1;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const rate = await work();
  delay.disable();
  const late = (ns: number): string => Math.max(0, ns / 1e6 - resolutionMs).toFixed(1);
  const figures = [late(delay.percentile(50)), late(delay.percentile(99)), late(delay.max), rate.toFixed(0)];
  console.log(`| ${[name, ...figures, (loadavg()[0] ?? 0).toFixed(1)].join(' | ')} |`);
}

/** What memory is after each fifth of the downloads. */
async function manyDownloads(count: number): Promise<void> {
  if (count === 0) return;
  console.log('\n| downloads | resident MB | JavaScript heap MB | outside it MB |');
  console.log('|---|---|---|---|');
  let done = 0;
  for (let fifth = 1; fifth <= 5; fifth += 1) {
    while (done < (count * fifth) / 5) {
      const { requests } = await load({
        port,
        path: '/firmware/small.bin',
        clients: 20,
        tls: '1.2',
        forMs: 500,
      });
      done += requests;
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    console.log(`| ${[done, rss / 1e6, heapUsed / 1e6, external / 1e6].map(Math.round).join(' | ')} |`);
  }
}
