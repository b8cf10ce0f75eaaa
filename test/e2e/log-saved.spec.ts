import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Locator, Page } from '@playwright/test';

import { addVirtualBoard, appImage, drop, flash, logLines, verdict } from './bench-page.ts';
import type { Bench, SavedFile } from './bench-test.ts';
import { expect, test } from './bench-test.ts';

test('the whole log of a failed update is searched, narrowed to its errors and saved', async ({ bench }) => {
  const { page, dataDir, errors } = bench;
  await failedUpdate(page);

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

  const { text, told } = await save(bench, async () => {});
  const texts = text.trimEnd().split('\n');
  expect(texts).toHaveLength(told);
  for (const line of boardLines(dataDir).map(stripVTControlCharacters)) expect(text).toContain(line);
  expect(errors).toEqual([]);
});

test('a log is saved as text, with and without colours and stamps, as NDJSON and as CSV', async ({
  bench,
}) => {
  const { page, dataDir, errors } = bench;
  await failedUpdate(page);
  const raw = boardLines(dataDir);
  expect(raw.some((line) => line.includes('\u001b['))).toBe(true);
  const said = raw.map(stripVTControlCharacters);

  const plain = await save(bench, (dialog) => choose(page, dialog, 'Time before each line', 'None'));
  expect(plain.name).toMatch(/\.log$/);
  const plainLines = plain.text.trimEnd().split('\n');
  expect(plainLines).toHaveLength(plain.told);
  expect(boardsOwn(plainLines).slice(0, said.length)).toEqual(said);
  expect(plainLines.filter((line) => line.startsWith('--- ')).join('\n')).toContain('GET /');

  const coloured = await save(bench, async (dialog) => {
    await choose(page, dialog, 'Time before each line', 'None');
    await dialog.getByRole('checkbox', { name: 'Keep the board’s colours (ANSI)' }).check();
  });
  expect(boardsOwn(coloured.text.trimEnd().split('\n')).slice(0, raw.length)).toEqual(raw);

  const host = await save(bench, (dialog) =>
    choose(page, dialog, 'Time before each line', 'Clock of this machine'),
  );
  const byHost = host.text.trimEnd().split('\n');
  const HOST = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /;
  expect(byHost.filter((line) => !HOST.test(line))).toEqual([]);
  expect(byHost.map((line) => line.replace(HOST, '')).slice(0, plainLines.length)).toEqual(plainLines);

  const pushed = await save(bench, (dialog) =>
    choose(page, dialog, 'Time before each line', 'Since the last push'),
  );
  const SPAN = /^\[\d\d:\d\d:\d\d\.\d{3}\] /;
  const sincePush = pushed.text.trimEnd().split('\n');
  const first = sincePush.findIndex((line) => SPAN.test(line));
  expect(first).toBeGreaterThan(0);
  expect(sincePush.slice(first).filter((line) => !SPAN.test(line))).toEqual([]);

  const ndjson = await save(bench, (dialog) => choose(page, dialog, 'Format', 'NDJSON, a line each'));
  expect(ndjson.name).toMatch(/\.ndjson$/);
  const entries = ndjson.text
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  expect(entries).toHaveLength(ndjson.told);
  const version = entries.find(({ text }) => /^App version: /.test(String(text)));
  expect(version).toMatchObject({ event: 'line', source: 'board', level: 'I', tag: 'app_init' });
  const bytes = rawBytes(dataDir);
  const { offset } = version as { readonly offset: number };
  expect(bytes.toString('utf8', offset, offset + 200)).toMatch(/^\S*I \(\d+\) app_init: App version: /);

  const csv = await save(bench, (dialog) => choose(page, dialog, 'Format', 'CSV'));
  expect(csv.name).toMatch(/\.csv$/);
  const rows = csv.text.trimEnd().split('\r\n');
  expect(rows[0]).toBe('seq,source,receivedAt,deviceTimeMs,level,tag,text');
  expect(rows).toHaveLength(csv.told + 1);
  expect(rows.find((row) => row.includes('App version'))).toMatch(
    /^\d+,board,\S+Z,\d+,I,app_init,App version: /,
  );
  expect(errors).toEqual([]);
});

/** An update whose image is damaged: the board says a lot and refuses it. */
async function failedUpdate(page: Page): Promise<void> {
  const image = appImage();
  const middle = image.bytes.length >> 1;
  image.bytes[middle] = (image.bytes[middle] ?? 0) ^ 1;
  await addVirtualBoard(page);
  await drop(page, image);
  for (const check of ['Checksum', 'Digest'])
    await page.getByRole('checkbox', { name: `Override the check “${check}”` }).check();
  await flash(page);
  await expect(verdict(page)).toHaveAttribute('data-outcome', 'failed', { timeout: 60_000 });
}

/** Saves what is shown as the dialog is set; `told` are the lines that the dialog speaks of. */
async function save(
  { page, saved }: Bench,
  set: (dialog: Locator) => Promise<void>,
): Promise<SavedFile & { readonly told: number }> {
  await page.getByRole('button', { name: 'How the log is shown' }).click();
  await page.getByRole('button', { name: 'Save the log…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save the log…' });
  await set(dialog);
  const told = Number(/([\d,]+) lines/.exec((await dialog.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  const file = await saved(() => dialog.getByRole('button', { name: 'Save', exact: true }).click());
  await dialog.waitFor({ state: 'hidden' });
  return { ...file, told };
}

async function choose(page: Page, dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByLabel(label).first().click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The lines of a saved text that are the board's, empty ones aside. */
function boardsOwn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith('--- ') && line.trim() !== '');
}

/** What the board sent, as it lies on disk. */
function rawBytes(dataDir: string): Buffer {
  const logs = path.join(dataDir, 'logs');
  const [deviceId = ''] = readdirSync(logs);
  const folder = path.join(logs, deviceId);
  const segments = readdirSync(folder)
    .filter((name) => name.endsWith('.raw'))
    .sort();
  return Buffer.concat(segments.map((name) => readFileSync(path.join(folder, name))));
}

/** Its lines, empty ones aside. */
function boardLines(dataDir: string): readonly string[] {
  return rawBytes(dataDir)
    .toString('utf8')
    .split(/\r*\n/)
    .filter((line) => line.trim() !== '');
}
