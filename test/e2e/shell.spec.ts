import { addVirtualBoard, appImage, drop, readout } from './bench-page.ts';
import { expect, test } from './bench-test.ts';

test('the page opens with what to do first, and without an error', async ({ bench }) => {
  const { page, errors } = bench;
  await expect(page).toHaveTitle(/OTA Workbench/);
  await expect(page.getByText('Drop an app image (.bin) here')).toBeVisible();
  await expect(page.getByRole('region', { name: 'First time here' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('the page has three functions of the shell’s and nothing of Node', async ({ bench, shell }) => {
  const given = await bench.page.evaluate(() => ({
    workbench: Object.keys(Reflect.get(window, 'workbench') ?? {}).sort(),
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
  }));
  expect(given.node).toEqual([]);
  expect(given.workbench).toEqual(shell === 'station' ? [] : ['call', 'onPush', 'pathOf']);
});

test('the page can open nothing and go nowhere', async ({ bench, shell }) => {
  const { page } = bench;
  const policy = await page.evaluate(async () => {
    const answer = await fetch(location.pathname);
    return answer.headers.get('content-security-policy');
  });
  expect(policy).toContain("default-src 'none'");
  const script = await page.evaluate(() => {
    const inline = document.createElement('script');
    inline.textContent = 'window.ran = true';
    document.body.append(inline);
    return 'ran' in window;
  });
  expect(script).toBe(false);
  if (shell === 'station') return;
  expect(await page.evaluate(() => window.open('https://example.com') === null)).toBe(true);
  const stayed = await page.evaluate(async () => {
    const before = location.href;
    location.href = 'https://example.com/';
    await new Promise((resolve) => setTimeout(resolve, 500));
    return location.href === before && document.body.textContent !== '';
  });
  expect(stayed).toBe(true);
});

test('a page that is loaded again shows the board and the image as they are', async ({ bench }) => {
  const { page } = bench;
  await drop(page, appImage());
  await addVirtualBoard(page);
  await page.reload();
  await expect(readout(page)).toContainText('The board waits for a URL');
  await expect(page.getByRole('listbox', { name: 'Boards' }).getByRole('option')).toHaveCount(1);
});

test('language and theme are changed at once and kept', async ({ bench }) => {
  const { page } = bench;
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menu').getByText('简体中文').click();
  await expect(page.getByText('镜像').first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});
