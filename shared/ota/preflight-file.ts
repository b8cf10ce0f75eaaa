import { chipById } from '../esp/chips.ts';
import { hexNumber } from '../esp/hex.ts';
import type { ImageFacts, ImageProblem } from '../esp/image-facts.ts';
import type { PreflightCheck } from './preflight.ts';
import { check } from './preflight-input.ts';

/** Checks on the file alone: these hold for every board. */
export function fileChecks(image: ImageFacts): readonly PreflightCheck[] {
  return [structure(image), checksum(image), digest(image)];
}

/** Sentences by the problem; checksum and digest have checks of their own. */
const STRUCTURE: Readonly<Partial<Record<ImageProblem['code'], string>>> = {
  'image/not-an-app': 'notAnApp',
  'image/empty': 'empty',
  'image/too-big-file': 'tooBig',
  'image/truncated': 'truncated',
  'image/bad-header': 'badHeader',
  'image/no-descriptor': 'noDescriptor',
};

function structure({ problems }: ImageFacts): PreflightCheck {
  for (const { code, params } of problems) {
    const context = STRUCTURE[code];
    // The file's own code says more than "not sound".
    if (context !== undefined) return { ...check('structure', 'failed', { ...params, context }), code };
  }
  return check('structure', 'passed');
}

function checksum(image: ImageFacts): PreflightCheck {
  if (image.checksum === null) return check('checksum', 'notKnown');
  const { stored, valid } = image.checksum;
  if (valid) return check('checksum', 'passed', { stored: hexNumber(stored) });
  return check('checksum', 'failed', paramsOf(image, 'image/bad-checksum'));
}

function digest(image: ImageFacts): PreflightCheck {
  if (image.checksum === null) return check('digest', 'notKnown');
  if (image.appendedSha256Valid === null) return check('digest', 'warned');
  if (image.appendedSha256Valid) return check('digest', 'passed');
  return check('digest', 'failed', paramsOf(image, 'image/bad-digest'));
}

function paramsOf({ problems }: ImageFacts, code: ImageProblem['code']): ImageProblem['params'] {
  return problems.find((problem) => problem.code === code)?.params ?? {};
}

/**
 * Only a chip with several page sizes can have another than the image: which one, no log says. It never fails:
 * a board takes its own page size in place of one it does not know, and refuses segments that do not fit that,
 * which is `structure`.
 */
export function mmuPage({ chipId, chip, mmuPageSizeBytes }: ImageFacts): PreflightCheck {
  const known = chipId === null ? null : chipById(chipId);
  if (known === null) return check('mmu-page', 'notKnown', { context: 'unnamed' });
  const pageKib = (mmuPageSizeBytes ?? known.mmuPageSizes[0] ?? 0) / 1024;
  if (mmuPageSizeBytes !== null && !known.mmuPageSizes.includes(mmuPageSizeBytes)) {
    return check('mmu-page', 'warned', { pageKib, chip: chip ?? '' });
  }
  if (known.mmuPageSizes.length === 1) return check('mmu-page', 'passed', { pageKib });
  if (mmuPageSizeBytes === null) return check('mmu-page', 'notKnown', { context: 'unnamed' });
  return check('mmu-page', 'notKnown', { pageKib });
}
