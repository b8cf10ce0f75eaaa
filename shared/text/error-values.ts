import type { ErrorParams, ErrorPayload } from '../errors.ts';

/** Looks up a key of any area; the caller knows that it exists. */
type LookUp = (key: string, values: ErrorParams) => string;

/**
 * Values for an error's text. Some of them are themselves words of the reader's language, so an error carries their
 * key: what a file is, what is wrong with its header, what a pre-flight check found, what helps with a serial port.
 */
export function errorValues(lookUp: LookUp, { code, params }: ErrorPayload): ErrorParams {
  if (code === 'image/not-an-app' && params.kind !== undefined) {
    return { ...params, kind: lookUp(`checks:kind.${params.kind}`, params) };
  }
  if (code === 'image/bad-header' && params.detail !== undefined) {
    return { ...params, detail: lookUp(`checks:header.${params.detail}`, params) };
  }
  if (code.startsWith('serial/')) return serialValues(lookUp, { code, params });
  const check = /^preflight\/(.+)$/.exec(code)?.[1];
  if (check !== undefined && params.detail === undefined) {
    return { ...params, detail: lookUp(`checks:${check}.failed`, params) };
  }
  return params;
}

/** The next step where none is given: for a port that is held, and for one that is not permitted. */
const USUAL_REMEDIES: Readonly<Record<string, string>> = {
  'serial/port-busy': 'remedyClose',
  'serial/permission-denied': 'remedyAdmin',
};

/** `remedy` and `problem` are keys of the area `serial`. */
function serialValues(lookUp: LookUp, { code, params }: ErrorPayload): ErrorParams {
  const remedy = params.remedy ?? USUAL_REMEDIES[code];
  const words = (key: string | number | undefined): string =>
    key === undefined ? '' : lookUp(`serial:${key}`, params);
  const usual = { holder: '', ...params };
  if (remedy !== undefined) return { ...usual, remedy: words(remedy) };
  return code === 'serial/bad-url' ? { ...usual, problem: words(params.problem) } : usual;
}
