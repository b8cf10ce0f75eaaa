import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { Metrics } from '../../electron/core/metrics/metrics.ts';
import { startStation } from '../../electron/station/station.ts';
import { DEFAULT_SETTINGS } from '../../shared/contract/settings.ts';
import { createFakeCore } from '../support/fake-core.ts';
import { PYTHON, readByReference } from '../support/openmetrics-reference.ts';
import { parseOpenMetrics } from '../support/parse-open-metrics.ts';
import { tempDir } from '../support/temp-dir.ts';

async function run(metrics?: boolean) {
  const pageDir = path.join(tempDir(), 'page');
  mkdirSync(pageDir, { recursive: true });
  writeFileSync(path.join(pageDir, 'index.html'), '<!doctype html>');
  const counted = new Metrics({ version: '1', startedAtMs: 0, residentBytes: () => 1 });
  const core = createFakeCore({ 'metrics.read': () => ({ text: counted.text() }) });
  core.hub.set('settings', DEFAULT_SETTINGS);
  const station = await startStation(core, {
    pageDir,
    port: 0,
    ...(metrics === undefined ? {} : { metrics }),
  });
  onTestFinished(() => station.close());
  return { core, url: new URL('/metrics', station.url) };
}

test('/metrics is not there unless someone asked for it', async () => {
  const { url } = await run();
  expect((await fetch(url)).status).toBe(404);
});

test('with the flag it answers in OpenMetrics', async () => {
  const { url } = await run(true);
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  );
  expect(parseOpenMetrics(await answer.text()).length).toBeGreaterThan(5);
});

test('the setting counts from the moment it is changed', async () => {
  const { core, url } = await run();
  core.hub.set('settings', { ...DEFAULT_SETTINGS, metrics: { enabled: true } });
  expect((await fetch(url)).status).toBe(200);
});

test.runIf(PYTHON !== null)(
  "Prometheus' own parser reads every family, and refuses what breaks the rules",
  async () => {
    const { url } = await run(true);
    const text = await (await fetch(url)).text();
    const families = readByReference(text);
    expect(families.map(([name]) => name)).toEqual(parseOpenMetrics(text).map(({ name }) => name));
    for (const [name, type, unit, samples] of families) {
      expect(name).toMatch(/^ota_workbench_[a-z_]+$/);
      if (unit !== '') expect(name.endsWith(`_${unit}`)).toBe(true);
      expect(samples.length).toBeGreaterThan(0);
      if (type === 'counter') for (const [sample] of samples) expect(sample).toBe(`${name}_total`);
    }
    for (const bad of [
      text.replace('# EOF\n', ''),
      text.replace('_total ', ' '),
      text.replace('UNIT', 'UNITS'),
    ])
      expect(() => readByReference(bad)).toThrow();
  },
);
