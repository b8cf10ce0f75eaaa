import { mkdirSync, writeFileSync } from 'node:fs';
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

async function upload(client: CoreClient, content: string): Promise<string> {
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

test('an empty file is a log without a line', async () => {
  const client = await core();
  const logId = await upload(client, '');
  expect((await done(client))[0]).toMatchObject({ lines: 0, story: [] });
  const state = await client.call('log.view', { logId, filter: ALL, fold: true, opened: [] });
  expect(state).toMatchObject({ rows: 0, total: 0 });
});
