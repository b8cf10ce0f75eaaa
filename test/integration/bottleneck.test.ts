import { expect, onTestFinished, test } from 'vitest';

import type { VirtualBoardOptions } from '../../electron/virtual/board-options.ts';
import type { Bottleneck } from '../../shared/ota/bottleneck.ts';
import { bottleneckOf } from '../../shared/ota/bottleneck.ts';
import { CoreClient } from '../support/core-client.ts';
import { soundApp } from '../support/images.ts';

interface Case {
  readonly name: string;
  readonly found: Bottleneck;
  /** Of the console, as the port is opened; what a board does not pace counts all the same. */
  readonly baudRate: number;
  readonly board: Partial<VirtualBoardOptions>;
  readonly fault?: { readonly name: 'slow'; readonly params: { readonly bytesPerSecond: number } };
}

/** Boards and servers that are slow for one reason each. */
const CASES: readonly Case[] = [
  {
    name: 'prints a line for each chunk at 115,200 baud',
    found: 'uart',
    baudRate: 115_200,
    board: { baudPacing: true, wifiBytesPerSecond: null, timeScale: 1 },
  },
  {
    name: 'is sent less than it could take',
    found: 'server',
    baudRate: 115_200,
    board: { timeScale: 0.05, wifiBytesPerSecond: null, recvTimeoutMs: 5_000 },
    fault: { name: 'slow', params: { bytesPerSecond: 60_000 } },
  },
  {
    name: 'reads no faster than 1 KiB after the other',
    found: 'reads',
    baudRate: 3_000_000,
    board: { timeScale: 0.05, wifiBytesPerSecond: 15_000, consoleBaud: 3_000_000 },
  },
];

test.each(CASES)(
  'a board that $name: $found',
  { timeout: 60_000 },
  async ({ found, baudRate, board, fault }) => {
    const client = await CoreClient.open();
    onTestFinished(() => client.close());
    const path = client.virtual.add('bench', board);
    const { deviceId } = await client.call('board.open', { path, baudRate });
    await client.when('board', deviceId, ({ facts }) => facts.ready, 30_000);
    const bytes = soundApp({ projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 0x50000 });
    const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
    const options = { override: 'all', reset: false, sendUrl: true, timeoutMs: null } as const;
    const asked =
      fault === undefined ? {} : { fault: { fillsSlot: false, version: null, port: 0, ...fault } };
    await client.call('push.start', { deviceId, imageId, ...options, ...asked });
    const { session, facts } = await client.when(
      'board',
      deviceId,
      (state) => (state.session?.progress.writtenBytes ?? 0) > 0x28000,
      40_000,
    );
    if (session === null) throw new Error('no update');
    const { progress } = session;
    expect(bottleneckOf({ progress, baudRate, powerSave: facts.powerSave ?? null })).toBe(found);
  },
);
