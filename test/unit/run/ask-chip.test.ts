import { expect, test } from 'vitest';

import type { Board } from '../../../electron/core/board/board.ts';
import type { Clock, SerialPortInfo } from '../../../electron/core/ports.ts';
import type { AskChipDeps } from '../../../electron/core/run/ask-chip.ts';
import { boardsOfChip } from '../../../electron/core/run/ask-chip.ts';
import { WorkbenchError } from '../../../shared/errors.ts';
import { createTranslator } from '../../../shared/text/translator.ts';

/** A board behind a port: what it says by itself, and what only after a reset. */
interface Behind {
  readonly path: string;
  readonly says: string | null;
  readonly saysAfterReset?: string;
  readonly isOpen?: boolean;
  readonly inUse?: boolean;
  readonly vendorId?: string | null;
}

/** Ports with boards behind them, on a clock that jumps from wait to wait. */
function shelf(...behind: readonly Behind[]) {
  const open = new Map<string, Board>();
  const resets: string[] = [];
  const closed: string[] = [];
  const add = ({ path, says, saysAfterReset }: Behind): string => {
    const facts = { chip: says };
    const reset = async (): Promise<void> => {
      resets.push(path);
      facts.chip = saysAfterReset ?? facts.chip;
    };
    const link = { hasModemLines: true, reset };
    const board = {
      deviceId: path,
      name: path,
      isOpen: true,
      port: { path },
      facts,
      link,
      log: { mark: () => undefined },
    };
    open.set(path, board as unknown as Board);
    return path;
  };
  for (const one of behind) if (one.isOpen === true) add(one);
  let nowMs = 0;
  const clock: Clock = {
    nowMs: () => nowMs,
    after: (delayMs, action) => {
      nowMs += delayMs;
      queueMicrotask(action);
      return () => undefined;
    },
  };
  const deps: AskChipDeps = {
    clock,
    boards: () => [...open.values()],
    ports: async () =>
      behind.map(({ path, vendorId = '10c4' }) => ({ path, vendorId }) as unknown as SerialPortInfo),
    open: async (path) => {
      const one = behind.find((each) => each.path === path) as Behind;
      if (one.inUse === true) throw new WorkbenchError('serial/port-busy', { path });
      return add(one);
    },
    close: async (deviceId) => {
      closed.push(deviceId);
      open.delete(deviceId);
    },
    t: () => createTranslator('en'),
  };
  return { deps, resets, closed };
}
const { signal } = new AbortController();
const C3 = { chip: 'esp32c3', reset: false };

test('a chip takes what is open and what a port that is opened says; others are closed again', async () => {
  const { deps, closed, resets } = shelf(
    { path: 'a', says: 'ESP32-C3', isOpen: true },
    { path: 'b', says: 'ESP32-C3' },
    { path: 'c', says: 'ESP32-S3' },
    { path: 'd', says: null },
    { path: 'modem', says: 'ESP32-C3', vendorId: null },
  );
  const found = await boardsOfChip(C3, deps, signal);
  expect(found.deviceIds).toEqual(['a', 'b']);
  expect(found.silent).toEqual(['d']);
  expect(closed).toEqual(['c', 'd']);
  expect(resets).toEqual([]);
});

test('a board that was open before stays open, of whatever chip it is', async () => {
  const { deps, closed } = shelf(
    { path: 'a', says: 'ESP32-S3', isOpen: true },
    { path: 'b', says: 'ESP32-C3' },
  );
  expect((await boardsOfChip(C3, deps, signal)).deviceIds).toEqual(['b']);
  expect(closed).toEqual([]);
});

test('boards that say nothing are reset only where the plan allows it', async () => {
  const { deps, resets } = shelf(
    { path: 'a', says: null, saysAfterReset: 'ESP32-C3' },
    { path: 'b', says: 'ESP32' },
  );
  const found = await boardsOfChip({ ...C3, reset: true }, deps, signal);
  expect(found).toMatchObject({ deviceIds: ['a'], silent: [] });
  expect(resets).toEqual(['a']);
});

test('where nothing fits, every board is named with what it is, and every port with why it stays shut', async () => {
  const { deps } = shelf(
    { path: 'a', says: 'ESP32-S3' },
    { path: 'b', says: null },
    { path: 'c', says: null, inUse: true },
  );
  const { deviceIds, why } = await boardsOfChip(C3, deps, signal);
  expect(deviceIds).toEqual([]);
  expect(why).toContain('a is an ESP32-S3.');
  expect(why).toContain('b has not said its chip.');
  expect(why).toContain('Another program holds the serial port c.');
});

test('a search that is called off closes what it opened', async () => {
  const abort = new AbortController();
  const { deps, closed } = shelf({ path: 'a', says: null });
  const search = boardsOfChip(C3, deps, abort.signal);
  queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => abort.abort(new Error('off')))));
  await expect(search).rejects.toThrow('off');
  expect(closed).toEqual(['a']);
});
