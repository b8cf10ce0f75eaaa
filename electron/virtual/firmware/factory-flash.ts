import { createHash } from 'node:crypto';

import { buildBootloaderImage } from '../../../shared/esp/build-bootloader.ts';
import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { buildPartitionTable } from '../../../shared/esp/partition-table.ts';
import { TWO_OTA } from '../../../shared/esp/standard-tables.ts';
import type { VirtualBoardOptions } from '../board-options.ts';
import { Flash } from '../hardware/flash.ts';
import { since, versionText } from '../idf-release.ts';
import { TABLE_OFFSET } from './partitions.ts';
import { BOOTLOADER_OFFSET } from './rom.ts';

/** 4 MiB, as the table needs them. */
export const FLASH_BYTES = 0x400000;
const FACTORY_OFFSET = 0x10000;

/** The flash of a board that was flashed over USB once: bootloader, table, factory app, blank otadata. */
export function factoryFlash(options: VirtualBoardOptions): Flash {
  const idfVersion = versionText(options.idf);
  const flash = new Flash(FLASH_BYTES);
  const bootloader = buildBootloaderImage({ idfVersion, descriptor: since(options.idf, '5.2') }, sha256);
  flash.program(BOOTLOADER_OFFSET, bootloader);
  flash.program(TABLE_OFFSET, buildPartitionTable(TWO_OTA, md5));
  flash.program(FACTORY_OFFSET, buildAppImage({ ...options.factory, idfVersion, seed: 7 }, sha256));
  return flash;
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

function md5(data: Uint8Array): Uint8Array {
  return createHash('md5').update(data).digest();
}
