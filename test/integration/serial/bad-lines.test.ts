import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { CAPTURE_LIMITS } from '../../../electron/core/log/capture-limits.ts';
import type { SerialListener } from '../../../electron/core/ports.ts';
import { CoreClient } from '../../support/core-client.ts';
import { FakePorts, usbPort } from '../../support/fake-ports.ts';

/** A board whose bytes come through the seam of a serial port, into a whole core. */
async function board() {
  const listeners: SerialListener[] = [];
  class Ports extends FakePorts {
    override open(...given: Parameters<FakePorts['open']>): ReturnType<FakePorts['open']> {
      listeners.push(given[2]);
      return super.open(...given);
    }
  }
  const client = await CoreClient.open({ binding: new Ports(usbPort()) });
  onTestFinished(() => client.close());
  const { deviceId } = await client.call('board.open', { path: '/dev/ttyUSB0', baudRate: 115_200 });
  const sent = createHash('sha256');
  const logs = path.join(client.dataDir, 'logs');
  const folder = path.join(logs, deviceId);
  const segments = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.raw'))
      .sort();
  const onDisk = (): Buffer => Buffer.concat(segments().map((name) => readFileSync(path.join(folder, name))));
  return {
    client,
    deviceId,
    logs,
    segments,
    onDisk,
    push: (bytes: Uint8Array): void => {
      sent.update(bytes);
      listeners.at(-1)?.onBytes(bytes);
    },
    texts: async (fromSeq = 0) => {
      const { entries } = await client.call('log.read', { deviceId, fromSeq, limit: 5_000 });
      return entries.map(({ text }) => text);
    },
    /** Ends the program; every byte that was pushed is on disk then. */
    expectWhole: async () => {
      await client.core.stop();
      expect(createHash('sha256').update(onDisk()).digest('hex')).toBe(sent.digest('hex'));
      expect(client.bugs).toEqual([]);
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a line of 100 MB is shown in pieces with markers, in bounded memory, and whole on disk', async () => {
  const { client, deviceId, push, expectWhole } = await board();
  const piece = Buffer.alloc(64 * 1024, 'x');
  let mostBytes = 0;
  for (let bytes = 0; bytes < 100_000_000; bytes += piece.length) {
    push(piece);
    await turn();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    mostBytes = Math.max(mostBytes, heapUsed + arrayBuffers);
  }
  push(Buffer.from('\nI (9) main: next\n'));
  const { log } = await client.when('board', deviceId, (state) => state.log.bytes > 100_000_000);
  const count = log.entries;
  const { entries } = await client.call('log.read', { deviceId, fromSeq: 0, limit: 5_000 });
  expect(count).toBeGreaterThan(20_000);
  expect(entries.every(({ text }) => text.length <= 4_096)).toBe(true);
  expect(entries.filter(({ source, cut }) => source === 'board' && cut === 'broken').length).toBeGreaterThan(
    1_000,
  );
  const last = await client.call('log.read', { deviceId, fromSeq: count - 3, limit: 10 });
  expect(last.entries.map(({ text }) => text)).toContain('next');
  // Far from what a line kept whole, its text and a copy would need.
  expect(mostBytes).toBeLessThan(400_000_000);
  await expectWhole();
}, 120_000);

test('ten thousand colour changes a line hold nothing up, and are kept', async () => {
  const { client, deviceId, push, expectWhole } = await board();
  const line = Buffer.from(`I (1) main: ${'\u001b[31mx\u001b[32my'.repeat(5_000)}\r\n`);
  for (let count = 0; count < 40; count += 1) {
    for (let from = 0; from < line.length; from += 1_024) push(line.subarray(from, from + 1_024));
    await turn();
  }
  push(Buffer.from('I (2) main: next\r\n'));
  await expect
    .poll(async () => {
      const { entries = 0 } = client.state('board', deviceId)?.log ?? {};
      const { entries: last } = await client.call('log.read', {
        deviceId,
        fromSeq: Math.max(0, entries - 3),
        limit: 9,
      });
      return last.map(({ text }) => text);
    })
    .toContain('next');
  await expectWhole();
}, 60_000);

test('NUL bytes are shown and kept, between lines and in them', async () => {
  const { push, texts, expectWhole } = await board();
  push(Buffer.concat([Buffer.alloc(100_000), Buffer.from('I (1) ma\0in: a\0b\r\n\0\0I (2) main: c\r\n')]));
  const shown = await texts();
  expect(shown.some((text) => text.includes('a␀b'))).toBe(true);
  expect(shown.at(-1)).toContain('c');
  expect(shown.join('')).not.toContain('\0');
  await expectWhole();
});

test('a log folder that is deleted in mid-run is made again; one that cannot be is told, and nothing is lost', async () => {
  const { client, deviceId, logs, push, onDisk } = await board();
  push(Buffer.from('one\n'));
  await expect.poll(() => onDisk().toString()).toBe('one\n');
  rmSync(logs, { recursive: true });
  push(Buffer.from('two\n'));
  await expect.poll(() => onDisk().toString()).toBe('two\n');
  rmSync(logs, { recursive: true });
  writeFileSync(logs, 'a file is where the folder was');
  push(Buffer.from('three\n'));
  const { log } = await client.when('board', deviceId, (state) => state.log.diskError !== null);
  expect(log.diskError).toMatchObject({ code: 'log/not-writable', params: { keptBytes: 6, lostBytes: 0 } });
  push(Buffer.from('four\n'));
  rmSync(logs);
  await client.when('board', deviceId, (state) => state.log.diskError === null);
  expect(onDisk().toString()).toBe('three\nfour\n');
  expect(client.bugs).toEqual([]);
});

test('a disk that takes nothing for long: memory is bounded, and the page and the log are told what was lost', async () => {
  const { client, deviceId, logs, push, onDisk } = await board();
  push(Buffer.from('first\n'));
  await expect.poll(() => onDisk().toString()).toBe('first\n');
  rmSync(logs, { recursive: true });
  writeFileSync(logs, 'a file is where the folder was');
  const line = Buffer.alloc(64 * 1024, 'y');
  line[line.length - 1] = 0x0a;
  for (let count = 0; count < 700; count += 1) {
    push(line);
    await turn();
  }
  const { maxMemoryBytes } = CAPTURE_LIMITS;
  const { log } = await client.when(
    'board',
    deviceId,
    (state) =>
      Number(state.log.diskError?.params.lostBytes ?? 0) > 0 && state.log.bytes === 6 + 700 * line.length,
  );
  const { keptBytes, lostBytes } = log.diskError?.params ?? {};
  expect(Number(keptBytes)).toBeLessThanOrEqual(maxMemoryBytes);
  expect(Number(keptBytes) + Number(lostBytes)).toBe(700 * line.length);
  rmSync(logs);
  await client.when('board', deviceId, (state) => state.log.diskError === null);
  expect(onDisk()).toHaveLength(Number(keptBytes));
  const { entries } = await client.call('log.read', { deviceId, fromSeq: log.entries, limit: 10 });
  expect(entries.map(({ text }) => text)).toContain(
    `The log is written to disk again; ${lostBytes} bytes were lost`,
  );
}, 60_000);

test('a wall clock that is set back an hour changes no order: of lines, of segments, of what is kept', async () => {
  const { client, deviceId, push, segments, texts, expectWhole } = await board();
  const realNow = Date.now;
  onTestFinished(() => {
    Date.now = realNow;
  });
  push(Buffer.from('before\n'));
  await expect.poll(segments).toHaveLength(1);
  Date.now = () => realNow() - 3_600_000;
  push(Buffer.from('after\n'));
  await client.call('board.close', { deviceId });
  await client.call('board.open', { path: '/dev/ttyUSB0', baudRate: 115_200 });
  push(Buffer.from('again\n'));
  await expect.poll(segments).toHaveLength(2);
  expect((await texts()).filter((text) => ['before', 'after', 'again'].includes(text))).toEqual([
    'before',
    'after',
    'again',
  ]);
  await expectWhole();
});
