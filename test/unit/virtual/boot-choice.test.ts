import { expect, test } from 'vitest';

import type { VirtualBoard } from '../../../electron/virtual/virtual-board.ts';
import type { OtaState } from '../../../shared/esp/otadata.ts';
import { buildOtadataEntry } from '../../../shared/esp/otadata.ts';
import type { FakeBench } from '../../support/virtual-fake.ts';
import { appImage, fakeBench, flashSlot } from '../../support/virtual-fake.ts';

const OTADATA = 0xd000;

/** Writes otadata entries as a tool would; null leaves a sector blank. */
function setOtadata(board: VirtualBoard, ...entries: (readonly [number, OtaState] | null)[]): void {
  board.flash.erase(OTADATA, 0x2000);
  entries.forEach((entry, index) => {
    if (entry !== null) board.flash.program(OTADATA + index * 0x1000, buildOtadataEntry(...entry));
  });
}

function bothSlots(board: VirtualBoard): void {
  flashSlot(board, 'ota_0', appImage({ version: '2.0.0', seed: 2 }));
  flashSlot(board, 'ota_1', appImage({ version: '3.0.0', seed: 3 }));
}

async function booted(prepare: (board: VirtualBoard) => void, rollback = true): Promise<FakeBench> {
  const bench = await fakeBench({ rollback, network: 'noAddress' }, prepare);
  await bench.clock.advanceAsync(2_000);
  return bench;
}

const states = ({ board }: FakeBench): readonly number[] => board.otadata?.map(({ state }) => state) ?? [];

test('blank otadata starts factory', async () => {
  const bench = await booted(bothSlots);
  expect(bench.board.runningPartition).toBe('factory');
  expect(bench.taken()).toContain('boot: Defaulting to factory image');
});

test.each([
  { entries: [[1, 'VALID']] as const, slot: 'ota_0' },
  {
    entries: [
      [1, 'VALID'],
      [2, 'VALID'],
    ] as const,
    slot: 'ota_1',
  },
  {
    entries: [
      [3, 'VALID'],
      [2, 'VALID'],
    ] as const,
    slot: 'ota_0',
  },
  {
    entries: [
      [3, 'INVALID'],
      [2, 'VALID'],
    ] as const,
    slot: 'ota_1',
  },
  {
    entries: [
      [3, 'ABORTED'],
      [2, 'VALID'],
    ] as const,
    slot: 'ota_1',
  },
  { entries: [[1, 'UNDEFINED']] as const, slot: 'ota_0' },
  { entries: [[1, 'INVALID']] as const, slot: 'factory' },
  { entries: [null, [2, 'VALID']] as const, slot: 'ota_1' },
])('entries $entries start $slot', async ({ entries, slot }) => {
  const bench = await booted((board) => {
    bothSlots(board);
    setOtadata(board, ...entries);
  });
  expect(bench.board.runningPartition).toBe(slot);
});

test('an entry with a wrong CRC does not count, and without another factory starts with an error', async () => {
  const bench = await booted((board) => {
    bothSlots(board);
    setOtadata(board, [1, 'VALID']);
    board.flash.program(OTADATA + 28, Uint8Array.of(0));
  });
  expect(bench.board.runningPartition).toBe('factory');
  expect(bench.taken()).toContain('boot: ota data partition invalid, falling back to factory');
});

test('a new image is pending at its first start and aborted at the second', async () => {
  const bench = await booted((board) => {
    bothSlots(board);
    setOtadata(board, [1, 'NEW']);
  });
  expect(bench.board.runningPartition).toBe('ota_0');
  expect(states(bench)[0]).toBe(1);
  bench.board.pressReset();
  await bench.clock.advanceAsync(400);
  expect(bench.board.runningPartition).toBe('factory');
  expect(states(bench)[0]).toBe(4);
});

test('an aborted image gives way to the slot before it', async () => {
  const bench = await booted((board) => {
    bothSlots(board);
    setOtadata(board, [1, 'VALID'], [2, 'PENDING_VERIFY']);
  });
  expect(bench.board.runningPartition).toBe('ota_0');
  expect(states(bench)).toEqual([2, 4]);
});

test('without rollback no state is touched', async () => {
  const bench = await booted((board) => {
    bothSlots(board);
    setOtadata(board, [1, 'NEW'], [2, 'PENDING_VERIFY']);
  }, false);
  expect(bench.board.runningPartition).toBe('ota_1');
  expect(states(bench)).toEqual([0, 1]);
});

test('a chosen slot without a sound image is passed over', async () => {
  const bench = await booted((board) => {
    flashSlot(board, 'ota_0', appImage({ chipId: 9 }));
    setOtadata(board, null, [2, 'VALID']);
  });
  expect(bench.board.runningPartition).toBe('factory');
  const lines = bench.lines().filter((line) => line.startsWith('E '));
  expect(lines.map((line) => line.replace(/ \(\d+\)/, ''))).toEqual([
    'E esp_image: image at 0x210000 has invalid magic byte (nothing flashed here?)',
    'E boot: OTA app partition slot 1 is not bootable',
    'E boot_comm: mismatch chip ID, expected 0, found 9',
    'E boot: OTA app partition slot 0 is not bootable',
  ]);
});

test('a board without any image restarts over and over', async () => {
  const bench = await booted((board) => board.flash.erase(0x10000, 0x300000));
  const text = bench.taken();
  expect(text).toContain('boot: Factory app partition is not bootable');
  expect(text).toContain('boot: No bootable app partitions in the partition table');
  expect(text.split('rst:0x3 (SW_RESET)').length).toBeGreaterThan(3);
  expect(bench.board.runningPartition).toBeNull();
});

test('a board without a bootloader tells what it read and is reset by its watchdog', async () => {
  const bench = await booted((board) => board.flash.erase(0x1000, 0x7000));
  const text = bench.taken();
  expect(text).toContain('invalid header: 0xffffffff\r\ninvalid header: 0xffffffff\r\n');
  expect(text).toContain('rst:0x10 (RTCWDT_RTC_RESET)');
});

test('a partition table with a wrong MD5 is not used', async () => {
  const bench = await booted((board) => board.flash.program(0x800c, Uint8Array.of(0)));
  const text = bench.taken();
  expect(text).toContain('flash_parts: Incorrect MD5 checksum');
  expect(text).toContain('boot: load partition table error!');
});
