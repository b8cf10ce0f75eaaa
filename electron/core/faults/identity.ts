import type { BoardFacts } from '../../../shared/ota/board-facts.ts';

/** What a board says of the image it runs. */
export interface Identity {
  readonly partition: string | null;
  readonly version: string | null;
  readonly sha256: string | null;
  readonly elfSha256Prefix: string | null;
}

export function identityOf({ runningPartition, version, digests, elfSha256Prefix }: BoardFacts): Identity {
  return { partition: runningPartition, version, sha256: digests.currentFirmware, elfSha256Prefix };
}

/** Whether both are one image in one slot; what one of them does not say does not tell them apart. */
export function sameImage(a: Identity, b: Identity): boolean {
  const same = (one: string | null, other: string | null): boolean =>
    one === null || other === null || one === other;
  return (
    same(a.partition, b.partition) &&
    same(a.version, b.version) &&
    same(a.sha256, b.sha256) &&
    same(a.elfSha256Prefix, b.elfSha256Prefix)
  );
}
