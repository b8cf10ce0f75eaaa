import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FaultName } from '../../../shared/faults/fault.ts';
import { FAULT_NAMES } from '../../../shared/faults/fault.ts';
import type { FaultResult } from '../../../shared/faults/fault-values.ts';
import { FaultBench } from '../../support/fault-bench.ts';

let bench: FaultBench;
let resultOf: (name: FaultName) => Promise<FaultResult>;

beforeAll(async () => {
  bench = await FaultBench.open();
  resultOf = bench.shareOut(FAULT_NAMES, 6);
});
afterAll(() => bench.close());

test.each(FAULT_NAMES)('the native example meets %s as ESP-IDF does', { timeout: 120_000 }, async (name) => {
  expect(await resultOf(name)).toMatchObject({ name, state: 'passed', finding: null, error: null });
});
