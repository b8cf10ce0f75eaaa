import { parseBootloaderDescriptor } from '../../../shared/esp/bootloader-descriptor.ts';
import { SYSTEM_RESET } from '../hardware/reset-cause.ts';
import { since, versionText } from '../idf-release.ts';
import { burnSecureVersion, isSecureEnough } from './anti-rollback.ts';
import { chooseImage } from './boot-choice.ts';
import { chipModel } from './chip-model.ts';
import { checkImage } from './image-check.ts';
import { imageCheckDeps } from './image-check-deps.ts';
import { readHeader, revision } from './image-header.ts';
import type { Machine } from './machine.ts';
import { hex8 } from './memory-map.ts';
import { blankEntry, STATE, writeEntry } from './otadata.ts';
import type { Partition } from './partitions.ts';
import { factoryOf, otadataOf, readPartitions, slotsOf } from './partitions.ts';

const TAG = 'boot';
const SPEEDS: Readonly<Record<number, string>> = { 0: '40MHz', 1: '26.7MHz', 2: '20MHz', 15: '80MHz' };
const MODES = ['QIO', 'QOUT', 'DIO', 'DOUT', 'FAST READ', 'SLOW READ'];
const USAGE: Readonly<Record<string, string>> = {
  '0/0': 'factory app',
  '0/32': 'test app',
  '1/0': 'OTA data',
  '1/1': 'RF data',
  '1/2': 'WiFi data',
  '1/4': 'NVS keys',
  '1/5': 'efuse',
};

/** The second-stage bootloader: its banner, the table, the choice, and the image that it starts. */
export async function runBootloader(machine: Machine): Promise<Partition> {
  const { log, run } = machine;
  banner(machine);
  await run.sleep(12);
  log.info(TAG, 'Enabling RNG early entropy source...');
  await run.sleep(5);
  const partitions = readPartitions(machine.flash);
  if ('refusal' in partitions) {
    log.error('flash_parts', partitions.refusal);
    log.error(TAG, 'Failed to verify partition table');
    log.error(TAG, 'load partition table error!');
    return restartSoon(machine);
  }
  printTable(machine, partitions);
  await run.sleep(10);
  return loadImage(machine, partitions);
}

function banner({ log, flash, options }: Machine): void {
  const chip = chipModel(options.chip);
  // Bootloaders before 5.2 carry no description: theirs is compiled in.
  const found = since(options.idf, '5.2')
    ? parseBootloaderDescriptor(flash.read(chip.bootloaderOffset, 0x100))
    : null;
  const compiled = since(options.idf, '5.1') ? 'Jan  1 2025 12:00:00' : '12:00:00';
  log.info(TAG, `ESP-IDF ${found?.idfVersion ?? versionText(options.idf)} 2nd stage bootloader`);
  log.info(TAG, `compile time ${found?.dateTime ?? compiled}`);
  if (!chip.isUnicore) log.info(TAG, 'Multicore bootloader');
  log.info(TAG, `chip revision: ${revision(options.chipRevision)}`);
  if (chip.hasBlockRevision && since(options.idf, '5.4')) {
    log.info(TAG, `efuse block revision: ${revision(options.efuseBlockRevision)}`);
  }
  const header = readHeader(flash, chip.bootloaderOffset);
  const chipTag = `${TAG}.${chip.target}`;
  log.info(chipTag, `SPI Speed      : ${SPEEDS[header.spiSpeed] ?? '20MHz'}`);
  log.info(chipTag, `SPI Mode       : ${MODES[header.spiMode] ?? 'UNKNOWN'}`);
  log.info(chipTag, `SPI Flash Size : ${2 ** header.spiSize}MB`);
}

function printTable({ log }: Machine, partitions: readonly Partition[]): void {
  log.info(TAG, 'Partition Table:');
  log.info(TAG, '## Label            Usage          Type ST Offset   Length');
  partitions.forEach((row, index) => {
    const number = String(index).padStart(2);
    const ids = [row.type, row.subtype].map((id) => id.toString(16).padStart(2, '0')).join(' ');
    const place = `${hex8(row.offset)} ${hex8(row.sizeBytes)}`;
    log.info(TAG, `${number} ${row.label.padEnd(16)} ${usageOf(row).padEnd(16)} ${ids} ${place}`);
  });
  log.info(TAG, 'End of partition table');
}

function usageOf({ type, subtype }: Partition): string {
  if (type === 0 && subtype >= 0x10 && subtype <= 0x1f) return 'OTA app';
  return USAGE[`${type}/${subtype}`] ?? (['Unknown app', 'Unknown data'][type] || 'unknown');
}

/** `bootloader_utility_load_boot_image`: down from the choice to factory, then up through the slots. */
async function loadImage(machine: Machine, partitions: readonly Partition[]): Promise<Partition> {
  const { log, run } = machine;
  const choice = chooseImage(machine, partitions);
  const slots = slotsOf(partitions);
  const factory = factoryOf(partitions);
  const start = choice.index ?? -1;
  const order: (readonly [name: string, partition: Partition, slot: number | null])[] = [];
  for (let index = start; index >= 0; index -= 1) addSlot(order, slots, index);
  if (factory !== null) order.push(['Factory app partition', factory, null]);
  for (let index = start + 1; index < slots.length; index += 1) addSlot(order, slots, index);
  for (const [name, partition, slot] of order) {
    const loads =
      isSecureEnough(machine, partition) &&
      (await checkImage(imageCheckDeps(machine), partition, 'load')) !== null;
    if (loads) {
      log.info(TAG, `Loaded app from partition at offset 0x${partition.offset.toString(16)}`);
      if (choice.otadataIsBlank && slot !== null) {
        setActualSequence(machine, partitions, slot);
        burnSecureVersion(machine, partition);
      }
      log.info(TAG, 'Disabling RNG early entropy source...');
      await run.sleep(8);
      return partition;
    }
    log.error(TAG, `${name} is not bootable`);
  }
  log.error(TAG, 'No bootable app partitions in the partition table');
  return restartSoon(machine);
}

function addSlot(
  order: (readonly [string, Partition, number | null])[],
  slots: readonly Partition[],
  index: number,
): void {
  const slot = slots[index];
  if (slot !== undefined) order.push([`OTA app partition slot ${index}`, slot, index]);
}

/** A table without factory and blank otadata: what was found to start is written down. */
function setActualSequence(machine: Machine, partitions: readonly Partition[], slot: number): void {
  const otadata = otadataOf(partitions);
  if (otadata === null) return;
  writeEntry(machine.flash, otadata, 0, { ...blankEntry(), sequence: slot + 1, state: STATE.VALID });
  machine.observe.flashChanged();
  machine.log.info(TAG, `Set actual ota_seq=${slot + 1} in otadata[0]`);
}

/** `bootloader_reset`, after the time it takes to read its last words. */
async function restartSoon({ run }: Machine): Promise<never> {
  await run.sleep(100);
  return run.restart(SYSTEM_RESET);
}
