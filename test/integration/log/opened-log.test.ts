import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { LogFileState, LogRow } from '../../../shared/contract/log-values.ts';
import { SHOW_ALL } from '../../../shared/log/log-filter.ts';
import { CoreClient } from '../../support/core-client.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function core(): Promise<CoreClient> {
  const client = await CoreClient.open({ dataDir: tempDir(), shell: 'station', allowedFolders: [] });
  onTestFinished(() => client.core.stop());
  return client;
}

const ALL = { ...SHOW_ALL, levels: [...SHOW_ALL.levels], sources: [...SHOW_ALL.sources] };
const stamp = (line: number): string => new Date(Date.UTC(2026, 10, 22) + line * 10).toISOString();
const bootAt = 30_000;
const text = Array.from({ length: 60_000 }, (_, line) =>
  line === bootAt
    ? `${stamp(line)} rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n`
    : `${stamp(line)} ${line % 100 === 0 ? 'E' : 'I'} (${line}) app: word ${'abcdefg'[line % 7]} ${line}\r\n`,
).join('');

async function upload(client: CoreClient, content: string | Buffer): Promise<string> {
  const bytes = Buffer.from(content);
  const half = Math.floor(bytes.length / 2);
  const first = await client.call('log.upload', {
    uploadId: null,
    fileName: 'saved.log',
    bytes: new Uint8Array(bytes.subarray(0, half)),
    isLast: false,
  });
  const { logId } = await client.call('log.upload', {
    uploadId: first.uploadId,
    fileName: 'saved.log',
    bytes: new Uint8Array(bytes.subarray(half)),
    isLast: true,
  });
  return logId as string;
}

const done = (client: CoreClient): Promise<readonly LogFileState[]> =>
  client.when('logFiles', null, (files) => files.length > 0 && files.every(({ phase }) => phase === 'done'));

const said = (row: LogRow | undefined): string | undefined =>
  row?.kind === 'line' ? row.entry.text : undefined;

test('a saved log that comes in pieces is looked at, parsed and told like a board’s', async () => {
  const client = await core();
  const logId = await upload(client, text);
  const [file] = await done(client);
  expect(file).toMatchObject({ name: 'saved.log', lines: 60_000, sizeBytes: text.length, error: null });
  expect(file?.story).toEqual([
    {
      seq: bootAt,
      atMs: Date.UTC(2026, 10, 22) + bootAt * 10,
      kind: 'boot',
      params: { reason: 'POWERON_RESET' },
    },
  ]);
  const { viewId } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
  const { rows } = await client.call('log.page', { viewId, from: 45_001, count: 2 });
  expect(rows[0]).toMatchObject({
    entry: { level: 'I', tag: 'app', deviceTimeMs: 45_001, receivedAtMs: Date.UTC(2026, 10, 22) + 450_010 },
  });
  expect(said(rows[1])).toBe(`word ${'abcdefg'[45_002 % 7]} 45002`);
  const { place } = await client.call('log.jump', { viewId, fromSeq: -1, forward: true, to: 'restart' });
  expect(place?.seq).toBe(bootAt);
  const errors = await client.call('log.view', {
    logId,
    filter: { ...ALL, levels: ['E'], sources: ['board'] },
    fold: false,
    opened: [],
  });
  const page = await client.call('log.page', { viewId: errors.viewId, from: 0, count: 3 });
  expect(page.rows.map(said)).toEqual([0, 100, 200].map((line) => `word ${'abcdefg'[line % 7]} ${line}`));
  await client.call('log.closeFile', { logId });
  await expect(client.call('log.page', { viewId, from: 0, count: 1 })).rejects.toMatchObject({
    code: 'log/no-view',
  });
});

test('a file of this machine is opened only where that is allowed, and a missing one says so', async () => {
  const folder = tempDir();
  mkdirSync(path.join(folder, 'in'));
  writeFileSync(path.join(folder, 'in', 'a.log'), 'one\ntwo\n');
  writeFileSync(path.join(folder, 'b.log'), 'one\n');
  const client = await CoreClient.open({
    dataDir: tempDir(),
    shell: 'station',
    allowedFolders: [path.join(folder, 'in')],
  });
  onTestFinished(() => client.core.stop());
  await client.call('log.open', { path: path.join(folder, 'in', 'a.log') });
  expect((await done(client))[0]).toMatchObject({ lines: 2, story: [] });
  const refused = (file: string) => client.call('log.open', { path: file });
  await expect(refused(path.join(folder, 'b.log'))).rejects.toMatchObject({ code: 'path/not-allowed' });
  await expect(refused(path.join(folder, 'in', 'c.log'))).rejects.toMatchObject({ code: 'image/not-found' });
  await expect(refused(path.join(folder, 'in'))).rejects.toMatchObject({ code: 'log/not-a-log' });
});

