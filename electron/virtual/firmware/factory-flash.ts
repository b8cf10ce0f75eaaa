import { createHash } from 'node:crypto';

import { buildBootloaderImage } from '../../../shared/esp/build-bootloader.ts';
import { buildAppImage } from '../../../shared/esp/build-image.ts';
import { buildPartitionTable } from '../../../shared/esp/partition-table.ts';
import type { VirtualBoardOptions } from '../board-options.ts';
import { Flash } from '../hardware/flash.ts';
import { since, versionText } from '../idf-release.ts';
import { chipModel } from './chip-model.ts';
import { signImage } from './image-signature.ts';
import { acceptedPartitions, factoryOf, slotsOf, TABLE_OFFSET } from './partitions.ts';

/** 4 MiB, as the table needs them. */
export const FLASH_BYTES = 0x400000;

/** The flash of a board that was flashed over USB once: bootloader, table, factory app, blank otadata. */
export function factoryFlash(options: VirtualBoardOptions): Flash {
  const { bootloaderOffset, chipId, spiSpeed } = chipModel(options.chip);
  const idfVersion = versionText(options.idf);
  const flash = new Flash(FLASH_BYTES);
  const bootloader = buildBootloaderImage(
    { chipId, spiSpeed, idfVersion, descriptor: since(options.idf, '5.2') },
    sha256,
  );
  flash.program(bootloaderOffset, bootloader);
  flash.program(TABLE_OFFSET, buildPartitionTable(options.table, md5));
  const app = buildAppImage({ ...options.factory, chipId, idfVersion, seed: 7 }, sha256);
  const partitions = acceptedPartitions(flash);
  const place = factoryOf(partitions) ?? slotsOf(partitions)[0];
  if (place !== undefined) flash.program(place.offset, options.secureBoot ? signImage(app) : app);
  return flash;
}

function sha256(data: Uint8Array): Uint8Array {
  return createHash('sha256').update(data).digest();
}

function md5(data: Uint8Array): Uint8Array {
  return createHash('md5').update(data).digest();
}
