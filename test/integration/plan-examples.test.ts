import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import { readPlan } from '../../shared/run/read-plan.ts';
import { CoreClient } from '../support/core-client.ts';
import { tempDir } from '../support/temp-dir.ts';

const EXAMPLES = path.resolve('docs/plans');
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

test('three plans are shipped', () => {
  expect(readdirSync(EXAMPLES).sort()).toEqual([
    'fault-drill.yaml',
    'nightly-soak.yaml',
    'release-gate.yaml',
  ]);
  expect(readFileSync('electron-builder.yml', 'utf8')).toContain('from: docs/plans');
});

test.each(readdirSync(EXAMPLES))('%s is a plan without a problem, and README names it', (name) => {
  const reading = readPlan(readFileSync(path.join(EXAMPLES, name), 'utf8'));
  expect(reading).toMatchObject({ problems: [] });
  expect(readFileSync('README.md', 'utf8')).toContain(`docs/plans/${name}`);
});

test('README lists every key of a plan', () => {
  const readme = readFileSync('README.md', 'utf8');
  const texts = readdirSync(EXAMPLES).map((name) => readFileSync(path.join(EXAMPLES, name), 'utf8'));
  const keys = texts.flatMap((text) =>
    [...text.matchAll(/^\s*-?\s*([a-zA-Z]+):/gm)].map((found) => found[1]),
  );
  for (const key of new Set(keys)) {
    if (['current', 'previous', 'last', 'candidate', 'app'].includes(key ?? '')) continue;
    expect(readme, key).toMatch(new RegExp(`\\b${key}\\b`));
  }
});

test('the fault drill runs on its virtual board, and every case comes as expected', async () => {
  const folder = tempDir();
  cpSync(EXAMPLES, folder, { recursive: true });
  mkdirSync(path.join(folder, 'build'));
  const options = { projectName: 'native_ota_example', version: '2.0.0', sizeBytes: 100_000 };
  writeFileSync(path.join(folder, 'build', 'app.bin'), buildAppImage(options, sha256));
  const client = await CoreClient.open();
  try {
    client.virtual.add('drill', { timeScale: 0.05, wifiBytesPerSecond: null });
    const plan = { path: path.join(folder, 'fault-drill.yaml') };
    const wanted = { plan, reportDir: path.join(folder, 'report') };
    const { runId } = await client.call('run.plan', wanted);
    const view = await client.when('run', runId as string, ({ endedAtMs }) => endedAtMs !== null, 90_000);
    const met = view.cases.map(({ label, state, error }) => [
      label,
      state.kind === 'ended' && state.met,
      error?.code ?? null,
    ]);
    expect(met).toEqual(met.map(([label, , code]) => [label, true, code]));
    expect(met).toHaveLength(7);
    expect(met.map(([, , code]) => code)).toEqual(
      expect.arrayContaining(['http/status', 'tls/unknown-ca', 'image/short-header', null]),
    );
  } finally {
    await client.close();
  }
});
