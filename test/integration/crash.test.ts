import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

import type { AddressTool, SerialBinding, SerialListener } from '../../electron/core/ports.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';
import { CoreClient } from '../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const elf = readFileSync(new URL('../fixtures/elf/xtensa.elf', import.meta.url));
const elfSha256 = createHash('sha256').update(elf).digest('hex');

let client: CoreClient;
let listener: SerialListener;
const folder = mkdtempSync(path.join(tmpdir(), 'ota-crash-'));

/** A port whose board says what the test has it say. */
const binding: SerialBinding = {
  list: async () => [],
  open: async (_path, _baudRate, given) => {
    listener = given;
    return {
      hasModemLines: false,
      write: async () => undefined,
      setLines: async () => undefined,
      close: async () => undefined,
    };
  },
};

const CRASH = [
  "Guru Meditation Error: Core  0 panic'ed (IntegerDivideByZero). Exception was unhandled.",
  'Backtrace: 0x400d0051:0x3ffb5a10 0x400d0091:0x3ffb5a40 0x400d00b5:0x3ffb5a70',
  `ELF file SHA256: ${elfSha256.slice(0, 16)}`,
  'Rebooting...',
  '',
].join('\r\n');

const CALLS = [
  '0x400d0051: divide at /project/main/crash.c:14',
  '0x400d0091: run_diagnostics at /project/main/crash.c:22',
  '0x400d00b5: app_main at /project/main/crash.c:26',
];

afterEach(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function boardSays(text: string, addressTool?: AddressTool): Promise<string> {
  client = await CoreClient.open({ binding, ...(addressTool === undefined ? {} : { addressTool }) });
  const { deviceId } = await client.call('board.open', { path: 'COM9', baudRate: 115_200 });
  listener.onBytes(new TextEncoder().encode(text));
  return deviceId;
}

/** Our own lines of a log, once `count` of them are there. */
async function notes(deviceId: string, count: number): Promise<string[]> {
  const endAtMs = Date.now() + 5_000;
  for (;;) {
    const { entries } = await client.call('log.read', { deviceId, fromSeq: 0, limit: 1_000 });
    const own = entries.filter(({ source }) => source === 'workbench').map(({ text }) => text);
    if (own.length >= count || Date.now() > endAtMs) return own;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a crash is explained, says which program is missing, and is decoded once that is dropped', async () => {
  const deviceId = await boardSays(CRASH);
  const before = await notes(deviceId, 2);
  expect(before).toEqual([
    'The program divided by zero.',
    expect.stringContaining(`the ELF file ${elfSha256.slice(0, 16)} of this firmware is not known`),
  ]);
  await client.call('crash.addElf', { fileName: 'crash.elf', bytes: elf });
  expect((await notes(deviceId, 7)).slice(3)).toEqual([
    'Calls that led to it, the last one first:',
    ...CALLS,
  ]);
});

test("calls that a toolchain's tool decoded say so, with the functions they were put into", async () => {
  const place = { function: 'board::read()', file: '/p/board.cpp', line: 7 };
  const outer = { function: 'app_main', file: '/p/main.cpp', line: 31 };
  const deviceId = await boardSays(CRASH, {
    decode: async (_file, _machine, addresses) => ({
      tool: 'xtensa-esp-elf-addr2line',
      decoded: addresses.map((address) => ({ address, ...place, inlinedInto: [outer] })),
    }),
  });
  await notes(deviceId, 2);
  await client.call('crash.addElf', { fileName: 'crash.elf', bytes: elf });
  expect((await notes(deviceId, 10)).slice(3, 6)).toEqual([
    'Calls that led to it, the last one first (decoded by xtensa-esp-elf-addr2line):',
    '0x400d0051: board::read() at /p/board.cpp:7',
    ' (inlined by) app_main at /p/main.cpp:31',
  ]);
});

test.each(['is removed', 'goes with the program'])(
  'a board that %s while its crash is decoded is told nothing more',
  async (end) => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let answer = (): void => undefined;
    const deviceId = await boardSays(CRASH, {
      decode: () => {
        asked();
        return new Promise((resolve) => {
          answer = () => resolve(null);
        });
      },
    });
    await notes(deviceId, 2);
    const added = client.call('crash.addElf', { fileName: 'crash.elf', bytes: elf });
    await isAsked;
    if (end === 'is removed') await client.call('board.remove', { deviceId });
    else await client.core.stop();
    answer();
    expect(await added).toMatchObject({ elfSha256 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(client.bugs).toEqual([]);
  },
);

test('the program beside an image that was added from its build folder is found by itself', async () => {
  client = await CoreClient.open({ binding });
  const appElfSha256 = Uint8Array.from(Buffer.from(elfSha256, 'hex'));
  const image = buildAppImage(
    { projectName: 'p', version: '1', sizeBytes: 100_000, seed: 1, appElfSha256 },
    sha256,
  );
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'ota-build-')), 'project.bin');
  writeFileSync(file, image);
  writeFileSync(file.replace('.bin', '.elf'), elf);
  await client.call('image.addPath', { path: file });
  const { deviceId } = await client.call('board.open', { path: 'COM9', baudRate: 115_200 });
  listener.onBytes(new TextEncoder().encode(CRASH));
  expect((await notes(deviceId, 5)).slice(2)).toEqual(CALLS);
});

