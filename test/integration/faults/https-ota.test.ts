import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { VirtualBoardOptions } from '../../../electron/virtual/board-options.ts';
import type { FaultName } from '../../../shared/faults/fault.ts';
import { FaultBench } from '../../support/fault-bench.ts';

/** What `esp_https_ota` under these examples does otherwise than the native one, and one of each kind besides. */
const SIMPLE: readonly FaultName[] = [
  'truncated-body',
  'truncated-header',
  'random-body',
  'wrong-chip',
  'too-large',
  'stall',
  'reset',
  'chunked',
  'long-length',
  'status-404',
  'redirect-301',
  'redirect-308-bad',
  'redirect-loop',
  'wrong-ca',
  'same-version',
  'power-cut',
  'crash-after-boot',
];
const ADVANCED: readonly FaultName[] = [
  'truncated-body',
  'truncated-header',
  'random-body',
  'flipped-bit',
  'wrong-chip',
  'wrong-magic',
  'too-large',
  'stall',
  'reset',
  'no-length',
  'long-length',
  'status-503',
  'redirect-307',
  'redirect-loop',
  'wrong-host',
  'tls13-only',
  'plain-http',
  'same-version',
  'power-cut',
  'crash-after-boot',
  'never-confirms',
];

/** Boards by what they run, how they are built, the faults they meet, and how many share them. */
const KINDS: readonly (readonly [
  name: string,
  options: Partial<VirtualBoardOptions>,
  names: readonly FaultName[],
  boards: number,
])[] = [
  ['simple_ota_example', { program: 'simple' }, SIMPLE, 9],
  ['advanced_https_ota', { program: 'advanced' }, ADVANCED, 4],
  [
    'advanced_https_ota in parts of 16 KiB',
    { program: 'advanced', partialDownloadBytes: 16_384 },
    ['truncated-body', 'flipped-bit', 'stall', 'reset', 'slow', 'redirect-302', 'status-404', 'tls12-only'],
    2,
  ],
  [
    'advanced_https_ota with resumption',
    { program: 'advanced', idf: '5.5', otaResumption: true },
    ['reset', 'power-cut', 'truncated-body', 'tls12-only'],
    1,
  ],
  ['the native example that looks at dates', { checkDates: true }, ['expired', 'not-yet-valid'], 1],
  [
    'the native example without its checks',
    { skipVersionCheck: true, skipCommonNameCheck: true, rollback: false },
    ['wrong-host', 'same-version', 'diagnostics-fail', 'crash-after-boot', 'never-confirms'],
    2,
  ],
  ['the native example of 4.4, which waits for ever', { idf: '4.4' }, ['stall', 'flipped-bit'], 1],
];

let benches: readonly FaultBench[] = [];
const results = new Map<string, ReturnType<FaultBench['shareOut']>>();

beforeAll(async () => {
  // All at once: a board that is watched for ten seconds costs nothing meanwhile.
  benches = await Promise.all(KINDS.map(([, options]) => FaultBench.open(options)));
  for (const [index, [name, , names, boards]] of KINDS.entries()) {
    results.set(name, (benches[index] as FaultBench).shareOut(names, boards));
  }
}, 60_000);
afterAll(() => Promise.all(benches.map((bench) => bench.close())));

describe.each(KINDS)('%s', (kind, _options, names) => {
  test.each(names)('meets %s as it does', { timeout: 120_000 }, async (name) => {
    const result = await results.get(kind)?.(name);
    expect(result).toMatchObject({ name, state: 'passed', finding: null, error: null });
  });
});
