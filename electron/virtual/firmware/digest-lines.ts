import { TABLE_BYTES } from '../../../shared/esp/partition-table.ts';
import { imageCheckDeps } from './image-check-deps.ts';
import { appDigest, dataDigest, emptyDigest } from './image-digest.ts';
import type { Machine } from './machine.ts';
import type { Partition } from './partitions.ts';
import { TABLE_OFFSET } from './partitions.ts';

/** The native example's label already ends in a colon when its `: ` is added; the others add a space. */
export interface DigestLineForm {
  readonly tag: string;
  readonly separator: ': ' | ' ';
  /** Whether the partition table comes first. */
  readonly table: boolean;
}

/**
 * The SHA-256 lines, computed from the true flash. One buffer serves all of them, as in the examples: what
 * cannot be read leaves the line before it standing.
 */
export async function printDigests(
  machine: Machine,
  running: Partition,
  { tag, separator, table }: DigestLineForm,
): Promise<void> {
  const deps = imageCheckDeps(machine);
  let digest: Uint8Array = emptyDigest();
  const print = (read: Uint8Array | null, label: string): void => {
    digest = read ?? digest;
    machine.log.info(tag, `SHA-256 for ${label}: ${separator}${Buffer.from(digest).toString('hex')}`);
  };
  if (table) print(dataDigest(deps, TABLE_OFFSET, TABLE_BYTES), 'the partition table');
  print(await appDigest(deps, { offset: deps.chip.bootloaderOffset, sizeBytes: TABLE_OFFSET }), 'bootloader');
  print(await appDigest(deps, running), 'current firmware');
}
