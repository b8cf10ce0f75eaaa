import { afterEach, expect, test } from 'vitest';

import { CoreClient } from '../support/core-client.ts';
import { sha256Hex } from '../support/digests.ts';
import { FULL_SPEED, PAIR, trueDigest, update } from '../support/proof-runs.ts';
import { faultyCycles } from '../support/random-faults.ts';

let client: CoreClient;
afterEach(async () => {
  expect(client.bugs).toEqual([]);
  await client.close();
}, 30_000);

test('updates in a row on one board: none is missed, and each runs what was offered', {
  timeout: 60_000,
}, async () => {
  client = await CoreClient.open();
  const path = client.virtual.add('row', FULL_SPEED);
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  const ids: string[] = [];
  for (const [index, bytes] of PAIR.entries())
    ids.push((await client.call('image.add', { fileName: `${index}.bin`, bytes })).imageId);
  for (let cycle = 0; cycle < 12; cycle += 1) {
    const image = PAIR[cycle % 2] as Uint8Array;
    const { verdict } = await update(client, deviceId, ids[cycle % 2] as string);
    expect([cycle, verdict?.outcome, verdict?.proof]).toEqual([cycle, 'confirmed', 'digest']);
    expect(trueDigest(client, 'row', image.length)).toBe(sha256Hex(image.subarray(0, -32)));
  }
});

test('cycles with random faults: every verdict is what the flash says', { timeout: 120_000 }, async () => {
  client = await CoreClient.open();
  const results = await faultyCycles(client, 'faulty', 16, 0x0_7a);
  expect(results).toHaveLength(16);
  expect(results.filter(({ isTrue, outcome }) => !isTrue || outcome === null)).toEqual([]);
});
