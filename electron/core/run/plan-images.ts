import path from 'node:path';

import type { ImageEntry } from '../../../shared/contract/values.ts';
import type { ErrorPayload } from '../../../shared/errors.ts';
import { toErrorPayload, WorkbenchError } from '../../../shared/errors.ts';
import type { PlanProblem } from '../../../shared/run/plan.ts';
import type { PlanImageView } from '../../../shared/run/plan-check.ts';
import type { PlanParts } from '../../../shared/run/plan-parts.ts';
import type { PlaceOf } from '../../../shared/run/read-plan.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import { errorText } from '../../../shared/text/translator.ts';

export interface PlanImagesDeps {
  /** Adds the file, or the image of the build, at a path. @throws WorkbenchError path/…, image/… */
  readonly addPath: (path: string) => Promise<ImageEntry>;
  /** The same, without keeping it. @throws WorkbenchError path/…, image/… */
  readonly lookAtPath: (path: string) => Promise<Pick<ImageEntry, 'facts'>>;
  /** @throws WorkbenchError image/unknown */
  readonly image: (imageId: string) => ImageEntry;
  readonly t: () => Translator;
}

/** Where a plan's images are: below its folder, or chosen from the library by the names that the plan gives them. */
export type ImagesAt = { readonly folder: string } | { readonly imageIds: Readonly<Record<string, string>> };

/** Images by the names that a plan gives them, and what is wrong with the others, each with its place. */
export interface PlanImages {
  readonly imageIds: Readonly<Record<string, string>>;
  readonly views: readonly PlanImageView[];
  readonly problems: readonly PlanProblem[];
}

/** Finds the images of a plan; `keep`: files are added to the library, else only looked at. */
export async function planImages(
  images: PlanParts['images'],
  placeOf: PlaceOf,
  at: ImagesAt,
  keep: boolean,
  deps: PlanImagesDeps,
): Promise<PlanImages> {
  const imageIds: Record<string, string> = {};
  const views: PlanImageView[] = [];
  const problems: PlanProblem[] = [];
  for (const [image, file] of Object.entries(images)) {
    try {
      const entry = await find(image, file, at, keep, deps);
      if ('imageId' in entry) imageIds[image] = entry.imageId;
      const { projectName, version, chip, sizeBytes } = entry.facts;
      views.push({ image, file, facts: { projectName, version, chip, sizeBytes } });
    } catch (thrown) {
      views.push({ image, file, facts: null });
      problems.push(problem(image, placeOf, toErrorPayload(thrown), deps));
    }
  }
  return { imageIds, views, problems };
}

async function find(
  image: string,
  file: string,
  at: ImagesAt,
  keep: boolean,
  { addPath, lookAtPath, image: inLibrary }: PlanImagesDeps,
): Promise<ImageEntry | Pick<ImageEntry, 'facts'>> {
  if ('folder' in at) {
    const whole = path.resolve(at.folder, file);
    return keep ? addPath(whole) : lookAtPath(whole);
  }
  const imageId = at.imageIds[image];
  if (imageId === undefined) throw new WorkbenchError('plan/image-not-chosen', { file });
  return inLibrary(imageId);
}

function problem(image: string, placeOf: PlaceOf, error: ErrorPayload, { t }: PlanImagesDeps): PlanProblem {
  const { message: detail } = errorText(t(), error);
  return { ...placeOf(['images', image]), code: 'plan/image-file', params: { image, detail } };
}