const PARTS = [
  'rst:0x1 (POWERON_RESET),boot:0x13',
  '\u001b[0;31mE (12) app: größer 中文 😀\u001b[0m',
  'last',
];
const UTF_16LE = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PARTS.join('\r\n'), 'utf16le')]);
const UTF_16BE = Buffer.from(UTF_16LE).swap16();
const ENCODED = {
  'UTF-16, little end first': UTF_16LE,
  'UTF-16, big end first': UTF_16BE,
  'UTF-16 that breaks off in a character': Buffer.concat([
    UTF_16LE,
    Buffer.from([0x0d, 0x00, 0x0a, 0x00, 0x61]),
  ]),
  'UTF-8 with a mark': Buffer.from(`\ufeff${PARTS.join('\r\n')}`),
};
for (const [name, bytes] of Object.entries(ENCODED)) {
  test(`a log in ${name} reads as any other, each line at the place where it lies in the file`, async () => {
    const client = await core();
    const logId = await upload(client, bytes);
    const [file] = await done(client);
    expect(file).toMatchObject({ sizeBytes: bytes.length, error: null, story: [{ kind: 'boot', seq: 0 }] });
    const { viewId } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
    const { rows } = await client.call('log.page', { viewId, from: 0, count: 9 });
    expect(rows.slice(0, 3).map(said)).toEqual([PARTS[0], 'größer 中文 😀', 'last']);
    expect(rows[1]).toMatchObject({ entry: { level: 'E', tag: 'app', deviceTimeMs: 12 } });
    const offsets = rows.slice(0, 3).map((row) => (row.kind === 'line' ? row.entry.offset : null));
    const encoding = name.startsWith('UTF-8') ? 'utf8' : 'utf16le';
    const inFile = name.includes('big') ? Buffer.from(bytes).swap16() : bytes;
    expect(offsets).toEqual(PARTS.map((part) => inFile.indexOf(Buffer.from(part, encoding))));
    await client.call('log.find', {
      viewId,
      query: { text: 'GRÖSS|größ.* 中', regex: true, matchCase: true },
      nearSeq: 0,
    });
    const { place } = await client.call('log.findNext', { viewId, fromSeq: -1, forward: true });
    expect(place).toMatchObject({ seq: 1 });
    const options = { format: 'text', stamps: 'none', ansi: true } as const;
    const { text } = await client.call('log.text', { viewId, fromRow: 0, toRow: 3, skipLines: 0, options });
    expect(text).toBe(PARTS.map((part) => `${part}\n`).join(''));
  });
}

test('a long log in UTF-16 has all its lines, in every piece it is read in', async () => {
  const client = await core();
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  const logId = await upload(client, bytes);
  expect((await done(client))[0]).toMatchObject({ lines: 60_000, story: [{ kind: 'boot', seq: bootAt }] });
  const { viewId } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
  for (const seq of [0, 16_383, 16_384, 45_001, 59_999]) {
    const { rows } = await client.call('log.page', { viewId, from: seq, count: 1 });
    expect(said(rows[0])).toBe(`word ${'abcdefg'[seq % 7]} ${seq}`);
  }
  const long = `\ufeff${'x'.repeat(10_000)}\nshort`;
  const broken = await upload(client, Buffer.from(long, 'utf16le'));
  await done(client);
  const view = await client.call('log.view', { logId: broken, filter: ALL, fold: false, opened: [] });
  const { rows } = await client.call('log.page', { viewId: view.viewId, from: 0, count: 9 });
  expect(rows.map((row) => said(row)?.length)).toEqual([2_048, 2_048, 2_048, 2_048, 1_808, 5]);
  expect(rows[0]).toMatchObject({ entry: { cut: 'broken' } });
});

test('files that are no text are shown as they are', async () => {
  const client = await core();
  const noise = Buffer.alloc(300_000, 0x80).toString('latin1');
  const logId = await upload(client, `\u0000\u0001\n${noise}\n${'\u001b[31mx'.repeat(20_000)}\n`);
  const [file] = await done(client);
  expect(file?.lines).toBeGreaterThan(70);
  const { viewId } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
  const { rows } = await client.call('log.page', { viewId, from: 0, count: 500 });
  expect(said(rows[0])).toBe('␀␁');
  expect(rows).toHaveLength(file?.lines ?? 0);
});

test('a file that goes while it is looked at has lines that are not kept, and says so', async () => {
  const folder = tempDir();
  const file = path.join(folder, 'usb-stick.log');
  writeFileSync(file, 'one\ntwo\n');
  const client = await CoreClient.open({ dataDir: tempDir(), shell: 'station', allowedFolders: [folder] });
  onTestFinished(() => client.core.stop());
  const { logId } = await client.call('log.open', { path: file });
  await done(client);
  rmSync(file);
  const { viewId, rows } = await client.call('log.view', { logId, filter: ALL, fold: false, opened: [] });
  expect(rows).toBe(2);
  const page = await client.call('log.page', { viewId, from: 0, count: 2 });
  expect(page.rows).toMatchObject([{ entry: { cut: 'lost', text: '' } }, { entry: { cut: 'lost' } }]);
});

test('an empty file is a log without a line', async () => {
  const client = await core();
  const logId = await upload(client, '');
  expect((await done(client))[0]).toMatchObject({ lines: 0, story: [] });
  const state = await client.call('log.view', { logId, filter: ALL, fold: true, opened: [] });
  expect(state).toMatchObject({ rows: 0, total: 0 });
});
