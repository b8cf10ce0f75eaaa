import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

import type { Language } from '../../shared/text/language.ts';
import { createTranslator } from '../../shared/text/translator.ts';
import { appImage, drop, flash, logLines, showScreen, verdict } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const FOLDER = path.join('docs', 'screenshots');
const THEMES = ['light', 'dark'] as const;
const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

/** Large enough that there is something to see while it is written. */
const IMAGE_BYTES = 900 * 1024;

/** Boards on the fleet's picture. */
const FLEET = 8;

for (const theme of THEMES) {
  for (const language of LANGUAGES) {
    test(`the bench, ${theme}, ${language}`, async ({ open }) => {
      const t = createTranslator(language);
      const { page } = await open({ theme, language });
      const shoot = (state: string): Promise<void> => picture(page, `bench-${state}-${theme}-${language}`);

      await expect(page.getByText(t('page:dropHere'))).toBeVisible();
      await shoot('empty');

      await page.getByRole('button', { name: t('page:addVirtual') }).click();
      await drop(page, appImage({ sizeBytes: IMAGE_BYTES, projectName: 'blink' }, 'blink.bin'));
      await expect(page.getByText(t('page:boardWaitsForUrl'))).toBeVisible();
      await expect(page.getByTestId('flash-button')).toHaveAttribute('aria-disabled', 'false');
      await shoot('image');

      await flash(page);
      await expect(logLines(page)).toContainText('Written image length');
      await shoot('pushing');

      await expect(verdict(page)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });
      await shoot('confirmed');

      const corrupt = appImage({
        version: '2.1.0',
        sizeBytes: IMAGE_BYTES,
        projectName: 'blink',
        seed: 8,
      });
      const middle = corrupt.bytes.length >> 1;
      corrupt.bytes[middle] = (corrupt.bytes[middle] ?? 0) ^ 1;
      await drop(page, { ...corrupt, name: 'blink.bin' });
      for (const check of [t('checks:checksum.label'), t('checks:digest.label')]) {
        await page.getByRole('checkbox', { name: t('page:overrideCheck', { check }) }).check();
      }
      await flash(page);
      await expect(verdict(page)).toHaveAttribute('data-outcome', 'failed', { timeout: 60_000 });
      await shoot('failed');
    });
  }
}

/** The screens beside the bench, each in one language and theme: what they show is said in words and tables. */
test('the other screens, light, en', async ({ open }) => {
  const { page } = await open({ theme: 'light', language: 'en' });
  const shoot = (name: string): Promise<void> => picture(page, `${name}-light-en`);
  const add = page.getByRole('button', { name: 'Add virtual ESP32' });
  for (const [version, seed] of [
    ['2.0.0', 7],
    ['2.1.0', 8],
  ] as const)
    await drop(page, appImage({ version, seed, projectName: 'blink' }, 'blink.bin'));
  for (let boards = 1; boards <= FLEET; boards += 1) {
    await add.click();
    await expect(page.getByRole('listbox', { name: 'Boards' }).getByRole('option')).toHaveCount(boards);
  }
  await expect(page.getByText('The board waits for a URL')).toHaveCount(1);

  await showScreen(page, 'Fleet');
  await page.getByRole('button', { name: `Flash ${FLEET} boards over Wi-Fi` }).click();
  await expect(page.locator('.tile[data-kind="confirmed"]').first()).toBeVisible({ timeout: 60_000 });
  await shoot('fleet-running');
  await expect(page.locator('.tile[data-kind="confirmed"]')).toHaveCount(FLEET, { timeout: 60_000 });

  await showScreen(page, 'Runs');
  await page.getByRole('textbox', { name: 'Cycles' }).fill('6');
  await page.getByRole('button', { name: 'Start 6 cycles' }).click();
  await expect(page.locator('.cycles tr[data-outcome="confirmed"]')).toHaveCount(6, { timeout: 120_000 });
  await shoot('runs-ended');

  await showScreen(page, 'Faults');
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).uncheck();
  for (const name of ['flipped-bit', 'status-404', 'wrong-ca', 'expired'])
    await page.locator(`tr[data-fault="${name}"]`).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Run 4 faults' }).click();
  await expect(page.getByText(/ended as they should/)).toBeVisible({ timeout: 120_000 });
  await page.locator('tr[data-fault="wrong-ca"]').getByRole('button').click();
  await shoot('faults-ended');

  await showScreen(page, 'History');
  await expect(
    page.getByRole('listbox', { name: 'Updates and runs' }).getByRole('option').first(),
  ).toBeVisible();
  await shoot('history');
  await showScreen(page, 'Server');
  await expect(page.getByTestId('addresses')).toBeVisible();
  await shoot('server');
  await showScreen(page, 'Certs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await shoot('certificates');

  await showScreen(page, 'Bench');
  const find = page.getByLabel('Find in the log');
  await find.fill('Running partition');
  await find.press('Enter');
  await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
  await shoot('log-found');
});

/** The page as it stands, once what moves has come to rest. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
}