test('the program of a build that is followed is found without its image in the library', async () => {
  client = await CoreClient.open({ binding });
  const folderOfBuild = mkdtempSync(path.join(tmpdir(), 'ota-followed-'));
  const file = path.join(folderOfBuild, 'project.bin');
  writeFileSync(file, buildAppImage({ projectName: 'p', version: '1', sizeBytes: 100_000, seed: 2 }, sha256));
  writeFileSync(file.replace('.bin', '.elf'), elf);
  await client.call('watch.start', { path: file, autoAdd: false, autoPush: null });
  const { deviceId } = await client.call('board.open', { path: 'COM9', baudRate: 115_200 });
  listener.onBytes(new TextEncoder().encode(CRASH));
  expect((await notes(deviceId, 5)).slice(2)).toEqual(CALLS);
});

test('a crash in a saved log is explained, and decoded once its program is dropped', async () => {
  client = await CoreClient.open({ binding });
  const start = `I (43) app_init: ELF file SHA256:  ${elfSha256.slice(0, 16)}...\r\n`;
  // The board names its program at its start alone.
  const [panic = '', backtrace] = CRASH.split('\r\n');
  const text = `ets Jul 29 2019 12:21:46\r\n${start}${panic}\r\n${backtrace}\r\nRebooting...\r\n`;
  await client.call('log.upload', {
    uploadId: null,
    fileName: 'saved.log',
    bytes: new TextEncoder().encode(text),
    isLast: true,
  });
  const elf16 = elfSha256.slice(0, 16);
  const [before] = await client.when('logFiles', null, (files) => (files[0]?.crashes.length ?? 0) > 0);
  expect(before?.crashes).toEqual([
    { seq: 2, atMs: 0, kind: 'divide-by-zero', text: panic, calls: { kind: 'elfMissing', elf: elf16 } },
  ]);
  await client.call('crash.addElf', { fileName: 'crash.elf', bytes: elf });
  const [after] = await client.when(
    'logFiles',
    null,
    (files) => files[0]?.crashes[0]?.calls.kind === 'calls',
  );
  expect(after?.crashes[0]?.calls).toEqual({ kind: 'calls', calls: CALLS, tool: null, ends: 'whole' });
});

test('a program that is none is turned away by name', async () => {
  client = await CoreClient.open({ binding });
  const bytes = new Uint8Array(100);
  await expect(client.call('crash.addElf', { fileName: 'notes.elf', bytes })).rejects.toMatchObject({
    code: 'crash/not-an-elf',
    params: { file: 'notes.elf' },
  });
});
