import path from 'node:path';

import type { ImageEntry } from '../../../shared/contract/values.ts';
import { toErrorPayload } from '../../../shared/errors.ts';
import type { Plan, PlanProblem } from '../../../shared/run/plan.ts';
import type { PlanReading } from '../../../shared/run/read-plan.ts';
import type { Translator } from '../../../shared/text/translator.ts';
import { errorText } from '../../../shared/text/translator.ts';

export interface PlanImagesDeps {
  /** Adds the file, or the image of the build, at a path. @throws WorkbenchError path/…, image/… */
  readonly addPath: (path: string) => Promise<ImageEntry>;
  readonly t: () => Translator;
}

/** Images by the names that a plan gives them, or what is wrong with them, each with its place. */
export type PlanImages =
  | { readonly ok: true; readonly imageIds: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Adds the images of a plan to the library; their paths are relative to its folder. */
export async function planImages(
  images: Plan['images'],
  placeOf: (PlanReading & { readonly ok: true })['placeOf'],
  folder: string,
  { addPath, t }: PlanImagesDeps,
): Promise<PlanImages> {
  const imageIds: Record<string, string> = {};
  const problems: PlanProblem[] = [];
  for (const [image, file] of Object.entries(images)) {
    try {
      imageIds[image] = (await addPath(path.resolve(folder, file))).imageId;
    } catch (thrown) {
      const { message: detail } = errorText(t(), toErrorPayload(thrown));
      problems.push({ ...placeOf(['images', image]), code: 'plan/image-file', params: { image, detail } });
    }
  }
  return problems.length === 0 ? { ok: true, imageIds } : { ok: false, problems };
}
