import { since } from '../idf-release.ts';
import { chipModel } from './chip-model.ts';
import type { ImageHeader } from './image-header.ts';
import { chipRefusal } from './image-header.ts';
import type { Machine } from './machine.ts';

/** What `ESP_HTTPS_OTA_EVENT` tells; the advanced example prints a line for each. */
export type HttpsOtaEvent =
  | { readonly kind: 'start' | 'connected' | 'readDescription' | 'finish' | 'abort' }
  | { readonly kind: 'verifyChipId'; readonly chipId: number }
  | { readonly kind: 'verifyChipRevision'; readonly revision: number }
  | { readonly kind: 'bootPartition'; readonly subtype: number };

/** The chip, and from 5.5 on its revision, by the header alone; false after its error lines. */
export function fitsChip(
  { log, options }: Machine,
  header: ImageHeader,
  onEvent: (event: HttpsOtaEvent) => void,
): boolean {
  const { idf, chip, chipRevision } = options;
  const expected = chipModel(chip).chipId;
  onEvent({ kind: 'verifyChipId', chipId: header.chipId });
  if (header.chipId !== expected) {
    const numbers = `expected ${expected}, found ${header.chipId}`;
    if (since(idf, '6.1')) log.error('boot_comm', `mismatch chip ID, ${numbers}`);
    else log.error('esp_https_ota', `Mismatch chip id, ${numbers}`);
    return false;
  }
  if (!since(idf, '5.5')) return true;
  onEvent({ kind: 'verifyChipRevision', revision: header.minRevision });
  const refusals = chipRefusal(header, expected, chipRevision, 'checkFailed');
  for (const line of refusals) log.error('boot_comm', line);
  return refusals.length === 0;
}
