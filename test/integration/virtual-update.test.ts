import { expect, test } from 'vitest';
import { serve, testServer, untilReady, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

test('an update is downloaded, written, started and confirmed by the board', async () => {
  const image = appImage({ version: '2.0.0', sizeBytes: 0x40000 });
  const { url } = await testServer(serve(image));
  const bench = await virtualBench();
  await untilReady(bench);
  expect(bench.board.runningPartition).toBe('factory');
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
  await bench.line('rst:0xc (SW_CPU_RESET)');
  await bench.line('Loaded app from partition at offset 0x110000');
  await bench.line(`SHA-256 for current firmware: : ${Buffer.from(image.subarray(-32)).toString('hex')}`);
  await bench.line('Diagnostics completed successfully!');
  await untilReady(bench);
  expect(bench.board.runningPartition).toBe('ota_0');
  expect(bench.board.flash.read(0x110000, image.length)).toEqual(Uint8Array.from(image));
});
