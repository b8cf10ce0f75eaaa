// `npm run screenshots`: the page's main states as pictures under docs/screenshots/.
import { spawnSync } from 'node:child_process';

import { buildStale } from '../electron/launch/build.mjs';
import { findChromium } from './runtimes.mjs';

await buildStale(['cli', 'page']);
const chromium = await findChromium();
if (chromium === null) {
  process.stderr.write(
    'Screenshots need a Chromium: install it, or run "npx playwright install chromium".\n',
  );
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/@playwright/test/cli.js',
    'test',
    '--config=test/e2e/playwright.config.ts',
    '--project=screenshots',
    '--reporter=list',
  ],
  { stdio: 'inherit', env: { ...process.env, OTA_TEST_CHROMIUM: chromium } },
);
process.exitCode = status ?? 1;
