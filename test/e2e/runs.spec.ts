import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { addVirtualBoard, appImage, drop, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

test('a soak of two cycles reaches its end, and leaves its report', async ({ bench }) => {
  const { page, dataDir, errors } = bench;
  await drop(page, appImage({ version: '2.0.0' }));
  await drop(page, appImage({ version: '2.1.0', seed: 8 }));
  await addVirtualBoard(page);
  await showScreen(page, 'Runs');
  const setup = page.getByRole('region', { name: 'Soak', exact: true });
  await setup.getByRole('textbox', { name: 'Cycles' }).fill('2');
  await setup.getByRole('button', { name: 'Start 2 cycles' }).click();

  const cycles = page.locator('.soak-run .cycles tbody tr');
  await expect(cycles).toHaveCount(2, { timeout: 60_000 });
  for (const cycle of [0, 1])
    await expect(cycles.nth(cycle)).toHaveAttribute('data-outcome', 'confirmed', { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /Cycle 2 of 2/ })).toBeVisible();

  const reports = path.join(dataDir, 'reports');
  const junit = (): string | undefined =>
    readdirSync(reports)
      .filter((name) => name.includes('soak'))
      .map((name) => path.join(reports, name, 'junit.xml'))
      .find((file) => existsSync(file));
  await expect.poll(() => junit() !== undefined).toBe(true);
  await expect.poll(() => readFileSync(junit() ?? '', 'utf8').match(/<testcase /g)).toHaveLength(2);
  expect(errors).toEqual([]);
});
