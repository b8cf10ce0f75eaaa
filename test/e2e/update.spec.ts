import { SerialPort } from 'serialport';

import { addVirtualBoard, appImage, drop, flash, logLines, readout, verdict } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('this system’s ports are listed through its own native code', async ({ bench }) => {
  const { page, errors } = bench;
  const listed = SerialPort.list().catch(() => []);
  await page.getByRole('button', { name: 'Open a serial port' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Serial ports of this machine');
  for (const { path } of await listed) await expect(dialog).toContainText(path);
  await dialog.getByLabel('Port', { exact: true }).fill('/dev/no-such-port');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog).toContainText('There is no serial port /dev/no-such-port.');
  expect(errors).toEqual([]);
});

test('an image is dropped, flashed over Wi-Fi and proven by the board’s own digest', async ({ bench }) => {
  const { page, errors } = bench;
  const image = appImage();
  const appended = hex(image.bytes.subarray(-32));

  await drop(page, image);
  await expect(readout(page)).toContainText('native_ota.bin');
  await expect(page.getByRole('region', { name: 'Image', exact: true })).toContainText(appended.slice(0, 8));

  await addVirtualBoard(page);
  await flash(page);

  await expect(verdict(page)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });
  await expect(verdict(page)).toHaveAttribute('data-proof', 'digest');
  const digests = page.getByTestId('digests');
  await expect(digests).toContainText('32 / 32');
  await expect(digests.getByTitle(appended)).toHaveCount(2);

  const requests = page.getByTestId('requests').getByRole('listitem');
  await expect(requests).toHaveCount(1);
  await expect(requests).toHaveAttribute('data-outcome', 'complete');
  await expect(requests).toHaveAttribute('title', /GET \/firmware\/native_ota\.bin TLSv1\.\d/);

  await page.getByLabel('Find in the log').fill('Diagnostics');
  await expect(logLines(page)).toContainText('Diagnostics completed successfully');
  expect(errors).toEqual([]);
});

test('what the board runs is not offered again: the page says so before anything is sent', async ({
  bench,
}) => {
  const { page } = bench;
  await addVirtualBoard(page);
  await drop(page, appImage());
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Flash again' }).click();
  await expect(page.getByTestId('flash-button')).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('region', { name: 'Flash over Wi-Fi' })).toContainText('1 check failed');
});

test('a corrupted image is caught, can be overridden, and is then judged by the board', async ({ bench }) => {
  const { page } = bench;
  const image = appImage({ version: '3.0.0' });
  const middle = image.bytes.length >> 1;
  image.bytes[middle] = (image.bytes[middle] ?? 0) ^ 1;
  await addVirtualBoard(page);
  await drop(page, image);
  await expect(page.getByTestId('flash-button')).toHaveAttribute('aria-disabled', 'true');
  for (const check of ['Checksum', 'Digest']) {
    await page.getByRole('checkbox', { name: `Override the check “${check}”` }).check();
  }
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'failed', { timeout: 60_000 });
  await expect(verdict(page)).toHaveAttribute('data-code', 'image/corrupt');
});
