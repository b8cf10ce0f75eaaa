import { defineConfig } from '@playwright/test';

import type { Shell } from './bench-test.ts';

/** The same specs in every shell; one at a time, since each has servers and a display of its own. */
export default defineConfig<{ shell: Shell }>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  use: { screenshot: 'only-on-failure', viewport: { width: 1280, height: 800 } },
  projects: [
    { name: 'station', testMatch: '*.spec.ts', use: { shell: 'station' } },
    { name: 'window', testMatch: '*.spec.ts', use: { shell: 'window' } },
    { name: 'packaged', testMatch: 'update.spec.ts', use: { shell: 'packaged' } },
    { name: 'screenshots', testMatch: 'screenshots.ts', use: { shell: 'station' } },
  ],
});
