import { burnSecureVersion, demandedSecureVersion, isSecureEnough } from './anti-rollback.ts';
import type { Machine } from './machine.ts';
import type { OtaEntries, OtaEntry } from './otadata.ts';
import {
  activeEntryIndex,
  isInvalid,
  isWritten,
  readEntries,
  STATE,
  slotOfEntry,
  writeEntry,
} from './otadata.ts';
import type { Partition } from './partitions.ts';
import { factoryOf, otadataOf, slotsOf } from './partitions.ts';

const TAG = 'boot';

export interface BootChoice {
  /** Index of the slot to try first; null: factory. */
  readonly index: number | null;
  /** There is no factory and otadata was never written: the slot that starts is to be written down. */
  readonly otadataIsBlank: boolean;
}

const FACTORY: BootChoice = { index: null, otadataIsBlank: false };

/** `bootloader_utility_get_selected_boot_partition`, with the rollback's changes to otadata. */
export function chooseImage(machine: Machine, partitions: readonly Partition[]): BootChoice {
  const { flash, log, options } = machine;
  const otadata = otadataOf(partitions);
  if (otadata === null) return FACTORY;
  if (options.rollback) abortUnconfirmed(machine, otadata);
  const entries = readEntries(flash, otadata);
  const slots = slotsOf(partitions);
  const neverWritten = !isWritten(entries[0]) && !isWritten(entries[1]);
  const demanded = demandedSecureVersion(machine);
  if (demanded !== null) {
    log.info(TAG, 'Enabled a check secure version of app for anti rollback');
    log.info(TAG, `Secure version (from eFuse) = ${demanded}`);
    if (neverWritten) return { index: null, otadataIsBlank: true };
  } else if ((isInvalid(entries[0]) && isInvalid(entries[1])) || slots.length === 0) {
    if (factoryOf(partitions) !== null) {
      log.info(TAG, 'Defaulting to factory image');
      return FACTORY;
    }
    log.info(TAG, 'No factory image, trying OTA 0');
    return { index: 0, otadataIsBlank: neverWritten };
  }
  const slotOf = (entry: OtaEntry): Partition | undefined => slots[slotOfEntry(entry, slots.length)];
  const active = activeEntryIndex(entries, (entry) => isStartable(machine, slotOf(entry)));
  if (active === null) {
    log.error(
      TAG,
      factoryOf(partitions) !== null
        ? 'ota data partition invalid, falling back to factory'
        : 'ota data partition invalid and no factory, will try all partitions',
    );
    return FACTORY;
  }
  const entry = entryAt(entries, active);
  if (options.rollback && entry.state === STATE.NEW) {
    writeEntry(flash, otadata, active, { ...entry, state: STATE.PENDING_VERIFY });
    machine.observe.flashChanged();
  }
  const chosen = slotOf(entry);
  if (entry.state === STATE.VALID && chosen !== undefined) burnSecureVersion(machine, chosen);
  return { index: slotOfEntry(entry, slots.length), otadataIsBlank: false };
}

/** `get_active_otadata_with_check_anti_rollback`: an app that is not secure enough is passed over. */
function isStartable(machine: Machine, slot: Partition | undefined): boolean {
  return slot === undefined || isSecureEnough(machine, slot);
}

/** An image that was started once and did not confirm itself is not started again. */
function abortUnconfirmed(machine: Machine, otadata: Partition): void {
  readEntries(machine.flash, otadata).forEach((entry, index) => {
    if (entry.state !== STATE.PENDING_VERIFY) return;
    writeEntry(machine.flash, otadata, index, { ...entry, state: STATE.ABORTED });
    machine.observe.flashChanged();
  });
}

function entryAt(entries: OtaEntries, index: number): OtaEntry {
  return index === 0 ? entries[0] : entries[1];
}
