import { WorkbenchError } from '../../shared/errors.ts';
import { isSoundApp } from '../../shared/esp/image-facts.ts';
import type { Translator } from '../../shared/text/translator.ts';
import { errorText } from '../../shared/text/translator.ts';
import type { ImageEvent } from './events.ts';
import type { ImageFile } from './read-image-file.ts';

/** Every fact of a file, under the names the facts have. */
export function imageEvent({ facts }: Pick<ImageFile, 'facts'>, t: Translator): ImageEvent {
  const problems = facts.problems.map((problem) => ({ code: problem.code, ...errorText(t, problem) }));
  return { event: 'image', ...facts, problems };
}

/** The error of a file that no board could run; null for a sound app image. */
export function imageErrorOf({ file, facts }: Pick<ImageFile, 'file' | 'facts'>): WorkbenchError | null {
  if (isSoundApp(facts)) return null;
  const problem = facts.problems[0];
  if (problem !== undefined) return new WorkbenchError(problem.code, problem.params);
  return new WorkbenchError('image/not-an-app', { file, kind: facts.kind });
}
