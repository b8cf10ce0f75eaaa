import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { startCli } from '../../support/cli-world.ts';
import { CoreClient } from '../../support/core-client.ts';

const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
let client: CoreClient;
afterEach(() => client.close());

/** Pushes to a fast virtual board and waits for the report. */
async function push(version: string): Promise<string> {
  const deviceId = client.core.states().find(({ name }) => name === 'board')?.key ?? '';
  const bytes = buildAppImage({ projectName: 'native_ota_example', version, sizeBytes: 60_000 }, sha256);
  const { imageId } = await client.call('image.add', { fileName: 'a.bin', bytes });
  await client.when('board', deviceId, ({ facts }) => facts.ready);
  const { pushId } = await client.call('push.start', {
    deviceId,
    imageId,
    override: 'all',
    reset: false,
    sendUrl: true,
    timeoutMs: null,
  });
  await client.when(
    'board',
    deviceId,
    ({ session }) => session?.pushId === pushId && session.verdict !== null,
  );
  for (;;) {
    const found = await client.call('history.read', { pushId }).catch(() => null);
    if (found?.report?.zip != null) return pushId;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** A command over that core, which it does not end. */
const cli = (...argv: string[]) =>
  startCli(['--data-dir', client.dataDir, ...argv], {
    openCore: async () => ({ ...client.core, stop: async () => undefined }),
  });

test('history lists, finds, shows, compares and counts; report lists, shows and verifies', async () => {
  client = await CoreClient.open();
  const port = client.virtual.add('line', { timeScale: 0.05, wifiBytesPerSecond: null });
  await client.call('board.open', { path: port, baudRate: 115_200 });
  const first = await push('2.0.0');
  const second = await push('3.0.0');

  const list = cli('history', '--json', '--board', 'line', '--outcome', 'confirmed', '--since', '1h');
  expect(await list.code).toBe(0);
  expect(list.events()).toEqual([
    expect.objectContaining({
      event: 'entry',
      kind: 'push',
      pushId: second,
      outcome: 'confirmed',
      version: '3.0.0',
    }),
    expect.objectContaining({ event: 'entry', pushId: first, versionBefore: '1.0.0' }),
    { event: 'history', total: 2, shown: 2 },
  ]);
  const none = cli('history', '--json', '--image', 'other.bin');
  expect(await none.code).toBe(0);
  expect(none.events()).toEqual([{ event: 'history', total: 0, shown: 0 }]);

  const show = cli('--json', 'history', 'show', first.slice(0, 8));
  expect(await show.code).toBe(0);
  const [details] = show.events() as unknown as {
    report: { folder: string; zip: string; reportId: string };
  }[];
  const compare = cli('history', 'compare', first, second);
  expect(await compare.code).toBe(0);
  expect(compare.stdout()).toMatch(/Version +2\.0\.0 {2}≠ {2}3\.0\.0/);
  const stats = cli('history', 'stats', '--json', '--by', 'image');
  expect(await stats.code).toBe(0);
  expect(stats.events()).toHaveLength(2);
  expect(stats.events()[0]).toMatchObject({
    event: 'stat',
    label: 'native_ota_example 3.0.0',
    successRate: 1,
  });

  const reports = cli('report', 'list', '--json');
  expect(await reports.code).toBe(0);
  expect(reports.events().map(({ event }) => event)).toEqual(['report', 'report']);
  const content = cli('report', 'show', details?.report.reportId ?? '', '--json');
  expect(await content.code).toBe(0);
  expect(content.events()[0]).toMatchObject({ event: 'reportContent', report: { kind: 'push' } });

  for (const file of [details?.report.folder ?? '', details?.report.zip ?? '']) {
    const verify = cli('report', 'verify', file, '--json');
    expect(await verify.code).toBe(0);
    expect(verify.events()[0]).toMatchObject({ event: 'verification', file, result: 'unchanged' });
  }
  appendFileSync(path.join(details?.report.folder ?? '', 'report.html'), ' ');
  const altered = cli('report', 'verify', details?.report.folder ?? '');
  expect(await altered.code).toBe(1);
  expect(altered.stdout()).toContain('report.html: altered');
});

test('what is not there, or not understood, ends with exit 2 and its code', async () => {
  client = await CoreClient.open();
  const last = async (...argv: string[]) => {
    const run = cli('--json', ...argv);
    return [await run.code, run.events().at(-1)?.code];
  };
  expect(await last('history', 'show', 'nope')).toEqual([2, 'history/unknown']);
  expect(await last('report', 'show', 'nope')).toEqual([2, 'report/unknown']);
  expect(await last('report', 'show', '../certs')).toEqual([2, 'contract/invalid-input']);
  expect(await last('report', 'verify', client.dataDir)).toEqual([2, 'report/unreadable']);
  expect(await last('history', '--since', 'yesterday')).toEqual([2, 'usage/invalid']);
  expect(await last('history', '--outcome', 'good')).toEqual([2, 'usage/invalid']);
});
