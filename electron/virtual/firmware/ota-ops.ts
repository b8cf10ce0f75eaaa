import { SECTOR_BYTES } from '../hardware/flash.ts';
import { SOFTWARE_RESET } from '../hardware/reset-cause.ts';
import { since } from '../idf-release.ts';
import { burnSecureVersion, isSecureEnough } from './anti-rollback.ts';
import type { EspErr } from './esp-err.ts';
import { checkImage } from './image-check.ts';
import { imageCheckDeps } from './image-check-deps.ts';
import { HEADER_MAGIC } from './image-header.ts';
import type { Machine } from './machine.ts';
import type { OtaEntries } from './otadata.ts';
import {
  activeEntryIndex,
  blankEntry,
  isInvalid,
  isValid,
  isWritten,
  lastInvalidEntryIndex,
  readEntries,
  STATE,
  slotOfEntry,
  writeEntry,
} from './otadata.ts';
import type { Partition } from './partitions.ts';
import { factoryOf, otadataOf, slotIndex, slotsOf } from './partitions.ts';

const TAG = 'esp_ota_ops';

/** A running update: what `esp_ota_begin` returns a handle to. */
export interface OtaHandle {
  readonly partition: Partition;
  writtenBytes: number;
}

/** The `esp_ota_*` functions (components/app_update/esp_ota_ops.c) over the true flash, with their lines. */
export class OtaOps {
  readonly #machine: Machine;
  readonly #partitions: readonly Partition[];
  readonly running: Partition;

  constructor(machine: Machine, partitions: readonly Partition[], running: Partition) {
    this.#machine = machine;
    this.#partitions = partitions;
    this.running = running;
  }

  /** `esp_ota_begin` with OTA_WITH_SEQUENTIAL_WRITES: nothing is erased yet. */
  begin(partition: Partition): OtaHandle | EspErr {
    const { log, options } = this.#machine;
    if (slotIndex(partition) === null) return 'ESP_ERR_INVALID_ARG';
    if (partition.offset === this.running.offset) return 'ESP_ERR_OTA_PARTITION_CONFLICT';
    if (options.rollback && this.stateOf(this.running) === STATE.PENDING_VERIFY) {
      log.error(TAG, 'Running app has not confirmed state (ESP_OTA_IMG_PENDING_VERIFY)');
      return 'ESP_ERR_OTA_ROLLBACK_INVALID_STATE';
    }
    if (options.heap === 'noOtaHandle') return 'ESP_ERR_NO_MEM';
    return { partition, writtenBytes: 0 };
  }

  /** `esp_ota_write`: erases the sectors it is about to reach, then programs. */
  write(handle: OtaHandle, data: Uint8Array): EspErr {
    if (data.length === 0) return 'ESP_OK';
    const { flash, log, options } = this.#machine;
    const { partition, writtenBytes } = handle;
    const first = Math.floor(writtenBytes / SECTOR_BYTES);
    const last = Math.floor((writtenBytes + data.length - 1) / SECTOR_BYTES);
    const from = writtenBytes % SECTOR_BYTES === 0 ? first : first + 1;
    if (from <= last) {
      if ((last + 1) * SECTOR_BYTES > partition.sizeBytes) return 'ESP_ERR_INVALID_SIZE';
      if (options.worn === 'slots') return 'ESP_ERR_FLASH_OP_FAIL';
      flash.erase(partition.offset + from * SECTOR_BYTES, (last - from + 1) * SECTOR_BYTES);
    }
    if (writtenBytes === 0 && data[0] !== HEADER_MAGIC) {
      const saw = (data[0] as number).toString(16).padStart(2, '0');
      log.error(TAG, `OTA image has invalid magic byte (expected 0xE9, saw 0x${saw})`);
      return 'ESP_ERR_OTA_VALIDATE_FAILED';
    }
    flash.program(partition.offset + writtenBytes, data);
    handle.writtenBytes += data.length;
    return 'ESP_OK';
  }

