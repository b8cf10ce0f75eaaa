import { defineConfig } from 'vitest/config';

import { workerSourceForVite } from './electron/launch/worker-source.mjs';

export default defineConfig({
  plugins: [workerSourceForVite],
  test: {
    include: ['test/{architecture,unit,contract,component,integration,fuzz}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
