import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FaultName } from '../../../shared/faults/fault.ts';
import type { FaultResult } from '../../../shared/faults/fault-values.ts';
import { FaultBench } from '../../support/fault-bench.ts';

/** What a board that speaks TLS 1.3 says of it is sent before it encrypts; each library reads it in its own way. */
const OF_TLS: readonly FaultName[] = [
  'wrong-ca',
  'wrong-host',
  'expired',
  'not-yet-valid',
  'self-signed',
  'tls13-only',
  'tls12-only',
  'no-shared-cipher',
  'plain-http',
  'reset',
];

let bench: FaultBench;
let resultOf: (name: FaultName) => Promise<FaultResult>;

beforeAll(async () => {
  bench = await FaultBench.open({ tls: 'tls13', checkDates: true });
  resultOf = bench.shareOut(OF_TLS, 3);
});
afterAll(() => bench.close());

test.each(OF_TLS)(
  'a board that speaks TLS 1.3 meets %s, and both sides say why',
  { timeout: 120_000 },
  async (name) => {
    expect(await resultOf(name)).toMatchObject({ name, state: 'passed', finding: null, error: null });
  },
);
