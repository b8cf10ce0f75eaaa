import type { PartitionEntry } from './partition-table.ts';
import { APP_SUBTYPE, DATA_SUBTYPE, PARTITION_TYPE } from './partition-table.ts';

const row = (
  label: string,
  type: number,
  subtype: number,
  offset: number,
  sizeBytes: number,
): PartitionEntry => ({ label, type, subtype, offset, sizeBytes, encrypted: false, readOnly: false });

const { app, data } = PARTITION_TYPE;

/** ESP-IDF's partitions_two_ota.csv, unchanged from 4.4 on. */
export const TWO_OTA: readonly PartitionEntry[] = [
  row('nvs', data, DATA_SUBTYPE.nvs, 0x9000, 0x4000),
  row('otadata', data, DATA_SUBTYPE.otadata, 0xd000, 0x2000),
  row('phy_init', data, DATA_SUBTYPE.phy, 0xf000, 0x1000),
  row('factory', app, APP_SUBTYPE.factory, 0x10000, 0x100000),
  row('ota_0', app, APP_SUBTYPE.ota0, 0x110000, 0x100000),
  row('ota_1', app, APP_SUBTYPE.ota0 + 1, 0x210000, 0x100000),
];

/** ESP-IDF's partitions_two_ota_large.csv: two slots of 1700 KiB and no factory. */
export const TWO_OTA_LARGE: readonly PartitionEntry[] = [
  row('nvs', data, DATA_SUBTYPE.nvs, 0x9000, 0x6000),
  row('otadata', data, DATA_SUBTYPE.otadata, 0xf000, 0x2000),
  row('phy_init', data, DATA_SUBTYPE.phy, 0x11000, 0x1000),
  row('ota_0', app, APP_SUBTYPE.ota0, 0x20000, 0x1a9000),
  row('ota_1', app, APP_SUBTYPE.ota0 + 1, 0x1d0000, 0x1a9000),
];
