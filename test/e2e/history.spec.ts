import { readdirSync } from 'node:fs';
import path from 'node:path';

import { addVirtualBoard, appImage, drop, flash, showScreen, verdict } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

test('an update appears in the history, and its report opens', async ({ bench }) => {
  const { page, dataDir, errors } = bench;
  await drop(page, appImage());
  await addVirtualBoard(page);
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });

  await showScreen(page, 'History');
  const entries = page.getByRole('listbox', { name: 'Updates and runs' }).getByRole('option');
  await expect(entries).toHaveCount(1);
  await expect(entries).toHaveAttribute('aria-label', /^Confirmed, native_ota.* 2\.0\.0, /);
  const details = page.getByRole('complementary', { name: 'The selected update' });
  await details.getByRole('button', { name: 'Open the report' }).click();
  const report = page.frameLocator('iframe').locator('body');
  await expect(report).toContainText('native_ota.bin');
  await expect(report).toContainText('2.0.0');
  await page.getByRole('button', { name: 'Close' }).click();

  const [folder = ''] = readdirSync(path.join(dataDir, 'reports')).filter((name) => !name.endsWith('.zip'));
  expect(readdirSync(path.join(dataDir, 'reports', folder))).toEqual(
    expect.arrayContaining(['junit.xml', 'manifest.sha256', 'report.html', 'report.json']),
  );
  expect(errors).toEqual([]);
});
