import { expect, test } from 'vitest';

import { hasElectron, testsInElectron } from '../support/in-electron.ts';

test.runIf(hasElectron)(
  "the fault lab meets its faults on Electron's Node too: every one by the native example, those of TLS 1.3",
  async () => {
    const { passed, failed } = await testsInElectron(
      'test/integration/faults/native',
      'test/integration/faults/tls13',
      'test/unit/faults',
    );
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(110);
  },
  180_000,
);
