import { addVirtualBoard, logLines, openPort } from './bench-page.ts';
import { expect, test } from './bench-test.ts';
import type { ListeningBoard } from './listening-board.ts';
import { startListeningBoard } from './listening-board.ts';

test('lines are typed to the board, with their history, the chosen line ending and control keys', async ({
  bench,
  shell,
}) => {
  const { page, errors } = bench;
  const board: ListeningBoard = await startListeningBoard();
  try {
    await openPort(page, board.port);
    await page.getByRole('button', { name: 'Type to the board' }).click();
    const line = page.getByRole('textbox', { name: 'Type to the board' });
    await line.fill('help');
    await line.press('Enter');
    await line.fill('restart');
    await line.press('Enter');
    await expect.poll(board.received).toBe('help\nrestart\n');

    await line.press('ArrowUp');
    await line.press('ArrowUp');
    await expect(line).toHaveValue('help');
    const ending = page.locator('.send').getByLabel('Enter sends').first();
    await ending.click();
    await page.getByRole('option', { name: 'CR LF' }).click();
    await expect(ending).toHaveValue('CR LF');
    await line.press('Enter');
    await expect.poll(board.received).toBe('help\nrestart\nhelp\r\n');

    await line.press('Control+c');
    await page.getByRole('button', { name: 'Ctrl keys' }).click();
    await page.getByRole('menuitem', { name: '^D' }).click();
    await expect.poll(board.received).toBe('help\nrestart\nhelp\r\n\u0003\u0004');

    // The menu's own key twice is that key for the board.
    const key = shell === 'station' ? 'F8' : 'Control+t';
    await line.press(key);
    await line.press(key);
    await expect.poll(board.received).toBe('help\nrestart\nhelp\r\n\u0003\u0004\u0014');
    expect(errors).toEqual([]);
  } finally {
    await board.close();
  }
});

test('the menu of idf.py monitor works in the log, by the key that is shown', async ({ bench, shell }) => {
  const { page, errors } = bench;
  const [key, shown] = shell === 'station' ? ['F8', 'F8'] : ['Control+t', 'Ctrl T'];
  const menu = page.getByRole('menu', { name: 'Monitor menu' });
  const command = async (letter: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect(menu).toBeVisible();
    await page.keyboard.press(letter);
  };
  await addVirtualBoard(page);

  await command('h');
  await expect(menu).toContainText(shown);
  await expect(menu.getByRole('menuitem')).toHaveText([
    /R reset the board/,
    /P .*download mode/,
    /Y pause/,
    /L save/,
    /I show/,
    /H show/,
  ]);
  await page.keyboard.press('z');
  await expect(menu).toBeHidden();

  await command('y');
  await expect(page.getByRole('button', { name: 'Paused' })).toBeVisible();
  await command('Control+y');
  await expect(page.getByRole('button', { name: 'Following' })).toBeVisible();

  await command('l');
  const dialog = page.getByRole('dialog', { name: 'Save the log…' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await command('p');
  await expect(logLines(page)).toContainText('waiting for download');
  await command('Control+r');
  await expect(logLines(page)).toContainText('Main DNS');
  expect(errors).toEqual([]);
});
