import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSerialBinding } from '../../../electron/adapters/serial/serial-binding.ts';
import { systemClock } from '../../../electron/adapters/system-clock.ts';
import { BoardLog } from '../../../electron/core/log/board-log.ts';
import type { LogEntry } from '../../../shared/log/log-entry.ts';
import { openBoardEnd, openPtyPair, until, writeAll } from '../../support/pty.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** A log on real files, fed by a real port. */
async function loggedPort() {
  const pair = await openPtyPair();
  const board = await openBoardEnd(pair);
  const logsFolder = tempDir();
  const entries: LogEntry[] = [];
  let gone = false;
  const log = new BoardLog({
    deviceId: 'port-x',
    logsFolder,
    clock: systemClock,
    onEntry: (entry) => entries.push(entry),
    onBatch: () => {},
  });
  const link = await createSerialBinding().open(pair.port, 3_000_000, {
    onBytes: (bytes) => log.push(bytes, Date.now()),
    onClosed: () => {
      gone = true;
      log.mark('gone', {});
    },
  });
  onTestFinished(async () => {
    await link.close();
    await log.close();
    await board.close().catch(() => {});
    await pair.close();
  });
  const onDisk = (): Buffer => {
    const folder = path.join(logsFolder, 'port-x');
    const names = readdirSync(folder).filter((name) => name.endsWith('.raw'));
    return Buffer.concat(names.sort().map((name) => readFileSync(path.join(folder, name))));
  };
  return { pair, board, log, entries, onDisk, isGone: () => gone };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('200,000 lines at full speed: not one byte is missing on disk, not one line in the log', async () => {
  const LINES = 200_000;
  const { board, entries, log, onDisk } = await loggedPort();
  const line = (number: number): string =>
    `I (${number}) native_ota_example: Written image length ${String(number * 1024).padStart(12)} of the image\r\n`;
  const hash = createHash('sha256');
  let length = 0;
  for (let from = 0; from < LINES; from += 1_000) {
    const block = Buffer.from(Array.from({ length: 1_000 }, (_, index) => line(from + index)).join(''));
    hash.update(block);
    length += block.length;
    await writeAll(board, block);
  }
  await until(() => log.bytes === length, 'the bytes', 20_000);
  await log.close();
  // A pause in the middle of a line shows its beginning first; the whole line then takes its place.
  const whole = entries.filter(({ cut }) => cut !== 'partial');
  expect(whole).toHaveLength(LINES);
  expect(
    whole.every(
      ({ seq, deviceTimeMs, cut }, index) => seq === index && deviceTimeMs === index && cut === null,
    ),
  ).toBe(true);
  expect(sha256(onDisk())).toBe(hash.digest('hex'));
  const { entries: last } = log.read(LINES - 1, 1);
  expect(onDisk().subarray(last[0]?.offset).toString()).toBe(line(LINES - 1));
});

test('random bytes are shown somehow, and kept exactly', async () => {
  const { board, entries, log, onDisk } = await loggedPort();
  const noise = Buffer.concat(
    Array.from({ length: 4_096 }, (_, index) => createHash('sha512').update(String(index)).digest()),
  );
  await writeAll(board, noise);
  await until(() => log.bytes === noise.length, 'the bytes');
  await log.close();
  expect(sha256(onDisk())).toBe(sha256(noise));
  expect(entries.length).toBeGreaterThan(1_000);
});

test('what came before the cable was pulled is kept, the unfinished line too', async () => {
  const { pair, board, entries, isGone, log, onDisk } = await loggedPort();
  await writeAll(board, Buffer.from('I (1) app: whole\r\nI (2) app: ha'));
  await until(() => log.bytes === 31, 'the bytes');
  await pair.unplug();
  await until(isGone, 'onClosed');
  await log.close();
  expect(entries.filter(({ cut }) => cut === null).map(({ text }) => text)).toEqual(['whole', 'ha']);
  expect(onDisk().toString()).toBe('I (1) app: whole\r\nI (2) app: ha');
});
