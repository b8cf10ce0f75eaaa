import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{architecture,unit,contract,component,integration,fuzz}/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
