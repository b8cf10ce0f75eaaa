import { expect, test } from 'vitest';

import { hasElectron, testsInElectron } from '../support/in-electron.ts';

test.runIf(hasElectron)(
  "certificates and server pass their tests on Electron's Node, which has another TLS library",
  async () => {
    const { passed, failed } = await testsInElectron(
      'test/integration/server/',
      'test/integration/certificates',
      'test/integration/authorities',
      'test/integration/brought-along',
      'test/integration/pkcs12',
      'test/unit/tls',
      'test/unit/server',
    );
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(200);
  },
  120_000,
);
