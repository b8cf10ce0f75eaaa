import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';

import { mergedImage } from '../support/images.ts';
import { appImage, drop } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

/** Drags a file or folder of the disk over the window and lets it go. */
async function dropFromDisk(page: Page, file: string): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<unknown> =>
    devTools.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
  await send('dragEnter');
  await page.locator('.drop-over-root').waitFor();
  await send('dragOver');
  await send('drop');
}

test('a dropped build folder is watched, marked when it is built again, and its rebuild is used', async ({
  bench,
  shell,
}) => {
  const { page } = bench;
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'ota-build-')), 'build');
  const build = (version: string): void => {
    writeFileSync(
      path.join(folder, 'native_ota.bin'),
      appImage({ projectName: 'native_ota', version }).bytes,
    );
  };
  try {
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 'project_description.json'),
      JSON.stringify({ project_name: 'native_ota', app_bin: 'native_ota.bin' }),
    );
    build('2.0.0');
    await dropFromDisk(page, folder);
    if (shell === 'station') {
      await expect(page.getByRole('alert')).toContainText('does not tell where the folder build lies');
      return;
    }
    await page.getByRole('button', { name: 'Watch this folder for rebuilds' }).click();
    await expect(page.getByText(/^Rebuilt: \d+ s ago$/)).toBeVisible();
    build('2.0.1');
    await page.getByRole('button', { name: 'Use the rebuild' }).click();
    await expect(page.getByRole('button', { name: 'Use the rebuild' })).toBeHidden();
    await page.getByRole('button', { name: 'Library' }).click();
    await expect(page.getByRole('listbox', { name: 'Images' }).getByRole('option')).toHaveText([
      /^native_ota 2\.0\.1/,
      /^native_ota 2\.0\.0/,
    ]);
    expect(bench.errors).toEqual([]);
  } finally {
    rmSync(path.dirname(folder), { recursive: true });
  }
});

test('the app is taken out of a merged image, annotated, and removed', async ({ bench }) => {
  const { page } = bench;
  const app = appImage({ projectName: 'sensor_hub', version: '1.2.3' });
  await drop(page, { name: 'factory.bin', bytes: mergedImage(app.bytes) });
  await page.getByRole('button', { name: 'Extract sensor_hub 1.2.3' }).click();
  await expect(page.getByText('sensor_hub.bin')).toBeVisible();
  await page.getByRole('button', { name: 'Library' }).click();
  const images = page.getByRole('listbox', { name: 'Images' });
  await page.getByRole('textbox', { name: 'Notes' }).fill('from the factory');
  await page.getByRole('searchbox').fill('factory');
  await expect(images.getByRole('option', { name: /sensor_hub 1\.2\.3.*from the factory/ })).toBeVisible();
  await images.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nothing is kept yet.')).toBeVisible();
  expect(bench.errors).toEqual([]);
});
