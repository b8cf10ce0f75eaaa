import type { ImageFacts } from '../esp/image-facts.ts';
import type { BoardFacts } from './board-facts.ts';
import type { PreflightCheck } from './preflight.ts';
import { check } from './preflight-input.ts';

/** The image's version against what runs and against what failed before. */
export function versionChecks(image: ImageFacts, board: BoardFacts): readonly PreflightCheck[] {
  return [sameVersion(image, board), lastInvalid(image, board), older(image, board)];
}

/** Two of ESP-IDF's examples refuse what runs already; other programs write it again. */
function sameVersion({ version }: ImageFacts, board: BoardFacts): PreflightCheck {
  if (version === null || board.version === null) {
    return check('version', 'notKnown', { version: version ?? '?' });
  }
  const params = { version, board: board.version };
  if (version !== board.version) return check('version', 'passed', params);
  const refuses = board.program === 'native' || board.program === 'advanced';
  return check('version', refuses ? 'failed' : 'warned', params);
}

/** Only the native example refuses the version that was rolled back last. */
function lastInvalid({ version }: ImageFacts, board: BoardFacts): PreflightCheck {
  const failed = board.lastInvalidVersion;
  if (version === null || failed === null) return check('last-invalid', 'notKnown');
  const params = { version, board: failed };
  if (version !== failed) return check('last-invalid', 'passed', params);
  return check('last-invalid', board.program === 'native' ? 'failed' : 'warned', params);
}

function older({ version }: ImageFacts, board: BoardFacts): PreflightCheck {
  const params = { version: version ?? '?', board: board.version ?? '?' };
  const order = compareVersions(version, board.version);
  if (order === null) return check('older', 'notKnown', params);
  return check('older', order < 0 ? 'warned' : 'passed', params);
}

/**
 * Negative where `a` is the older: by the numbers at the start, `1.2.0` or `v1.2`, missing ones 0. Null
 * where one has none, or where only what follows the numbers differs (`-rc1` and `-4-gabcdef` mean opposite
 * things).
 */
export function compareVersions(a: string | null, b: string | null): number | null {
  const numbersA = numbersOf(a);
  const numbersB = numbersOf(b);
  if (numbersA === null || numbersB === null) return null;
  const length = Math.max(numbersA.length, numbersB.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (numbersA[index] ?? 0) - (numbersB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return suffixOf(a) === suffixOf(b) ? 0 : null;
}

const NUMBERS = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?![\d.])/i;

function numbersOf(version: string | null): readonly number[] | null {
  return (
    NUMBERS.exec(version ?? '')?.[1]
      ?.split('.')
      .map(Number) ?? null
  );
}

function suffixOf(version: string | null): string | undefined {
  return version?.replace(NUMBERS, '');
}
