import type { ImageFacts } from '../esp/image-facts.ts';
import type { BoardFacts } from './board-facts.ts';
import { elfMatches } from './session/advance.ts';

/** Fewer digits of the ELF's digest could be another's. */
const LEAST_PREFIX = 8;

/**
 * The image that a board runs, among those that are known: by the digest it printed for its partition, else by its
 * ELF digest. Null where none is, and where several of one ELF carry different certificates.
 */
export function runningImage<T extends { readonly facts: ImageFacts }>(
  { digests, elfSha256Prefix }: Pick<BoardFacts, 'digests' | 'elfSha256Prefix'>,
  images: readonly T[],
): T | null {
  const digest = digests.currentFirmware;
  const byDigest = digest === null ? undefined : images.find(({ facts }) => facts.partitionSha256 === digest);
  if (byDigest !== undefined) return byDigest;
  if (elfSha256Prefix === null || elfSha256Prefix.length < LEAST_PREFIX) return null;
  const [first, ...others] = images.filter(({ facts }) => elfMatches(facts.appElfSha256, elfSha256Prefix));
  if (first === undefined) return null;
  const alike = others.every(({ facts }) => fingerprints(facts) === fingerprints(first.facts));
  return alike ? first : null;
}

function fingerprints({ certificates }: ImageFacts): string {
  return certificates.map(({ sha256Fingerprint }) => sha256Fingerprint).join();
}
