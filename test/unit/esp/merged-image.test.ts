import { expect, test } from 'vitest';

import { inspectImage } from '../../../shared/esp/inspect-image.ts';
import { extractApp } from '../../../shared/esp/merged-image.ts';
import { buildPartitionTable } from '../../../shared/esp/partition-table.ts';
import { TWO_OTA } from '../../../shared/esp/standard-tables.ts';
import { md5, sha256 } from '../../support/digests.ts';
import { flashImage, mergedImage, signedV2, soundApp } from '../../support/images.ts';

const appsIn = (bytes: Uint8Array) =>
  inspectImage(bytes, sha256).mergedParts.filter(({ kind }) => kind === 'app');

test('a merged image names its parts, their offsets and the chip', () => {
  const facts = inspectImage(mergedImage(soundApp()), sha256, 'f.bin', md5);
  expect(facts.mergedParts).toEqual([
    { kind: 'bootloader', offset: 0x1000, length: 0x4000, label: null },
    { kind: 'partitionTable', offset: 0x8000, length: 0xc00, label: null },
    { kind: 'otadata', offset: 0xd000, length: 0x2000, label: 'otadata' },
    { kind: 'app', offset: 0x10000, length: 0x2000, label: 'factory' },
  ]);
  expect(facts.chip).toBe('ESP32');
  expect(facts.partitionTable).toMatchObject({ entries: TWO_OTA, md5Valid: true });
  expect(facts.otadata?.entries[0]).toMatchObject({ sequence: 1, state: 'VALID' });
});

test('the app taken out is the app that went in, and no copy', () => {
  const app = soundApp({ version: '2.0.0' });
  const merged = mergedImage(app);
  const [part] = appsIn(merged);
  if (part === undefined) throw new Error('no app was found');
  const extracted = extractApp(merged, part);
  expect(extracted).toEqual(app);
  expect(extracted.buffer).toBe(merged.buffer);
  expect(inspectImage(extracted, sha256)).toMatchObject({ kind: 'app', problems: [], version: '2.0.0' });
});

test('a signed app is taken out with its signature', () => {
  const app = signedV2(soundApp());
  expect(appsIn(mergedImage(app))).toMatchObject([{ length: app.length }]);
});

test('an app in each slot is found', () => {
  const bytes = flashImage(0x320000, [
    { at: 0x8000, bytes: buildPartitionTable(TWO_OTA, md5) },
    { at: 0x110000, bytes: soundApp({ version: '1' }) },
    { at: 0x210000, bytes: soundApp({ version: '2' }) },
  ]);
  expect(appsIn(bytes).map(({ label, offset }) => [label, offset])).toEqual([
    ['ota_0', 0x110000],
    ['ota_1', 0x210000],
  ]);
});

test('a table at another offset is found', () => {
  const bytes = flashImage(0x30000, [
    { at: 0xd000, bytes: buildPartitionTable(TWO_OTA, md5) },
    { at: 0x10000, bytes: soundApp() },
  ]);
  expect(inspectImage(bytes, sha256).mergedParts.map(({ kind, offset }) => [kind, offset])).toEqual([
    ['partitionTable', 0xd000],
    ['app', 0x10000],
  ]);
});

test('an app cut off by the end of the file reaches to that end', () => {
  const merged = mergedImage(soundApp()).subarray(0, 0x10800);
  expect(appsIn(merged)).toMatchObject([{ offset: 0x10000, length: 0x800 }]);
});

test('an app whose data looks like a table at 0x8000 is still an app', () => {
  const table = buildPartitionTable(TWO_OTA, md5);
  const data = new Uint8Array(0xc000);
  data.set(table, 0x8000 - 0x20);
  const app = soundApp({ segments: [{ loadAddress: 0x3f400020, data }] });
  expect(inspectImage(app, sha256)).toMatchObject({ kind: 'app', problems: [], mergedParts: [] });
});
