import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';

import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { CoreClient } from '../../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
let client: CoreClient;
afterEach(async () => client.close());

test('a run of the lab is one entry of the history, and its updates count for no board and no image', async () => {
  client = await CoreClient.open();
  const path = client.virtual.add('lab', { timeScale: 0.05, wifiBytesPerSecond: null });
  const { deviceId } = await client.call('board.open', { path, baudRate: 115_200 });
  const bytes = buildAppImage(
    { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 200_000, seed: 7 },
    sha256,
  );
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
  const names = ['truncated-body', 'wrong-magic'] as const;
  await client.call('faults.run', { deviceId, imageId, names: [...names], images: {}, params: {}, port: 0 });
  await client.when('faults', deviceId, ({ state }) => state !== 'running', 60_000);
  const folded = { folded: true };
  for (let tries = 0; tries < 200; tries += 1) {
    const { entries } = await client.call('history.list', { ...folded, offset: 0, limit: 50 });
    if (entries.length === 1 && entries[0]?.kind === 'run') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { entries } = await client.call('history.list', { ...folded, offset: 0, limit: 50 });
  expect(entries).toMatchObject([{ kind: 'run', runKind: 'faults', cases: 2, confirmed: 2, failed: 0 }]);
  expect(await client.call('history.stats', { by: 'board' })).toEqual([]);
  expect((await client.call('image.read', { imageId })).pushes).toEqual([]);
});
