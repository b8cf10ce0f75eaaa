import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

import type { Language } from '../../shared/text/language.ts';
import { createTranslator } from '../../shared/text/translator.ts';
import { appImage, drop, flash, logLines, verdict } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const FOLDER = path.join('docs', 'screenshots');
const THEMES = ['light', 'dark'] as const;
const LANGUAGES: readonly Language[] = ['en', 'zh-CN'];

/** Large enough that there is something to see while it is written. */
const IMAGE_BYTES = 900 * 1024;

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

/** The page as it stands, once what moves has come to rest. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
}
