import type { PreflightCheck } from '../ota/preflight.ts';
import { errorValues } from './error-values.ts';
import type { TextKey, Translator } from './translator.ts';

/** A pre-flight check in words: its name, what was compared, and where the board's value was read. */
export interface CheckText {
  readonly label: string;
  readonly detail: string;
  readonly readFrom: string;
}

/** The words of a check for its result; every shell shows these. */
export function checkText(
  t: Translator,
  { name, result, params, code, readFrom }: PreflightCheck,
): CheckText {
  const values = errorValues((key, given) => t(key as TextKey, given), { code, params });
  return {
    label: t(`checks:${name}.label`),
    detail: t(`checks:${name}.${result}` as TextKey, values),
    readFrom: t(`checks:readFrom.${readFrom}`),
  };
}
