import { expect, test } from 'vitest';

import { fakeBench } from '../../support/virtual-fake.ts';

const BOTH = { dtr: true, rts: true };
const NONE = { dtr: false, rts: false };
const RTS = { dtr: false, rts: true };
const DTR = { dtr: true, rts: false };

async function running() {
  const bench = await fakeBench();
  await bench.clock.advanceAsync(2_000);
  bench.taken();
  return bench;
}

test('RTS alone holds the chip in reset; released it starts from the ROM', async () => {
  const { board, clock, link, taken } = await running();
  await link.setLines(RTS);
  await clock.advanceAsync(100);
  expect(board.runningPartition).toBeNull();
  expect(taken()).toBe('');
  await link.setLines(NONE);
  await clock.advanceAsync(1_000);
  expect(taken()).toContain('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)');
});

test('both lines or none pull nothing', async () => {
  const { board, clock, link, taken } = await running();
  await link.setLines(BOTH);
  await link.setLines(NONE);
  await link.setLines(BOTH);
  await clock.advanceAsync(1_000);
  expect(taken()).toBe('');
  expect(board.runningPartition).toBe('factory');
});

test('DTR alone pulls GPIO0, which counts only when EN rises', async () => {
  const { board, clock, link } = await running();
  await link.setLines(DTR);
  await clock.advanceAsync(100);
  expect(board.runningPartition).toBe('factory');
});

test.each([
  ['in one step', [RTS, DTR]],
  ['line by line, as most tools set them', [RTS, BOTH, DTR]],
])('GPIO0 low at the end of the reset, %s, enters download mode', async (_how, steps) => {
  const { clock, link, taken } = await running();
  for (const [index, lines] of steps.entries()) {
    await link.setLines(lines);
    if (index === 0) await clock.advanceAsync(100);
  }
  await clock.advanceAsync(50);
  expect(taken()).toContain(
    'rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n',
  );
});

test('closing the port with all lines released leaves the board running', async () => {
  const { board, clock, link } = await running();
  await link.close();
  await clock.advanceAsync(1_000);
  expect(board.boots).toBe(1);
});
