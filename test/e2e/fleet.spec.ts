import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { parse as parseJunit } from 'junit2json';

import { verifyReport } from '../../electron/core/report/verify-report.ts';
import { reportSchema } from '../../shared/report/report-schema.ts';
import { appImage, drop, openPort, readout, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';
import { startRemoteBoard } from './remote-board.ts';

const WELL = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'];

/** Opens a port by its path and waits until the board there asks for its URL. */
async function openBoard(page: Page, port: string): Promise<void> {
  await openPort(page, port);
  await readout(page).getByText('The board waits for a URL').waitFor();
}

test('a fleet of eight, one with a fault, one unplugged: grid, report and JUnit say the same', async ({
  bench,
}) => {
  test.setTimeout(240_000);
  const { page, dataDir, errors } = bench;
  const faulty = await startRemoteBoard(dataDir, { newImage: 'diagnosticsFail', timeScale: 0.2 });
  const unplugged = await startRemoteBoard(dataDir, {
    fault: { kind: 'unplug', atBytes: 50_000 },
    timeScale: 0.2,
  });
  try {
    await drop(page, appImage({ version: '2.0.0', sizeBytes: 100_000 }));
    for (const name of WELL) await openBoard(page, `virtual:${name}`);
    await openBoard(page, faulty.port);
    await openBoard(page, unplugged.port);

    await showScreen(page, 'Fleet');
    const grid = page.getByTestId('fleet-grid');
    await expect(grid.locator('[data-device]')).toHaveCount(8);
    await page.getByLabel('Canaries first').fill('0');
    await page.getByLabel('Stop at % failed').fill('100');
    await page.getByRole('button', { name: 'Flash 8 boards over Wi-Fi' }).click();
    await expect(grid.locator('[data-kind="updating"], [data-kind="waiting"]').first()).toBeVisible();

    await expect(page.getByText('Over', { exact: true })).toBeVisible({ timeout: 180_000 });
    for (const name of WELL)
      await expect(grid.locator(`[data-device="virtual-${name}"]`)).toHaveAttribute('data-kind', 'confirmed');
    await expect(grid.locator('[data-kind="rolledBack"]')).toHaveCount(1);
    await expect(grid.locator('[data-kind="offline"], [data-kind="interrupted"]')).toHaveCount(1);
    await expect(page.locator('article[data-code="boot/diagnostics-failed"]')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Do again what failed' })).toBeVisible();

    const folder = (): string =>
      readdirSync(path.join(dataDir, 'reports')).find((name) => /-fleet-[0-9a-f]+$/.test(name)) ?? '';
    const file = (name: string): string => path.join(dataDir, 'reports', folder(), name);
    // Written last, once the report is whole.
    const zip = (): string => path.join(dataDir, 'reports', `${folder()}.zip`);
    await expect.poll(() => existsSync(zip())).toBe(true);
    const report = reportSchema.parse(JSON.parse(readFileSync(file('report.json'), 'utf8')));
    expect(report).toMatchObject({
      kind: 'fleet',
      state: 'ended',
      summary: { cases: 8, confirmed: 6, open: 0 },
    });
    const ends = report.cases.map(({ board, outcome }) => `${board?.name.slice(0, 2)} ${outcome}`);
    for (const name of WELL) expect(ends).toContain(`${name} confirmed`);
    const gone = report.cases.find(({ outcome }) => outcome === 'interrupted');
    expect(gone).toMatchObject({ code: 'serial/port-gone', board: { port: unplugged.port } });
    const bad = report.cases.find(({ outcome }) => outcome === 'rolledBack');
    expect(bad).toMatchObject({ code: 'boot/diagnostics-failed' });
    expect(bad?.boardSaid?.text).toContain('Loaded app from partition at offset');
    const suites = await parseJunit(readFileSync(file('junit.xml'), 'utf8'));
    const suite = suites && 'testsuite' in suites ? suites.testsuite?.[0] : undefined;
    expect(suite).toMatchObject({ tests: 8, failures: 1, errors: 1, skipped: 0 });
    const types = suite?.testcase?.flatMap(({ failure, error }) => [
      ...(failure ?? []).map(({ type }) => `failure ${type}`),
      ...(error ?? []).map(({ type }) => `error ${type}`),
    ]);
    expect(types?.sort()).toEqual(['error serial/port-gone', 'failure boot/diagnostics-failed']);
    for (const form of [file(''), zip()])
      expect((await verifyReport(form, { installation: null, asked: null })).result).toBe('unchanged');
    expect(readFileSync(file('report.html'), 'utf8')).toContain('boot/diagnostics-failed');
    expect(errors).toEqual([]);
  } finally {
    await faulty.close();
    await unplugged.close();
  }
});
