import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { appImage, readout, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

/** A plan in a folder, its images beside it. */
function planFile(folder: string, text: string): string {
  mkdirSync(path.join(folder, 'build'), { recursive: true });
  for (const [index, version] of ['2.0.0', '2.1.0'].entries()) {
    const { bytes } = appImage({ version, sizeBytes: 100_000, seed: index + 5 });
    writeFileSync(path.join(folder, 'build', `gate-${version}.bin`), bytes);
  }
  const file = path.join(folder, 'gate.yaml');
  writeFileSync(file, text);
  return file;
}

const PLAN = `name: Gate
images:
  last: build/gate-2.0.0.bin
  next: build/gate-2.1.0.bin
boards: [{ virtual: gate }]
steps:
  - { push: last, reset: true }
  - { push: next, fault: status-404, reset: true }
  - { push: next, reset: true }
`;

test('a plan is checked line by line, mended, run to its end, and a second one called off', async ({
  bench,
}) => {
  test.setTimeout(180_000);
  const { page, errors } = bench;
  page.setDefaultTimeout(30_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'ota-e2e-plan-'));
  try {
    // A browser tells no path: the images of its plan come from the library.
    const file = planFile(folder, PLAN.replace('push: next, reset', 'psuh: next, reset'));
    await page
      .getByTestId('image-input')
      .setInputFiles(['2.0.0', '2.1.0'].map((version) => path.join(folder, 'build', `gate-${version}.bin`)));
    // An image that comes later would show the bench again.
    await readout(page).getByText('gate-2.1.0.bin').waitFor();
    await showScreen(page, 'Runs');
    await page.getByText('Plan', { exact: true }).click();
    const setup = page.getByRole('region', { name: 'Plan', exact: true });
    await setup.getByTestId('plan-input').setInputFiles(file);
    const start = setup.getByRole('button', { name: 'Run the plan' });
    await expect(setup.locator('.problems li[data-line="9"]', { hasText: 'psuh' })).toBeVisible();
    await expect(start).toBeDisabled();

    planFile(folder, PLAN);
    await setup.getByTestId('plan-input').setInputFiles(file);
    await expect(setup.locator('.steps li')).toHaveCount(3);
    await expect(setup.locator('[data-image="next"]')).toContainText('2.1.0');
    await expect(setup.locator('[data-wanted="virtual gate"]')).toContainText('gate');
    await expect(start).toBeEnabled();
    await start.click();
    const rows = page.locator('.plan-run tbody tr');
    await expect(rows).toHaveCount(3, { timeout: 30_000 });
    for (const row of [0, 1, 2])
      await expect(rows.nth(row)).toHaveAttribute('data-result', 'passed', { timeout: 90_000 });
    await expect(rows.nth(1)).toContainText('http/status');
    await expect(page.locator('.plan-run h2')).toContainText('Over');

    await start.click();
    await expect(page.locator('.plan-run h2')).toContainText('Step 1 of 3');
    await expect(rows.first()).toHaveAttribute('data-state', 'running');
    const askedAtMs = Date.now();
    await page.getByRole('button', { name: 'Call off' }).click();
    await expect(page.locator('.plan-run h2')).toContainText('Over');
    expect(Date.now() - askedAtMs).toBeLessThan(1_500);
    await expect(page.locator('.attention .stopped')).toContainText('Called off.');
    expect(errors).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
