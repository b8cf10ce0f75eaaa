import type { FirmwareTrust } from '../../shared/contract/trust-values.ts';

/** What was found in a firmware, and how it compares with this bench's own. */
export interface InFirmwareEvent extends Omit<FirmwareTrust, 'fileName'> {
  readonly event: 'inFirmware';
  readonly file: string;
}
