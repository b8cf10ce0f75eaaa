import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { logLines, openPort } from './bench-page.ts';
import { expect, test } from './bench-test.ts';
import { startListeningBoard } from './listening-board.ts';

test('a log that cannot be written is told in the page, goes on in memory, and is on disk once it can be', async ({
  bench,
}) => {
  const { page, dataDir, errors } = bench;
  const logs = path.join(dataDir, 'logs');
  const board = await startListeningBoard();
  try {
    await openPort(page, board.port);
    board.print('I (1) main: before\r\n');
    await expect(logLines(page)).toContainText('before');
    await expect.poll(() => readdirSync(logs).length).toBe(1);
    await page.waitForTimeout(400);

    // The folder is deleted in mid-run, and cannot be made again.
    rmSync(logs, { recursive: true });
    writeFileSync(logs, '');
    board.print('I (2) main: meanwhile\r\n');
    const note = page.getByText(/The log cannot be written to .*23 bytes wait in memory, 0 are lost/);
    await expect(note).toBeVisible();
    await expect(logLines(page)).toContainText('meanwhile');

    rmSync(logs);
    await expect(note).toBeHidden();
    const [deviceId = ''] = readdirSync(logs);
    const [segment = ''] = readdirSync(path.join(logs, deviceId)).filter((name) => name.endsWith('.raw'));
    expect(readFileSync(path.join(logs, deviceId, segment), 'utf8')).toBe('I (2) main: meanwhile\r\n');
    expect(errors).toEqual([]);
  } finally {
    await board.close();
  }
});
