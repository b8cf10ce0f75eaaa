import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';

import type { AppImageOptions } from '../../shared/esp/build-image.ts';
import { buildAppImage } from '../../shared/esp/build-image.ts';

/** A file to drop on the page. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

/** The app image that a build of the native example would leave. */
export function appImage(options: AppImageOptions = {}, name = 'native_ota.bin'): DroppedFile {
  const bytes = buildAppImage({ version: '2.0.0', sizeBytes: 256 * 1024, seed: 7, ...options }, sha256);
  return { name, bytes };
}

/** A real image, where `OTA_REAL_IMAGES` names a folder that holds them. */
export function realImage(name: string): DroppedFile | null {
  const { OTA_REAL_IMAGES } = process.env;
  return OTA_REAL_IMAGES === undefined
    ? null
    : { name, bytes: readFileSync(path.join(OTA_REAL_IMAGES, name)) };
}

/** Drags the files over the window and lets them go, as a hand does. */
export async function drop(page: Page, ...files: readonly DroppedFile[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (dropped) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of dropped) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: 'application/octet-stream' }));
      }
      return transfer;
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
  const target = page.locator('.drop-over-root');
  await target.waitFor();
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
}

/** Adds a virtual ESP32 and waits until it asks for its URL. */
export async function addVirtualBoard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add virtual ESP32' }).click();
  await readout(page).getByText('The board waits for a URL').waitFor();
}

/** Opens a port by what is typed. */
export async function openPort(page: Page, port: string): Promise<void> {
  await page.getByRole('button', { name: 'Open a serial port' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Port', { exact: true }).fill(port);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The three answers at the top: board, image, now. */
export function readout(page: Page): Locator {
  return page.getByRole('region', { name: 'Board, image and what happens now' });
}

/** Goes to a screen by its name on the rail; other places of the page have buttons of the same name. */
export async function showScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name, exact: true }).click();
}

/** Clicks the one primary action once it is open. */
export async function flash(page: Page): Promise<void> {
  const button = page.getByTestId('flash-button');
  await page.locator('[data-testid="flash-button"][aria-disabled="false"]').waitFor();
  await button.click();
}

/** The verdict's plate, once there is one. */
export function verdict(page: Page): Locator {
  return page.getByTestId('verdict');
}

/** What the board's log shows at the moment; only the rows in view are in the page. */
export function logLines(page: Page): Locator {
  return page.getByTestId('log-lines');
}
