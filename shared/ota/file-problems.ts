import type { ImageFacts, ImageProblem } from '../esp/image-facts.ts';
import type { PreflightName } from './preflight.ts';

/** The check whose override lets a problem of the file pass; what is no app image at all has none. */
const OVERRIDDEN_BY: Readonly<Partial<Record<ImageProblem['code'], PreflightName>>> = {
  'image/truncated': 'structure',
  'image/bad-header': 'structure',
  'image/no-descriptor': 'structure',
  'image/bad-checksum': 'checksum',
  'image/bad-digest': 'digest',
};

/** The problems of a file that still stand in its way after an override. */
export function standingProblems(
  { problems }: Pick<ImageFacts, 'problems'>,
  override: 'all' | readonly PreflightName[],
): readonly ImageProblem[] {
  return problems.filter(({ code }) => {
    const check = OVERRIDDEN_BY[code];
    return check === undefined || (override !== 'all' && !override.includes(check));
  });
}
