import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { BoardLog } from '../../electron/core/log/board-log.ts';
import { startCli } from '../support/cli-world.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const SAVED = `2026-11-22 13:05:09.042 rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)
2026-11-22 13:05:09.100 I (861) app_init: App version:      1.4.2
2026-11-22 13:05:10.000 E (900) app: no
`;

test('a saved log is read for what happened in it', async () => {
  const file = path.join(tempDir(), 'coolterm.txt');
  writeFileSync(file, SAVED);
  const json = startCli(['log', file, '--json']);
  expect(await json.code).toBe(0);
  expect(json.events()).toEqual([
    {
      event: 'story',
      line: 1,
      at: new Date('2026-11-22T13:05:09.042').toISOString(),
      kind: 'boot',
      details: { reason: 'POWERON_RESET' },
      evidence: 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
    },
    expect.objectContaining({
      event: 'story',
      line: 2,
      kind: 'app',
      details: { project: '', version: '1.4.2' },
    }),
    expect.objectContaining({ event: 'log', lines: 3, byLevel: { E: 1, W: 0, I: 1, D: 0, V: 0 } }),
  ]);
  const text = startCli(['log', file]);
  await text.code;
  expect(text.stdout()).toContain('2026-11-22 13:05:09.042  Start: POWERON_RESET  (Line 1)');
  expect(text.stdout()).toContain('3 lines, 1 errors, 0 warnings');
});

test('what PowerShell’s > saves is read as any other log', async () => {
  const read = async (bytes: Buffer): Promise<unknown> => {
    const file = path.join(tempDir(), 'powershell.txt');
    writeFileSync(file, bytes);
    const cli = startCli(['log', file, '--json']);
    expect(await cli.code).toBe(0);
    return cli.events().map((event) => ({ ...event, file: null }));
  };
  const plain = await read(Buffer.from(SAVED));
  const utf16 = Buffer.from(`\ufeff${SAVED}`, 'utf16le');
  expect(await read(utf16)).toEqual(plain);
  expect(await read(Buffer.from(utf16).swap16())).toEqual(plain);
  expect(await read(Buffer.from(`\ufeff${SAVED}`))).toEqual(plain);
});

test('a file that is not there is bad input', async () => {
  const cli = startCli(['log', '/nowhere/a.log', '--json']);
  expect(await cli.code).toBe(2);
  expect(cli.events().at(-1)).toMatchObject({ event: 'error', code: 'log/not-a-log' });
});

test('a board’s whole log is saved, while another program may hold the data directory', async () => {
  const dataDir = tempDir();
  const clock = new FakeClock();
  const log = new BoardLog({
    deviceId: 'port-ttyS1',
    logsFolder: path.join(dataDir, 'logs'),
    clock,
    onEntry: () => {},
    onBatch: () => {},
  });
  log.push(Buffer.from('\u001b[0;32mI (1) app: one, "two"\u001b[0m\r\nplain\n'), clock.nowMs());
  log.note('server', 'GET /firmware/a.bin');
  await log.close();
  const out = path.join(tempDir(), 'out');
  const save = async (...more: string[]): Promise<string> => {
    const cli = startCli([
      'log',
      'save',
      'port-ttyS1',
      '--out',
      out,
      '--data-dir',
      dataDir,
      '--json',
      ...more,
    ]);
    expect(await cli.code).toBe(0);
    expect(cli.events()).toEqual([{ event: 'logSaved', deviceId: 'port-ttyS1', file: out, lines: 3 }]);
    return readFileSync(out, 'utf8');
  };
  expect(await save('--stamps', 'none')).toBe('I (1) app: one, "two"\nplain\n--- GET /firmware/a.bin\n');
  expect(await save('--stamps', 'relative', '--ansi')).toContain('[00:00:00.000] \u001b[0;32mI (1) app');
  expect(await save('--format', 'csv')).toContain(',1,I,app,"one, ""two"""\r\n');
  const missing = startCli(['log', 'save', 'port-x', '--out', out, '--data-dir', dataDir, '--json']);
  expect(await missing.code).toBe(2);
  expect(missing.events().at(-1)).toMatchObject({
    code: 'log/not-kept',
    hint: expect.stringContaining('port-ttyS1'),
  });
  const wrong = startCli(['log', 'save', 'port-ttyS1', '--out', out, '--format', 'pdf', '--json']);
  expect(await wrong.code).toBe(2);
});
