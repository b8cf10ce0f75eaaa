import { readU16 } from '../../../shared/esp/little-endian.ts';
import { isSet, revision } from './image-header.ts';

/** `min_efuse_blk_rev_full` and `max_efuse_blk_rev_full` of `esp_app_desc_t`. */
const LEAST_OFFSET = 176;
const MOST_OFFSET = 178;

/** Lines of `bootloader_common_check_efuse_blk_validity`; none: the app may run with these eFuses. */
export function efuseRefusal(description: Uint8Array, blockRevision: number): readonly string[] {
  const [least, most] = [readU16(description, LEAST_OFFSET), readU16(description, MOST_OFFSET)];
  const line = (sign: string, limit: number): string =>
    `Image requires efuse blk rev ${sign} ${revision(limit)}, but chip is ${revision(blockRevision)}`;
  return [
    ...(isSet(least) && blockRevision < least ? [line('>=', least)] : []),
    ...(isSet(most) && blockRevision > most ? [line('<=', most)] : []),
  ];
}
