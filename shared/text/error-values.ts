import type { ErrorParams, ErrorPayload } from '../errors.ts';

/** Looks up a key of any area; the caller knows that it exists. */
type LookUp = (key: string, values: ErrorParams) => string;

/**
 * Values for an error's text. Three of them are themselves words of the reader's language, so an error
 * carries their key: what a file is, what is wrong with its header, and what a pre-flight check found.
 */
export function errorValues(lookUp: LookUp, { code, params }: ErrorPayload): ErrorParams {
  if (code === 'image/not-an-app' && params.kind !== undefined) {
    return { ...params, kind: lookUp(`checks:kind.${params.kind}`, params) };
  }
  if (code === 'image/bad-header' && params.detail !== undefined) {
    return { ...params, detail: lookUp(`checks:header.${params.detail}`, params) };
  }
  const check = /^preflight\/(.+)$/.exec(code)?.[1];
  if (check !== undefined && params.detail === undefined) {
    return { ...params, detail: lookUp(`checks:${check}.failed`, params) };
  }
  return params;
}
