import { expect, test } from 'vitest';

import { buildPartitionTable, otaSlots, parsePartitionTable } from '../../../shared/esp/partition-table.ts';
import { TWO_OTA, TWO_OTA_LARGE } from '../../../shared/esp/standard-tables.ts';
import { md5, sha256Hex } from '../../support/digests.ts';

test('the two standard tables are byte for byte those of ESP-IDF', () => {
  expect(sha256Hex(buildPartitionTable(TWO_OTA, md5))).toBe(
    'd1c0e9d02fa9d26cd2e1984e7b5dd20157204f501ddc83ce82229e5f3175ee8b',
  );
  expect(sha256Hex(buildPartitionTable(TWO_OTA_LARGE, md5))).toBe(
    '41d8ef7960bf03647249e26ca1ace2b8d35f317a87f6c2ff5bc9f4bdbdbf602b',
  );
});

test('a table that was built is read back row by row, its MD5 row checked', () => {
  const table = parsePartitionTable(buildPartitionTable(TWO_OTA, md5), md5);
  expect(table).toEqual({
    entries: TWO_OTA,
    md5: 'bf25822c0fa6d8641bd930251e06b4c4',
    md5Valid: true,
    problems: [],
  });
});

test('without an MD5 function the row is read and left unjudged', () => {
  expect(parsePartitionTable(buildPartitionTable(TWO_OTA, md5))?.md5Valid).toBeNull();
});

test('a changed row makes the MD5 wrong', () => {
  const bytes = buildPartitionTable(TWO_OTA, md5);
  bytes[12] = 0x58;
  expect(parsePartitionTable(bytes, md5)).toMatchObject({ md5Valid: false, problems: [{ kind: 'badMd5' }] });
});

test('overlapping and misaligned partitions are named', () => {
  const rows = TWO_OTA.map((row) => (row.label === 'ota_1' ? { ...row, offset: 0x20f000 } : row));
  expect(parsePartitionTable(buildPartitionTable(rows, md5), md5)?.problems).toEqual([
    { kind: 'misaligned', label: 'ota_1' },
    { kind: 'overlap', label: 'ota_1' },
  ]);
});

test('a label of sixteen bytes has no NUL and is read whole', () => {
  const rows = [{ ...(TWO_OTA[0] as (typeof TWO_OTA)[0]), label: 'sixteen_bytes_ab' }];
  expect(parsePartitionTable(buildPartitionTable(rows, md5))?.entries[0]?.label).toBe('sixteen_bytes_ab');
});

test('a row that is neither partition, MD5 nor end is named by its number', () => {
  const bytes = buildPartitionTable(TWO_OTA, md5);
  bytes[2 * 32] = 0;
  expect(parsePartitionTable(bytes)?.problems).toContainEqual({ kind: 'badMagic', row: 2 });
});

test('a table cut in its rows has no end', () => {
  const cut = buildPartitionTable(TWO_OTA, md5).subarray(0, 100);
  expect(parsePartitionTable(cut)).toMatchObject({ problems: [{ kind: 'noEnd' }] });
  expect(parsePartitionTable(cut)?.entries).toHaveLength(3);
});

test('bytes that do not start with a row are no table', () => {
  expect(parsePartitionTable(new Uint8Array(3072).fill(0xff))).toBeNull();
  expect(parsePartitionTable(new Uint8Array())).toBeNull();
});

test('flags say encrypted and read-only', () => {
  const rows = TWO_OTA.map((row) => ({ ...row, encrypted: true, readOnly: row.label === 'nvs' }));
  expect(parsePartitionTable(buildPartitionTable(rows, md5))?.entries).toEqual(rows);
});

test('the OTA slots come in the order of their subtypes, factory left out', () => {
  expect(otaSlots([...TWO_OTA].reverse()).map(({ label }) => label)).toEqual(['ota_0', 'ota_1']);
});
