import type { PreflightCheck, PreflightName } from './preflight.ts';
import { boardChecks } from './preflight-board.ts';
import { fileChecks } from './preflight-file.ts';
import { fitCheck } from './preflight-fit.ts';
import { imageChecks } from './preflight-image.ts';
import type { PreflightInput } from './preflight-input.ts';
import { networkChecks } from './preflight-network.ts';
import { versionChecks } from './preflight-version.ts';

export type { PreflightInput } from './preflight-input.ts';

/** Failed checks to go past: by name, or all. */
export type PreflightOverride = 'all' | readonly PreflightName[];

/** Every check of an image against a board, in the order of `PREFLIGHT_NAMES`. */
export function preflight(input: PreflightInput): PreflightCheck[] {
  const { image, board, url } = input;
  return [
    ...fileChecks(image),
    ...imageChecks(image, board),
    fitCheck(image.sizeBytes, board),
    ...versionChecks(image, board),
    ...boardChecks(url, board),
    ...networkChecks(input),
  ];
}

/** Checks that failed and are not overridden: these stop the update. What is not known never does. */
export function blocking(checks: readonly PreflightCheck[], override: PreflightOverride): PreflightName[] {
  return failedNames(checks).filter((name) => override !== 'all' && !override.includes(name));
}

/** Checks that failed and are gone past: what the session and the verdict record. */
export function overriddenBy(
  checks: readonly PreflightCheck[],
  override: PreflightOverride,
): PreflightName[] {
  return failedNames(checks).filter((name) => override === 'all' || override.includes(name));
}

function failedNames(checks: readonly PreflightCheck[]): PreflightName[] {
  return checks.filter(({ result }) => result === 'failed').map(({ name }) => name);
}
