import { expect, test } from 'vitest';

import { serve, testServer, untilReady, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0', sizeBytes: 0x20000 });

test('a power cut stops the board without a word, and what was written stays', async () => {
  const { url, sockets } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ fault: { kind: 'powerCut', atBytes: 40_000 }, powerBackAfterMs: null });
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Written image length 40960');
  await expect.poll(() => bench.board.powered).toBe(false);
  const silentAt = bench.lines().length;
  expect(bench.closed()).toBe(false);
  expect(sockets.size).toBe(1);
  expect(bench.board.flash.read(0x110000, 40_960)).toEqual(Uint8Array.from(IMAGE.subarray(0, 40_960)));
  expect(bench.lines()).toHaveLength(silentAt);
  bench.board.restorePower();
  await bench.line('rst:0x1 (POWERON_RESET)');
  await bench.line('Loaded app from partition at offset 0x10000');
  await untilReady(bench);
  // The chip has forgotten the connection; its stack answers what still comes with RST.
  await expect.poll(() => sockets.size).toBe(0);
});

test('a power cut that ends by itself restarts the board once', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ fault: { kind: 'powerCut', atBytes: 20_000 }, powerBackAfterMs: 20 });
  for (const until of ['rst:0x1 (POWERON_RESET)', 'Prepare to restart system!']) {
    await untilReady(bench);
    await bench.send(url('ota_1.bin'));
    await bench.line(until);
  }
});

test('a brownout says so and resets', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ fault: { kind: 'brownout', atBytes: 20_000 } });
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('I BOD: Brownout detector was triggered');
  await bench.line('rst:0xf (RTCWDT_BROWN_OUT_RESET)');
  await untilReady(bench);
});

test('a pulled cable closes the port, and the board starts anew when it is in again', async () => {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench({ fault: { kind: 'unplug', atBytes: 20_000 } });
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Written image length 20480');
  await expect.poll(() => bench.closed()).toBe(true);
  await expect(bench.send('x')).rejects.toMatchObject({ code: 'serial/port-gone' });
  const listener = { onBytes: () => {}, onClosed: () => {} };
  await expect(bench.board.open(115_200, listener)).rejects.toMatchObject({ code: 'serial/port-not-found' });
  bench.board.plugIn();
  const link = await bench.board.open(115_200, listener);
  await expect.poll(() => bench.board.runningPartition).toBe('factory');
  await link.close();
});

test('a slow board closes the TCP window: the server cannot hand over a large image at once', async () => {
  const large = appImage({ version: '2.0.0', sizeBytes: 0xf0000 });
  let handed = 0;
  const { url } = await testServer((_request, response) => {
    response.writeHead(200, { 'Content-Length': 64 * 1024 * 1024 });
    const chunk = Buffer.alloc(64 * 1024, large);
    const more = (): void => {
      while (handed < 64 * 1024 * 1024) {
        handed += chunk.length;
        if (!response.write(chunk)) break;
      }
    };
    response.on('drain', more);
    more();
  });
  const bench = await virtualBench({ wifiBytesPerSecond: 1_000, timeScale: 0.02 });
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Written image length 1024');
  let before = -1;
  await expect
    .poll(() => {
      const still = handed === before;
      before = handed;
      return still;
    })
    .toBe(true);
  expect(handed).toBeLessThan(32 * 1024 * 1024);
});
