import { expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { VirtualBench } from '../support/virtual-bench.ts';
import { serve, testServer, untilReady, virtualBench } from '../support/virtual-bench.ts';
import { appImage } from '../support/virtual-fake.ts';

const IMAGE = appImage({ version: '2.0.0' });

/** Updates a board up to the start of its new slot. */
async function updated(options: Partial<VirtualBoardOptions>): Promise<{ bench: VirtualBench; url: string }> {
  const { url } = await testServer(serve(IMAGE));
  const bench = await virtualBench(options);
  await untilReady(bench);
  await bench.send(url('ota_1.bin'));
  await bench.line('Prepare to restart system!');
  await bench.line('Loaded app from partition at offset 0x110000');
  return { bench, url: url('ota_1.bin') };
}

const states = ({ board }: VirtualBench): readonly number[] => board.otadata?.map(({ state }) => state) ?? [];

test('failed diagnostics roll back, and the same version is then refused as invalid', async () => {
  const { bench, url } = await updated({ newImage: 'diagnosticsFail' });
  await bench.line('Diagnostics (5 sec)...');
  await bench.line('Diagnostics failed! Start rollback to the previous version ...');
  await bench.line('esp_ota_ops: Rollback to previously worked partition.');
  await bench.line('rst:0xc (SW_CPU_RESET)');
  await bench.line('Defaulting to factory image');
  await untilReady(bench);
  expect(states(bench)[0]).toBe(3);
  await bench.send(url);
  await bench.line('Last invalid firmware version: 2.0.0');
  await bench.line('W (');
  const warnings = bench.lines().filter((line) => line.startsWith('W '));
  expect(warnings.map((line) => line.replace(/ \(\d+\)/, ''))).toContain(
    'W native_ota_example: Previously, there was an attempt to launch the firmware with 2.0.0 version, but it failed.',
  );
  await bench.line('Waiting for a new firmware ... 1');
});

test('a panic before the diagnostics decide makes the bootloader abort the image', async () => {
  const { bench } = await updated({ newImage: 'crash' });
  await bench.line('SHA-256 for current firmware: ');
  await bench.line("Guru Meditation Error: Core  0 panic'ed (LoadProhibited)");
  await bench.line('Rebooting...');
  await bench.line('Loaded app from partition at offset 0x10000');
  await untilReady(bench);
  expect(states(bench)[0]).toBe(4);
});

test('without rollback a crashing image starts again and again', async () => {
  const { bench } = await updated({ newImage: 'crashEarly', rollback: false });
  expect(states(bench)[0]).toBe(0xffffffff);
  for (let count = 0; count < 3; count += 1) {
    await bench.line('Rebooting...');
    await bench.line('Loaded app from partition at offset 0x110000');
  }
});

test('an image that marked itself valid loops even with rollback', async () => {
  const { bench } = await updated({ newImage: 'loop' });
  await bench.line('Loaded app from partition at offset 0x110000');
  await bench.line('Loaded app from partition at offset 0x110000');
  expect(states(bench)[0]).toBe(2);
});

test('without rollback the new image runs no diagnostics', async () => {
  const { bench } = await updated({ rollback: false });
  await untilReady(bench);
  expect(bench.lines().filter((line) => line.includes('Diagnostics'))).toEqual([]);
});

test('an image that never confirms cannot update itself, and a reset brings the old one back', async () => {
  const { bench, url } = await updated({ newImage: 'neverConfirms', skipVersionCheck: true });
  await untilReady(bench);
  await bench.send(url);
  await bench.line('Running app has not confirmed state (ESP_OTA_IMG_PENDING_VERIFY)');
  await bench.line('esp_ota_begin failed (ESP_ERR_OTA_ROLLBACK_INVALID_STATE)');
  await bench.line('Exiting task due to fatal error...');
  bench.board.pressReset();
  await bench.line('Defaulting to factory image');
});

test('a new image that finds no access point gives up and panics', async () => {
  const { bench } = await updated({ newImage: 'noAccessPoint', rollback: false });
  for (let count = 0; count < 6; count += 1)
    await bench.line('Wi-Fi disconnected 201, trying to reconnect...');
  await bench.line('WiFi Connect failed 7 times, stop reconnect.');
  await bench.line('ESP_ERROR_CHECK failed: esp_err_t 0xffffffff (ESP_FAIL)');
  await bench.line('abort() was called at PC');
  await bench.line('Rebooting...');
});

test('three updates in a row alternate between the slots', async () => {
  const { url } = await testServer((request, response) => {
    const version = /v(\d)/.exec(request.url ?? '')?.[1] ?? '0';
    serve(appImage({ version: `${version}.0.0`, seed: Number(version) }))(request, response);
  });
  const bench = await virtualBench({ diagnosticsMs: 100 });
  const ran: (string | null)[] = [];
  for (const version of ['v2', 'v3', 'v4']) {
    await untilReady(bench);
    await bench.send(url(`${version}.bin`));
    await bench.line('Prepare to restart system!');
    await bench.line('Diagnostics completed successfully!');
    ran.push(bench.board.runningPartition);
  }
  expect(ran).toEqual(['ota_0', 'ota_1', 'ota_0']);
  expect(bench.board.otadata?.map(({ sequence }) => sequence)).toEqual([3, 2]);
});