  /** `esp_ota_end`; `null` stands for a handle that `esp_ota_begin` never gave. */
  async end(handle: OtaHandle | null): Promise<EspErr> {
    if (handle === null) return 'ESP_ERR_NOT_FOUND';
    this.#machine.observe.flashChanged();
    if (handle.writtenBytes === 0) return 'ESP_ERR_INVALID_ARG';
    if (await this.#accepts(handle.partition, 'verify')) return 'ESP_OK';
    if (since(this.#machine.options.idf, '5.5'))
      this.#machine.log.error(TAG, 'New image failed verification');
    return 'ESP_ERR_OTA_VALIDATE_FAILED';
  }

  /** `esp_ota_set_boot_partition` */
  async setBootPartition(partition: Partition): Promise<EspErr> {
    const { flash, options, observe } = this.#machine;
    if (!(await this.#accepts(partition, 'verify'))) return 'ESP_ERR_OTA_VALIDATE_FAILED';
    const otadata = this.#otadata();
    if (otadata === null) return 'ESP_ERR_NOT_FOUND';
    if (options.worn === 'otadata') return 'ESP_ERR_FLASH_OP_FAIL';
    const slot = slotIndex(partition);
    if (slot === null) {
      flash.erase(otadata.offset, otadata.sizeBytes);
    } else {
      const count = slotsOf(this.#partitions).length;
      if (slot >= count) return 'ESP_ERR_INVALID_ARG';
      if (!isSecureEnough(this.#machine, partition)) return this.#eraseInsecure(partition);
      const entries = readEntries(flash, otadata);
      const active = activeEntryIndex(entries);
      const target = active === null ? 0 : 1 - active;
      const state = options.rollback ? STATE.NEW : STATE.UNDEFINED;
      const current = active === null ? 0 : entryAt(entries, active).sequence;
      const sequence = active === null ? slot + 1 : sequenceFrom(current, slot, count);
      writeEntry(flash, otadata, target, { ...entryAt(entries, target), sequence, state });
    }
    observe.flashChanged();
    return 'ESP_OK';
  }

  /** `esp_ota_get_boot_partition` */
  bootPartition(): Partition | null {
    const otadata = this.#otadata();
    if (otadata === null) return null;
    const slots = slotsOf(this.#partitions);
    const fallback = factoryOf(this.#partitions) ?? slots[0] ?? null;
    const entries = readEntries(this.#machine.flash, otadata);
    if ((isInvalid(entries[0]) && isInvalid(entries[1])) || slots.length === 0) return fallback;
    const active = activeEntryIndex(entries);
    if (active === null) {
      this.#machine.log.error(TAG, 'ota data invalid, no current app. Assuming factory');
      return fallback;
    }
    return slots[slotOfEntry(entryAt(entries, active), slots.length)] ?? null;
  }

  /** `esp_ota_get_state_partition`; null where it has none. */
  stateOf(partition: Partition): number | null {
    const otadata = this.#otadata();
    const count = slotsOf(this.#partitions).length;
    const slot = slotIndex(partition);
    if (otadata === null || slot === null || count === 0) return null;
    const found = readEntries(this.#machine.flash, otadata).find(
      (entry) => isWritten(entry) && slotOfEntry(entry, count) === slot,
    );
    return found?.state ?? null;
  }

  /** `esp_ota_get_last_invalid_partition` */
  async lastInvalidPartition(): Promise<Partition | null> {
    const otadata = this.#otadata();
    const slots = slotsOf(this.#partitions);
    if (otadata === null || slots.length === 0) return null;
    const entries = readEntries(this.#machine.flash, otadata);
    const index = lastInvalidEntryIndex(entries);
    if (index === null) return null;
    const partition = slots[slotOfEntry(entryAt(entries, index), slots.length)] ?? null;
    return partition !== null && (await this.#accepts(partition, 'silent')) ? partition : null;
  }

  /** `esp_ota_mark_app_valid_cancel_rollback` */
  markValid(): EspErr {
    const err = this.#setRunningState(STATE.VALID);
    if (err === 'ESP_OK') burnSecureVersion(this.#machine, this.running);
    return err;
  }

  /** `esp_ota_mark_app_invalid_rollback_and_reboot`: returns only where there is nothing to go back to. */
  async markInvalidAndRestart(): Promise<EspErr> {
    const { log, run, options } = this.#machine;
    if (!(await this.#rollbackIsPossible())) {
      log.error(TAG, 'Rollback is not possible, do not have any suitable apps in slots');
      return 'ESP_ERR_OTA_ROLLBACK_FAILED';
    }
    const err = this.#setRunningState(STATE.INVALID);
    if (err !== 'ESP_OK') return err;
    const suffix = since(options.idf, '5.2') ? '' : ' Restart.';
    log.info(TAG, `Rollback to previously worked partition.${suffix}`);
    return run.restart(SOFTWARE_RESET);
  }

  #setRunningState(state: number): EspErr {
    const { flash, log, options, observe } = this.#machine;
    const otadata = this.#otadata();
    if (otadata === null) return 'ESP_ERR_NOT_FOUND';
    const entries = readEntries(flash, otadata);
    const active = activeEntryIndex(entries);
    if (active === null || slotsOf(this.#partitions).length === 0) {
      log.error(TAG, 'Running firmware is factory');
      return 'ESP_FAIL';
    }
    const entry = entryAt(entries, active);
    if (entry.state === state) return 'ESP_OK';
    if (options.worn === 'otadata') return 'ESP_ERR_FLASH_OP_FAIL';
    writeEntry(flash, otadata, active, { ...entry, state });
    observe.flashChanged();
    return 'ESP_OK';
  }

  /** `esp_ota_check_rollback_is_possible` */
  async #rollbackIsPossible(): Promise<boolean> {
    const otadata = this.#otadata();
    const slots = slotsOf(this.#partitions);
    if (otadata === null || slots.length === 0) return false;
    const entries = readEntries(this.#machine.flash, otadata);
    const active = activeEntryIndex(entries);
    if (active === null) return false;
    const other = entryAt(entries, 1 - active);
    const partition = isValid(other) ? slots[slotOfEntry(other, slots.length)] : factoryOf(this.#partitions);
    if (partition == null || !isSecureEnough(this.#machine, partition)) return false;
    return this.#accepts(partition, 'silent');
  }

  #eraseInsecure(partition: Partition): EspErr {
    this.#machine.log.error(
      TAG,
      'This a new partition can not be booted due to a secure version is lower than stored in efuse. Partition will be erased.',
    );
    this.#machine.flash.erase(partition.offset, partition.sizeBytes);
    this.#machine.observe.flashChanged();
    return 'ESP_ERR_OTA_SMALL_SEC_VER';
  }

  #otadata(): Partition | null {
    const otadata = otadataOf(this.#partitions);
    if (otadata === null) this.#machine.log.error(TAG, 'not found otadata');
    return otadata;
  }

  async #accepts(partition: Partition, mode: 'verify' | 'silent'): Promise<boolean> {
    return (await checkImage(imageCheckDeps(this.#machine), partition, mode)) !== null;
  }
}

/** The smallest sequence that stands for `slot` and is not below `current`. */
function sequenceFrom(current: number, slot: number, count: number): number {
  let sequence = (slot + 1) % count;
  while (current > sequence) sequence += count;
  return sequence;
}

function entryAt(entries: OtaEntries, index: number) {
  return entries[index] ?? blankEntry();
}
