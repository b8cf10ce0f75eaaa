import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';

import { openssl } from '../support/openssl.ts';
import { addVirtualBoard, appImage, drop, flash, verdict } from './bench-page.ts';
import type { Bench } from './bench-test.ts';
import { expect, test } from './bench-test.ts';

const PASSWORD = 'correct horse battery';

/** The screen of certificates. */
async function openCerts(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Certs', exact: true }).click();
  return page.getByRole('main', { name: 'Certificates' });
}

/** Fingerprints of the authorities, by their roles; after a change they may reach the page later than its answer. */
async function fingerprints(page: Page): Promise<readonly string[]> {
  const rows = page.getByRole('region', { name: 'Authorities' }).getByRole('listitem');
  await expect(rows.first().locator('.fingerprint')).toHaveText(/^[0-9a-f]{64}$/);
  return rows.locator('.fingerprint').allTextContents();
}

async function updateVirtualBoard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Bench', exact: true }).click();
  await addVirtualBoard(page);
  await drop(page, appImage());
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });
}

/** What the page saves is taken from it: a window would ask a person for the place. */
async function catchSaved(page: Page): Promise<() => Promise<Buffer>> {
  await page.evaluate(() => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => {
      saved.push(blob as Blob);
      return 'blob:kept';
    };
    HTMLAnchorElement.prototype.click = () => undefined;
    Object.assign(window, { saved });
  });
  return async () => {
    const bytes = await page.evaluate(async () => {
      const { saved } = window as unknown as { readonly saved: readonly Blob[] };
      return [...new Uint8Array((await saved.at(-1)?.arrayBuffer()) ?? new ArrayBuffer(0))];
    });
    return Buffer.from(bytes);
  };
}

async function backUp({ page }: Bench): Promise<Buffer> {
  const saved = await catchSaved(page);
  await page.getByRole('button', { name: 'Back up…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByLabel('Password again').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Back up' }).click();
  await expect(page.getByText('The backup ota-workbench-ca.p12 is made.')).toBeVisible();
  return saved();
}

test('a new CA is made, the old one goes on, and a board is updated afterwards', async ({ bench }) => {
  const { page, errors } = bench;
  await openCerts(page);
  const [before] = await fingerprints(page);
  await page.getByRole('button', { name: 'Rotate…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new CA' }).click();
  await expect(page.getByText(/^The new CA is current\./)).toBeVisible();
  await expect.poll(() => fingerprints(page)).toEqual([expect.not.stringMatching(before ?? ''), before]);
  await updateVirtualBoard(page);
  expect(errors).toEqual([]);
});

test('the CAs of a backup are those of a second bench, under their password alone', async ({
  bench,
  open,
}) => {
  await openCerts(bench.page);
  const [mine] = await fingerprints(bench.page);
  const backup = await backUp(bench);
  expect(backup.includes(Buffer.from('PRIVATE KEY'))).toBe(false);

  const { page, errors } = await open();
  await openCerts(page);
  const [theirs] = await fingerprints(page);
  expect(theirs).not.toBe(mine);
  await page.getByRole('button', { name: 'Restore…' }).click();
  const dialog = page.getByRole('dialog');
  const file = { name: 'ota-workbench-ca.p12', mimeType: 'application/x-pkcs12', buffer: backup };
  await dialog.locator('input[type=file]').setInputFiles(file);
  await dialog.getByLabel('Password').fill('another password');
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('The password does not open');
  await dialog.getByLabel('Password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('The CAs of the backup are this bench’s now.')).toBeVisible();
  await expect.poll(() => fingerprints(page)).toEqual([mine, theirs]);
  await updateVirtualBoard(page);
  expect(errors).toEqual([]);
});

test('the article’s pair is judged, used and served; a board of this bench’s CA is updated still', async ({
  bench,
}) => {
  const { page, errors } = bench;
  const dir = mkdtempSync(path.join(tmpdir(), 'ota-pair-'));
  const at = (name: string): string => path.join(dir, name);
  try {
    const subject = ['-subj', '/C=CN/O=Espressif/CN=127.0.0.1', '-days', '365'];
    const pair = ['-keyout', at('ca_key.pem'), '-out', at('ca_cert.pem')];
    openssl('req', '-newkey', 'rsa:2048', '-x509', '-nodes', ...pair, ...subject);
    writeFileSync(at('notes.pem'), 'nothing of use\n');
    await openCerts(page);
    const card = page.getByRole('region', { name: 'Bring a certificate along' });
    const input = card.locator('input[type=file]');
    await input.setInputFiles([at('notes.pem')]);
    await card.getByRole('button', { name: 'Check' }).click();
    await expect(card.getByRole('alert')).toContainText('notes.pem holds no certificate');
    await input.setInputFiles([at('ca_cert.pem'), at('ca_key.pem')]);
    await card.getByRole('button', { name: 'Check' }).click();
    await expect(card.getByText('One certificate is CA and server certificate.')).toBeVisible();
    await card.getByRole('button', { name: 'Keep and use' }).click();
    await expect(card.getByText('It is kept and in use.')).toBeVisible();
    const pem = openssl('x509', '-in', at('ca_cert.pem'), '-noout', '-fingerprint', '-sha256');
    const fingerprint = pem.trim().split('=').at(-1)?.replaceAll(':', '').toLowerCase();
    expect(await fingerprints(page)).toContain(fingerprint);

    const selfTest = page.getByRole('region', { name: 'Would a board accept it?' });
    await selfTest.getByRole('button', { name: 'Test now' }).click();
    await expect(selfTest.getByRole('row').filter({ hasText: 'accepted' })).toHaveCount(4);
    await updateVirtualBoard(page);
    expect(errors).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
