import type { ImageEntry } from '../../shared/contract/values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import type { ImageProblem } from '../../shared/esp/image-facts.ts';

/** A problem of an image as an error that names its file and what the file is. */
export function problemError(problem: ImageProblem, { fileName, facts }: ImageEntry): ErrorPayload {
  return { code: problem.code, params: { kind: facts.kind, ...problem.params, file: fileName } };
}
