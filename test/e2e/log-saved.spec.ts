import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Page } from '@playwright/test';

import { addVirtualBoard, appImage, drop, flash, logLines, verdict } from './bench-page.ts';
import type { Shell } from './bench-test.ts';
import { expect, test } from './bench-test.ts';

test('the whole log of a failed update is searched, narrowed to its errors and saved', async ({
  bench,
  shell,
}) => {
  const { page, dataDir, errors } = bench;
  const image = appImage();
  const middle = image.bytes.length >> 1;
  image.bytes[middle] = (image.bytes[middle] ?? 0) ^ 1;
  await addVirtualBoard(page);
  await drop(page, image);
  for (const check of ['Checksum', 'Digest'])
    await page.getByRole('checkbox', { name: `Override the check “${check}”` }).check();
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'failed', { timeout: 60_000 });

  // The first line of the ROM stands far above what is in sight.
  const lines = logLines(page);
  await expect(lines).not.toContainText('POWERON_RESET');
  const find = page.getByLabel('Find in the log');
  await find.fill('POWERON_RESET');
  await find.press('Enter');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await expect(lines.locator('[data-pointed]')).toContainText('POWERON_RESET');
  await find.fill('');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Errors with 5 lines around them' }).check();
  await expect(lines).toContainText('Image validation failed');
  await expect(lines).not.toContainText('POWERON_RESET');
  await page.getByRole('button', { name: 'Show every line' }).click();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'How the log is shown' }).click();
  await page.getByRole('button', { name: 'Save the log…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the log…' });
  const told = Number(/([\d,]+) lines/.exec((await dialog.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  const saved = await savedText(page, shell, () =>
    dialog.getByRole('button', { name: 'Save', exact: true }).click(),
  );
  const texts = saved.trimEnd().split('\n');
  expect(texts).toHaveLength(told);
  for (const line of boardLines(dataDir)) expect(saved).toContain(line);
  expect(errors).toEqual([]);
});

/** What the board sent, as it lies on disk: its lines without colours. */
function boardLines(dataDir: string): readonly string[] {
  const logs = path.join(dataDir, 'logs');
  const [deviceId = ''] = readdirSync(logs);
  const folder = path.join(logs, deviceId);
  const segments = readdirSync(folder)
    .filter((name) => name.endsWith('.raw'))
    .sort();
  const raw = segments.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('');
  return stripVTControlCharacters(raw)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

/** The file that a click saves. The window asks a person where: there, what is handed to it is taken instead. */
async function savedText(page: Page, shell: Shell, click: () => Promise<void>): Promise<string> {
  if (shell === 'station') {
    const downloading = page.waitForEvent('download');
    await click();
    return readFileSync(await (await downloading).path(), 'utf8');
  }
  await page.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob: Blob): string => {
      Object.assign(globalThis, { saved: blob.text() });
      return createObjectURL.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await click();
  await page.waitForFunction(() => 'saved' in globalThis);
  return page.evaluate(() => (globalThis as unknown as { readonly saved: Promise<string> }).saved);
}
