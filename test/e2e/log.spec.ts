import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { addVirtualBoard, appImage, drop, logLines, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

/** As TeraTerm saves it: a start, then twenty thousand lines. */
function savedLog(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'ota-e2e-log-')), 'teraterm.log');
  const stamp = (line: number): string => `[Sun Nov 22 13:05:${String(line % 60).padStart(2, '0')}.000 2026]`;
  const lines = Array.from(
    { length: 20_000 },
    (_, line) =>
      `${stamp(line)} ${line === 777 ? 'E' : 'I'} (${line}) app: ${'abcdefg'[line % 7]} number ${line}`,
  );
  lines.unshift(`${stamp(0)} rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)`);
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  return file;
}

test('a board’s whole log is found through, jumped through and shown from its first line', async ({
  bench,
}) => {
  const { page } = bench;
  await addVirtualBoard(page);
  await expect(logLines(page)).toContainText('Main DNS');
  const place = page.getByRole('scrollbar', { name: 'Place in the log' });
  await place.press('Home');
  await expect(logLines(page).getByRole('listitem').first()).toContainText('rom');
  await expect(page.getByRole('button', { name: 'Paused' })).toBeVisible();
  await page.getByLabel('Find in the log').fill('App version: +\\d');
  await page.getByRole('button', { name: 'Regular expression' }).click();
  await expect(page.getByText('1 of 1')).toBeVisible();
  await expect(logLines(page).locator('[data-pointed] mark')).toContainText('App version');
  await page.getByLabel('Find in the log').fill('');
  await page.getByRole('button', { name: 'Jump' }).click();
  await page.getByRole('menuitem', { name: 'Restart' }).last().click();
  await expect(logLines(page).locator('[data-pointed]')).toContainText('rst:0x1');
  await place.press('End');
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();
});

test('a saved log that is dropped, alone or with an image, opens in the log', async ({ bench }) => {
  const { page, errors } = bench;
  const line = 'I (861) app_init: App version:      1.4.2';
  const powerShell = Buffer.from(`\ufeffrst:0x1 (POWERON_RESET),boot:0x13\r\n${line}\r\n`, 'utf16le');
  await showScreen(page, 'Library');
  await drop(page, { name: 'powershell.txt', bytes: powerShell });
  await expect(page.getByRole('button', { name: 'Start: POWERON_RESET' })).toBeVisible({ timeout: 30_000 });
  await expect(logLines(page)).toContainText('App version:      1.4.2');
  await drop(page, appImage(), { name: 'minicom.cap', bytes: Buffer.from('E (9) app: from minicom\n') });
  const note = page.getByRole('status', { name: 'What was dropped' });
  await expect(note).toContainText('native_ota.bin · an image: inspected and chosen, not sent.');
  await expect(note).toContainText('minicom.cap · a log: open on the bench.');
  await expect(logLines(page)).toContainText('from minicom');
  await expect(page.getByRole('combobox', { name: 'Log of' }).locator('option')).toHaveText([
    /./,
    'powershell.txt',
    'minicom.cap',
  ]);
  expect(errors).toEqual([]);
});

test('a saved log of another program is opened, told and filtered', async ({ bench }) => {
  const { page } = bench;
  await page.getByRole('button', { name: 'How the log is shown' }).click();
  await page.getByRole('button', { name: 'Open a saved log…' }).click();
  await page.getByTestId('log-input').setInputFiles(savedLog());
  await expect(page.getByRole('button', { name: 'Start: POWERON_RESET' })).toBeVisible({ timeout: 30_000 });
  await expect(logLines(page)).toContainText('number 19999');
  for (const name of [/^Information/, /^Warnings/, /^Debug/, /^Verbose/]) {
    await page.getByRole('group', { name: 'Levels' }).getByRole('button', { name }).click();
  }
  await expect(logLines(page)).toContainText('number 777');
  await expect(logLines(page).getByRole('listitem')).toHaveCount(2);
});
