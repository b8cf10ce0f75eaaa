import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { CoreClient } from '../../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

interface Mark {
  readonly kind: string;
  readonly offset: number;
  readonly url?: string;
}

test('a board’s marks say where it was opened, reset, pushed to, judged and closed, each at its byte', async () => {
  const client = await CoreClient.open();
  onTestFinished(() => client.close());
  const port = client.virtual.add('marked', { timeScale: 0.05, wifiBytesPerSecond: null });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const bytes = buildAppImage(
    { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 100_000, seed: 3 },
    sha256,
  );
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
  await client.call('board.reset', { deviceId });
  const { pushId } = await client.call('push.start', {
    deviceId,
    imageId,
    override: [],
    reset: false,
    sendUrl: true,
    timeoutMs: null,
  });
  const ended = await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
    60_000,
  );
  expect(ended.session?.verdict?.outcome).toBe('confirmed');
  await client.call('board.close', { deviceId });
  const { dataDir } = client;
  await client.core.stop();

  const folder = path.join(dataDir, 'logs', deviceId);
  const marks = readFileSync(path.join(folder, 'meta', 'marks.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Mark);
  expect(marks.map(({ kind }) => kind)).toEqual(['open', 'reset', 'push', 'verdict', 'close']);
  expect(marks.map(({ offset }) => offset)).toEqual(marks.map(({ offset }) => offset).sort((a, b) => a - b));
  const raw = Buffer.concat(
    readdirSync(folder)
      .filter((name) => name.endsWith('.raw'))
      .sort()
      .map((name) => readFileSync(path.join(folder, name))),
  ).toString('latin1');
  const at = (kind: string): number => marks.find((mark) => mark.kind === kind)?.offset ?? -1;
  expect(at('open')).toBe(0);
  // The start that the reset brought about lies behind it, and what came of the push behind that.
  expect(raw.indexOf('rst:0x', at('reset'))).toBeLessThan(at('push'));
  expect(raw.indexOf('Writing to partition subtype')).toBeGreaterThan(at('push'));
  expect(marks[2]?.url).toMatch(/^https:\/\/\S+\.bin$/);
  expect(at('close')).toBe(raw.length);
}, 120_000);
