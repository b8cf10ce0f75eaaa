import { spawn } from 'node:child_process';

import { expect, test } from './bench-test.ts';

test('a second program is told who holds the data directory, and leaves it alone', async ({
  bench,
  shell,
}) => {
  const { OTA_TEST_ELECTRON = '' } = process.env;
  const [command, ...args] =
    shell === 'station'
      ? [process.execPath, 'dist/cli.js', 'station']
      : [OTA_TEST_ELECTRON, process.cwd(), '--no-sandbox'];
  const second = spawn(command as string, [...args, '--data-dir', bench.dataDir], {
    env: { ...process.env, LANG: 'en_US.UTF-8' },
  });
  let said = '';
  second.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await expect.poll(() => said).toContain(`The data directory ${bench.dataDir} is in use by`);
  expect(said).toMatch(/in use by .*, process \d+/);
  // The window's box waits for a click; the page of the first program goes on.
  second.kill('SIGKILL');
  await expect(bench.page.getByText('Drop an app image (.bin) here')).toBeVisible();
});
