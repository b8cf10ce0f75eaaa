import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { buildAppImage } from '../../shared/esp/build-image.ts';
import type { SessionView } from '../../shared/ota/session-view.ts';
import { startCli } from '../support/cli-world.ts';
import { CoreClient } from '../support/core-client.ts';
import { sha256 } from '../support/digests.ts';
import { inOtherWords } from '../support/own-words.ts';

/** What a firmware of one's own prints where the native example has these lines; it says nothing else of its own. */
const OWN: readonly (readonly [RegExp, string])[] = [
  [/native_ota_example: Main DNS: .*/, 'updater: bring me a link'],
  [/esp_netif_handlers: .* ip: ([\d.]+),.*/, 'updater: I live at $1'],
  [/native_ota_example: esp_ota_begin succeeded/, 'updater: slot is open'],
  [/native_ota_example: Written image length (\d+)/, 'updater: got $1 bytes'],
  [/native_ota_example: Total Write binary data length: ?(\d+)/, 'updater: whole, $1 bytes'],
  [/native_ota_example: Prepare to restart system!/, 'updater: see you'],
  [/native_ota_example: Diagnostics completed.*/, 'updater: I stay'],
];
const MAPPING = `name: plant sensor
rules:
  - { tag: updater, match: '^bring me a link', event: readyForUrl }
  - { tag: updater, match: '^I live at (?<ipv4>[0-9.]+)', event: address }
  - { tag: updater, match: '^slot is open', event: otaBegan }
  - { tag: updater, match: '^got (?<bytes>[0-9]+) bytes', event: written }
  - { tag: updater, match: '^whole, (?<bytes>[0-9]+) bytes', event: totalWritten }
  - { tag: updater, match: '^see you', event: restarting }
  - { tag: updater, match: '^I stay', event: appConfirmed }
`;
const ESP_IDF = /(?: (?:boot|app_init|esp_image|cpu_start|boot\.esp32): |^rst:|^ets )/;

function ownWords(line: string): string | null {
  for (const [pattern, words] of OWN) if (pattern.test(line)) return line.replace(pattern, words);
  return ESP_IDF.test(line) ? line : null;
}

const bytes = buildAppImage(
  { projectName: 'plant_sensor', version: '2.0.0', sizeBytes: 200_000, seed: 7 },
  sha256,
);

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A core whose one board speaks its own words; `mapping` lies in its data directory from the start. */
async function opened(mapping: string | null): Promise<{ client: CoreClient; deviceId: string }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ota-mapping-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  if (mapping !== null) {
    mkdirSync(path.join(dataDir, 'mappings'));
    writeFileSync(path.join(dataDir, 'mappings', 'sensor.yaml'), mapping);
  }
  const client = await CoreClient.open({ dataDir, between: (boards) => inOtherWords(boards, ownWords) });
  ends.push(() => client.close());
  const port = client.virtual.add('sensor', { timeScale: 0.02, wifiBytesPerSecond: null });
  const { deviceId } = await client.call('board.open', { path: port, baudRate: 115_200 });
  return { client, deviceId };
}

async function pushed(client: CoreClient, deviceId: string, timeoutMs: number): Promise<SessionView> {
  const { imageId } = await client.call('image.add', { fileName: 'app.bin', bytes });
  const options = { override: [], reset: false, sendUrl: true, timeoutMs };
  const { pushId } = await client.call('push.start', { deviceId, imageId, ...options });
  const { session } = await client.when(
    'board',
    deviceId,
    (board) => board.session?.pushId === pushId && board.session.verdict !== null,
    30_000,
  );
  return session as SessionView;
}

test("a firmware of one's own is followed to its confirmation by a mapping file; its ELF digest proves it", async () => {
  const { client, deviceId } = await opened(MAPPING);
  expect(client.state('mappings')).toEqual([
    { file: 'sensor.yaml', name: 'plant sensor', rules: 7, problem: null },
  ]);
  await client.when('board', deviceId, ({ facts }) => facts.ready && facts.ipv4 !== null);
  const view = await pushed(client, deviceId, 25_000);
  expect(view.verdict).toMatchObject({ outcome: 'confirmed', proof: 'elf', error: null });
  expect(view.progress.writtenBytes).toBe(bytes.length);
  expect(view.stages.at(-1)).toMatchObject({
    stage: 'confirmed',
    evidence: expect.stringContaining('I stay'),
  });
});

test('without the file the same board is not understood, and never confirmed', async () => {
  const { client, deviceId } = await opened(null);
  const { verdict } = await pushed(client, deviceId, 2_500);
  expect(verdict).toMatchObject({ outcome: 'failed', error: { code: 'timeout/ready' }, proof: null });
});

test('files are kept, replaced and removed; a broken one is told with its place and teaches nothing', async () => {
  const { client } = await opened('name: x\nrules:\n  - { match: "(", event: fatal }\n');
  expect(client.state('mappings')).toMatchObject([
    { file: 'sensor.yaml', name: null, problem: { code: 'mapping/bad-pattern', params: { line: 3 } } },
  ]);
  await client.call('mapping.set', { file: 'sensor.yaml', text: MAPPING });
  expect(client.state('mappings')).toMatchObject([{ name: 'plant sensor', problem: null }]);
  const log = 'I (5) updater: got 10 bytes\nI (6) native_ota_example: esp_ota_begin succeeded\nhello\n';
  expect(await client.call('mapping.test', { log, mapping: null })).toMatchObject({
    lines: 3,
    byMapping: 1,
    byEspIdf: 1,
    meant: [
      { line: 1, event: { kind: 'written', bytes: 10 }, by: 'mapping' },
      { line: 2, by: 'esp-idf' },
    ],
  });
  await client.call('mapping.remove', { file: 'sensor.yaml' });
  expect(client.state('mappings')).toEqual([]);
  expect(readdirSync(path.join(client.dataDir, 'mappings'))).toEqual([]);
  const gone = client.call('mapping.remove', { file: 'sensor.yaml' });
  await expect(gone).rejects.toMatchObject({ code: 'mapping/unknown' });
  await expect(client.call('mapping.set', { file: '../x.yaml', text: MAPPING })).rejects.toThrow();
});

test('the command line tries a mapping file on a log, with places in both languages', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ota-mapping-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const [map, log, bad] = ['map.yaml', 'board.log', 'bad.yaml'].map((name) => path.join(folder, name));
  writeFileSync(map ?? '', MAPPING);
  writeFileSync(log ?? '', 'I (5) updater: got 10 bytes\r\nI (6) updater: see you\r\n');
  writeFileSync(bad ?? '', MAPPING.replace('event: written', 'event: writen'));
  const good = startCli(['mapping', 'test', map ?? '', log ?? '', '--json']);
  expect(await good.code).toBe(0);
  expect(good.events()).toMatchObject([
    { event: 'mappingLine', line: 1, by: 'mapping', meaning: { kind: 'written', bytes: 10 } },
    { event: 'mappingLine', line: 2, meaning: { kind: 'restarting' } },
    { event: 'mappingTest', lines: 2, byMapping: 2, byEspIdf: 0 },
  ]);
  for (const lang of ['en', 'zh-CN']) {
    const refused = startCli(['mapping', 'test', bad ?? '', log ?? '', '--lang', lang]);
    expect(await refused.code).toBe(2);
    expect(refused.stderr()).toMatch(/bad\.yaml:6:\d+/);
  }
});
