import { expect, test } from 'vitest';

import { hasElectron, testsInElectron } from '../support/in-electron.ts';

test.runIf(hasElectron)(
  "the history's database and the reports pass their tests on Electron's Node",
  async () => {
    const { passed, failed } = await testsInElectron(
      'test/integration/history/history.test',
      'test/integration/report/verify',
      'test/unit/report/report',
    );
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(20);
  },
  120_000,
);
