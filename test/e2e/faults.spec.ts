import { addVirtualBoard, appImage, drop, showScreen } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

const CHOSEN = ['flipped-bit', 'status-404', 'wrong-ca'];

test('three faults are run on a board, and each row tells how it ended', async ({ bench }) => {
  const { page, errors } = bench;
  await drop(page, appImage());
  await addVirtualBoard(page);
  await showScreen(page, 'Faults');
  const row = (name: string) => page.locator(`tr[data-fault="${name}"]`);
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).uncheck();
  for (const name of CHOSEN) await row(name).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Run 3 faults' }).click();

  await expect(page.getByText(/^All 3 ended as they should/)).toBeVisible({ timeout: 60_000 });
  for (const name of CHOSEN) await expect(row(name)).toHaveAttribute('data-state', 'passed');
  await expect(row('wrong-ca').locator('.observed')).toContainText('tls/unknown-ca');
  await expect(row('status-404').locator('.time')).not.toBeEmpty();
  await expect(page.getByRole('alert')).toBeHidden();

  await row('wrong-ca').getByRole('button').click();
  await expect(page.getByRole('complementary', { name: 'The fault' })).toContainText('Wrong CA');
  expect(errors).toEqual([]);
});
